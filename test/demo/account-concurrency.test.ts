import { InvokeCommand, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { connect } from './connect.ts';
import { connectLife, type LivingAccount } from './life.ts';
import { ofMinutes } from './metrics.ts';

const SLOW = 'slow';
const THROTTLED = {
  name: 'TooManyRequestsException',
  message: 'Rate Exceeded.',
  Reason: 'ConcurrentInvocationLimitExceeded',
  $metadata: { httpStatusCode: 429 },
};

/** An account of two functions that take twenty seconds; one of them reserves all of it but 110. */
async function connectNarrow(): Promise<LivingAccount & { runs: () => number }> {
  const account = await connectLife();
  for (const name of [SLOW, 'reserving']) {
    await account.createFunction(name, { Timeout: 60 });
    const profile = account.world.functionNamed(name)?.profile;
    if (profile !== undefined) Object.assign(profile, { medianMs: 20_000, slowShare: 0, spread: 0.01 });
  }
  await account.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: 'reserving', ReservedConcurrentExecutions: 890 }),
  );
  const target = account.world.functionNamed(SLOW);
  if (target === undefined) throw new Error('no such function');
  return { ...account, runs: () => account.world.invocations.of(target).recorded.length };
}

it('throttles whoever reserves nothing when all is used that nobody reserves', async () => {
  const account = await connectNarrow();
  await Promise.all(Array.from({ length: 120 }, (_, number) => account.invokeLater(SLOW, { number })));
  account.live(1);
  expect(account.runs()).toBe(110);
  await expect(account.lambda.send(new InvokeCommand({ FunctionName: SLOW }))).rejects.toMatchObject(
    THROTTLED,
  );
  await account.invokeLater('reserving', {});
  account.live(1);
  const reserving = account.world.functionNamed('reserving');
  expect(reserving && account.world.invocations.of(reserving).recorded).toHaveLength(1);

  account.live(400); // what was accepted for later waits for its turn, and is not dropped
  expect(account.runs()).toBe(120);
  const at = async (metric: string, of: Record<string, string> = {}) =>
    (await ofMinutes(account, metric, 'Maximum', of)).get(0);
  expect(await at('ConcurrentExecutions', { FunctionName: SLOW })).toBe(110);
  expect(await at('UnreservedConcurrentExecutions')).toBe(110);
  expect(await at('ClaimedAccountConcurrency')).toBe(1000);
  const throttles = await ofMinutes(account, 'Throttles', 'Sum', { FunctionName: SLOW });
  expect(throttles.get(0)).toBeGreaterThan(10);
  expect(await ofMinutes(account, 'AsyncEventsDropped', 'Sum', { FunctionName: SLOW })).toEqual(new Map());
});

it('throttles the neighbours of a runaway function as often as their traffic is', async () => {
  const account = await connect({ scenario: 'runaway' });
  const FunctionName = 'catalog-image-url-signer';
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, () =>
      account.lambda.send(new InvokeCommand({ FunctionName })).then(
        () => undefined,
        (error: unknown) => error,
      ),
    ),
  );
  const refused = outcomes.filter((each) => each !== undefined);
  for (const error of refused) expect(error).toMatchObject(THROTTLED);
  const target = account.world.functionNamed(FunctionName);
  const minute =
    target && account.world.traffic.of(target).minuteOf(Math.floor(account.world.clock.now() / 60_000));
  const share = (minute?.throttles ?? 0) / ((minute?.throttles ?? 0) + (minute?.invocations ?? 1));
  expect(share).toBeGreaterThan(0.1);
  expect(Math.abs(refused.length / 100 - share)).toBeLessThan(0.15);
});
