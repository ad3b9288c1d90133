/**
 * Whatever happens to a redrive, at whatever call: every message is in its dead-letter queue, where it was sent, or in
 * both and then listed; none is lost, and a later redrive ends it without doubling a single one more.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FaultRule } from '../../../src/demo/faults.ts';
import type { AwsAccount } from '../../../src/gateways/gateways.ts';
import { readLeftOver } from '../../../src/journal/redrive-log.ts';
import { stateDirFrom } from '../../../src/journal/state-dir.ts';
import { deadProcess } from '../crash.ts';
import { type Letter, redriverIn, temporaryDirectory } from './queues.ts';
import {
  has,
  QUEUE_SERVERS,
  type RunningServer,
  type ServerQueue,
  type TakenMessage,
} from './servers/queue-server.ts';

/** Messages on their way at a time: eight batches of ten. */
const IN_FLIGHT = 80;
const DEAD = deadProcess();

type Kind = 'sqs' | 'async' | 'destination';
interface Generated {
  readonly fifo: boolean;
  readonly letters: readonly { readonly kind: Kind; readonly group: number; readonly padding: number }[];
}

const generated: fc.Arbitrary<Generated> = fc.record({
  fifo: fc.boolean(),
  letters: fc.array(
    fc.record({
      kind: fc.constantFrom<Kind>('sqs', 'sqs', 'sqs', 'async', 'destination'),
      group: fc.nat(3),
      // Now and then so large that no second one fits into a batch.
      padding: fc.oneof(
        { weight: 20, arbitrary: fc.nat(50) },
        { weight: 1, arbitrary: fc.constant(900_000) },
      ),
    }),
    { minLength: 1, maxLength: 35 },
  ),
});

interface Scene {
  readonly server: RunningServer;
  readonly source: ServerQueue;
  readonly dlq: ServerQueue;
  readonly letters: Generated['letters'];
  /** By its number, the id in the dead-letter queue. */
  readonly ids: readonly string[];
}

let scenes = 0;

async function sceneOn(server: RunningServer, { fifo, letters }: Generated): Promise<Scene> {
  scenes += 1;
  const end = fifo ? '.fifo' : '';
  const dlq = await server.create(`orders-${scenes}-dlq${end}`);
  const source = await server.create(`orders-${scenes}${end}`, dlq);
  server.events.length = 0;
  const ids = await server.fill(
    dlq,
    letters.map(({ kind, group, padding }, n): Letter => {
      const event = { n, padding: 'x'.repeat(padding) };
      const groupId = `g${group}`;
      if (kind === 'sqs') {
        const common = { attributes: attributesOf(n), traceHeader: traceOf(n), groupId };
        return { ...common, body: JSON.stringify(event), from: source.name };
      }
      if (kind === 'async') {
        const attributes = { RequestID: { dataType: 'String', value: `r-${n}` } };
        return { body: JSON.stringify(event), attributes, groupId };
      }
      const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:orders:1';
      const requestContext = { functionArn, requestId: `r-${n}` };
      return { body: JSON.stringify({ version: '1.0', requestContext, requestPayload: event }), groupId };
    }),
  );
  return { server, source, dlq, letters, ids };
}

const attributesOf = (n: number) => ({
  n: { dataType: 'Number', value: String(n) },
  raw: { dataType: 'Binary.label', value: Uint8Array.of(0, 255, n) },
});
const traceOf = (n: number): string => `Root=1-5759e988-bd862e3fe1be46a994${String(n).padStart(6, '0')}`;

/** The number that a body, or the event in a record, carries. */
function numberIn(body: string): number {
  const value = JSON.parse(body) as { n?: number; requestPayload?: { n: number } };
  return value.n ?? value.requestPayload?.n ?? Number.NaN;
}

/** Where each message is at the end, by its number. Takes all of them out. */
async function whereabouts({ server, source, dlq }: Scene) {
  const copies = await server.take(source);
  const invoked = server.events.map(({ payload }) => payload.toString());
  const sent = [...copies.map(({ body }) => body), ...invoked].map(numberIn);
  return { copies, kept: (await server.take(dlq)).map(({ body }) => numberIn(body)), sent };
}

/** Every copy is the message itself, and of no group has a later one overtaken an earlier one. */
function expectFaithful(
  copies: readonly TakenMessage[],
  { letters, source }: Scene,
  hasLocks: boolean,
): void {
  const latest = new Map<string, number>();
  for (const { body, attributes, traceHeader, groupId } of copies) {
    const n = numberIn(body);
    const group = `g${letters[n]?.group}`;
    expect({ n: attributes.n, traceHeader, groupId }).toEqual({
      ...{ n: attributesOf(n).n, traceHeader: traceOf(n), groupId: group },
    });
    // One server gives a Buffer, the other a plain array of bytes.
    expect([...(attributes.raw?.value ?? [])]).toEqual([0, 255, n]);
    if (source.name.endsWith('.fifo') && hasLocks) expect(n).toBeGreaterThan(latest.get(group) ?? -1);
    latest.set(group, n);
  }
}

const wanted = { named: { name: 'orders', qualifier: '1' } };

async function listedIn(root: string, { dlq, server }: Scene): Promise<ReadonlySet<string>> {
  const scope = { account: '123456789012', region: 'eu-west-1', endpoint: server.endpoint };
  const left = await readLeftOver(stateDirFrom(root, {}).forScope(scope), dlq.arn, server.clock);
  return new Set([...left.sent, ...left.unknown]);
}

/** An AWS that takes its caller's life at one of the calls that change something. */
function deadlyAws(fatalCall: number, after: boolean) {
  let count = -1;
  const { promise: died, resolve: die } = Promise.withResolvers<void>();
  const forever = new Promise<never>(() => {});
  const changing = new Set<PropertyKey>(['send', 'delete', 'invokeLater']);
  const wrap = (aws: AwsAccount): AwsAccount => ({
    ...aws,
    messages: new Proxy(aws.messages, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          if (count >= fatalCall) return forever;
          if (!changing.has(name)) return Reflect.apply(member, target, args);
          count += 1;
          if (count < fatalCall) return Reflect.apply(member, target, args);
          if (after) await Reflect.apply(member, target, args);
          die();
          return forever;
        };
      },
    }),
  });
  return { wrap, died };
}

const fault = fc.record({
  operation: fc.constantFrom(
    ...['SendMessageBatch', 'SendMessageBatch', 'DeleteMessageBatch', 'Invoke', 'ReceiveMessage'],
    'ChangeMessageVisibilityBatch',
  ),
  kind: fc.constantFrom<FaultRule['kind']>(
    'throttle',
    'drop-before',
    'drop-after',
    'partial',
    'error',
    'truncate',
  ),
  after: fc.nat(5),
  count: fc.integer({ min: 1, max: 3 }),
});

describe.each(QUEUE_SERVERS)('on $name', (kind) => {
  const hasLocks = has(kind, 'fifo-group-locks');

  test('a crash at any call loses nothing, and the next redrive knows what may be twice', async () => {
    const server = await kind.start();
    await fc.assert(
      fc.asyncProperty(generated, fc.nat(25), fc.boolean(), async (made, call, after) => {
        const scene = await sceneOn(server, made);
        const root = temporaryDirectory();
        const deadly = deadlyAws(call, after);
        const victim = redriverIn(server, root, { aws: deadly.wrap, owner: DEAD });
        await Promise.race([deadly.died, victim.redrive(scene.dlq, wanted)]);
        const listed = await listedIn(root, scene);
        expect(listed.size).toBeLessThanOrEqual(IN_FLIGHT);
        // What the dead one hid comes back by itself.
        await server.pass(120_000);
        const result = await redriverIn(server, root).redrive(scene.dlq, wanted);
        const { copies, kept, sent } = await whereabouts(scene);
        expect(new Set([...kept, ...sent]).size).toBe(made.letters.length);
        expect(new Set(sent).size).toBe(sent.length);
        expectFaithful(copies, scene, hasLocks);
        const twice = kept.filter((n) => sent.includes(n));
        for (const n of twice) expect(listed).toContain(scene.ids[n]);
        // Only what nobody can know about is left alone, and in a FIFO queue what stands behind it.
        const isListed = (n: number): boolean => listed.has(scene.ids[n] ?? '');
        const isBehind = (n: number): boolean =>
          made.fifo &&
          made.letters.some(({ group }, m) => m < n && group === made.letters[n]?.group && isListed(m));
        for (const n of kept) expect(isListed(n) || isBehind(n)).toBe(true);
        expect(result.counts.doubled).toBe(0);
      }),
      { numRuns: kind.runs.crashes },
    );
  }, 120_000);

  test('lost replies, throttles and failed entries lose nothing, and what may be twice is named', async () => {
    const server = await kind.start();
    await fc.assert(
      fc.asyncProperty(generated, fc.array(fault, { minLength: 1, maxLength: 3 }), async (made, faults) => {
        const scene = await sceneOn(server, made);
        const redriver = redriverIn(server);
        for (const each of faults) {
          const service = each.operation === 'Invoke' ? 'lambda' : 'sqs';
          // What is planned is let pass: DryRun.
          server.addFault({ ...each, service, after: each.after + (service === 'lambda' ? 1 : 0) });
        }
        const named = new Set<string>();
        await redriver.redrive(scene.dlq, wanted).then(
          ({ doubled }) => {
            for (const id of doubled) named.add(id);
          },
          // The queue could not be read: nothing was begun.
          () => {},
        );
        server.clearFaults();
        const { inFlight } = await server.counts(scene.dlq);
        const { copies, kept, sent } = await whereabouts(scene);
        expect(new Set([...kept, ...sent]).size).toBe(made.letters.length);
        expect(new Set(sent).size).toBe(sent.length);
        expectFaithful(copies, scene, hasLocks);
        for (const n of kept.filter((each) => sent.includes(each))) expect(named).toContain(scene.ids[n]);
        expect(named.size).toBeLessThanOrEqual(IN_FLIGHT);
        // A lost reply hides messages from everybody until their time is over.
        const mayHide = faults.some(({ operation }) => /Receive|Visibility/.test(operation));
        if (!mayHide) expect(inFlight).toBe(0);
      }),
      { numRuns: kind.runs.faults },
    );
  }, 120_000);
});
