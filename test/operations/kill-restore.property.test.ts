/** Kill and restore give back exactly what was there, whatever it was. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import { lambdatopOn, quickAccount, stateOf } from './world.ts';

const NAME = 'checkout-api-prod';
const FUNCTION_ARN = `arn:aws:lambda:eu-west-1:123456789012:function:${NAME}`;

/** A function's settings, and what is done before it is killed. */
interface Generated {
  readonly reserved: number | undefined;
  /** For version 41; null = none. */
  readonly provisioned: number | null;
  readonly mappings: readonly {
    readonly kind: 'sqs' | 'kinesis';
    readonly qualifier: '' | ':live';
    readonly enabled: boolean;
    readonly maximum: number | undefined;
  }[];
  readonly triggers: 'sqs' | 'all' | 'none';
  /** Kills in a row, each with its own choice of triggers. */
  readonly again: readonly ('sqs' | 'all' | 'none')[];
  readonly pausedBefore: boolean;
}

const triggers = fc.constantFrom('sqs' as const, 'all' as const, 'none' as const);

const generated: fc.Arbitrary<Generated> = fc.record({
  reserved: fc.option(fc.integer({ min: 20, max: 200 }), { nil: undefined }),
  provisioned: fc.option(fc.integer({ min: 1, max: 10 })),
  mappings: fc.array(
    fc.record({
      kind: fc.constantFrom('sqs' as const, 'kinesis' as const),
      qualifier: fc.constantFrom('' as const, ':live' as const),
      enabled: fc.boolean(),
      maximum: fc.option(fc.integer({ min: 2, max: 1_000 }), { nil: undefined }),
    }),
    { maxLength: 3 },
  ),
  triggers,
  again: fc.array(triggers, { maxLength: 2 }),
  pausedBefore: fc.boolean(),
});

/** Makes the account have the function as it was generated. */
function build({ world }: Account, { reserved, provisioned, mappings }: Generated): void {
  const target = world.functionNamed(NAME);
  if (!target) throw new Error(`the account has no ${NAME}`);
  const now = world.clock.now();
  target.reservedConcurrency.set(reserved, now);
  target.provisioned.set(
    provisioned === null
      ? []
      : [{ qualifier: '41', requested: provisioned, lastModified: '2026-11-20T10:11:12.000+0000' }],
    now,
  );
  const others = world.eventSourceMappings.filter(({ functionArn }) => !functionArn.startsWith(FUNCTION_ARN));
  world.eventSourceMappings.splice(0, world.eventSourceMappings.length, ...others);
  for (const [index, { kind, qualifier, enabled, maximum }] of mappings.entries()) {
    const source =
      kind === 'sqs'
        ? 'arn:aws:sqs:eu-west-1:123456789012:orders-fulfilment-worker-queue'
        : `arn:aws:kinesis:eu-west-1:123456789012:stream/clicks-${index}`;
    world.eventSourceMappings.push({
      uuid: `00000000-0000-4000-8000-00000000000${index}`,
      eventSourceArn: source,
      functionArn: `${FUNCTION_ARN}${qualifier}`,
      batchSize: 10,
      enabled,
      lastModified: now,
      settings: {},
      lastProcessingResult: 'OK',
      ...(kind === 'sqs' ? {} : { startingPosition: 'LATEST' as const }),
      ...(maximum === undefined || kind !== 'sqs' ? {} : { maximumConcurrency: maximum }),
    });
  }
}

test('kill then restore is the identity on concurrency, provisioned concurrency and mappings', async () => {
  const account = await quickAccount();
  const { kill, restore, operations, plan } = lambdatopOn(account);
  await fc.assert(
    fc.asyncProperty(generated, async (wanted) => {
      build(account, wanted);
      if (wanted.pausedBefore && wanted.mappings.length > 0) {
        const request = { operation: 'pause' as const, function: NAME, options: { source: null } };
        await operations.apply(await plan(request), { wait: 'applied' });
      }
      const before = stateOf(account, NAME);
      for (const each of [wanted.triggers, ...wanted.again]) {
        const killed = await kill(NAME, { triggers: each, removeProvisioned: true });
        expect(killed.error).toBeNull();
      }
      expect(stateOf(account, NAME)).toMatchObject({ reserved: 0, provisioned: {} });
      const restored = await restore(NAME);
      expect(restored).toMatchObject({ outcome: 'done', error: null });
      expect(stateOf(account, NAME)).toEqual(before);
      expect(await restore(NAME)).toMatchObject({ outcome: 'already' });
    }),
    { numRuns: 30 },
  );
});
