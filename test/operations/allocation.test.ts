/** Provisioned concurrency that is given back is asked for at once, and there minutes later, or never. */
import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import { resultLine } from '../../src/domain/changes/result-words.ts';
import { type Lambdatop, lambdatopOn, quickAccount, stateOf } from './world.ts';

/** Reserves 40, provisions 12 for its alias. */
const NAME = 'catalog-api-prod';

/** From now on, environments of the function's alias cannot be initialised. */
function breakInitialisation({ world }: Account): void {
  const target = world.functionNamed(NAME);
  const version = target?.aliases.get('live')?.routing.current.version ?? '$LATEST';
  const found = target?.versions.get(version);
  if (!found) throw new Error(`the account has no ${NAME}:live`);
  found.traits.set({ ...found.traits.current, failsToProvision: true }, world.clock.now());
}

const kill = (lambdatop: Lambdatop) => lambdatop.kill(NAME, { removeProvisioned: true });

describe('a restore of provisioned concurrency', () => {
  test('tells how far AWS is, in the journal too', async () => {
    const account = await quickAccount();
    const lambdatop = lambdatopOn(account);
    await kill(lambdatop);
    const result = await lambdatop.restore(NAME);
    expect(result).toMatchObject({ outcome: 'done', error: null });
    expect(resultLine(result)).toMatch(
      /provisioned concurrency of live: unset → 12 \(allocating \d+ of 12\)/,
    );
    expect((await lambdatop.entries()).at(-1)).toMatchObject({
      outcome: 'done',
      reason: expect.stringMatching(/^provisioned concurrency of live: allocating \d+ of 12$/),
    });
    const again = await lambdatop.restore(NAME);
    expect(again.plan.warnings).toContainEqual({
      level: 'note',
      text: expect.stringMatching(/^provisioned concurrency of live: allocating \d+ of 12$/),
    });
  });

  test('waits for it when the effect is waited for', async () => {
    const account = await quickAccount();
    const lambdatop = lambdatopOn(account);
    const before = stateOf(account, NAME);
    await kill(lambdatop);
    const seen: string[] = [];
    const result = await lambdatop.restore(
      NAME,
      {},
      {
        wait: 'effect',
        onProgress: (progress) => {
          if (progress.kind === 'watching') seen.push(progress.words);
        },
      },
    );
    expect(seen[0]).toMatch(/^provisioned concurrency of live: allocating \d+ of 12$/);
    expect(result.reports.map(({ underway }) => underway)).toEqual([null, null]);
    expect((await lambdatop.entries()).at(-1)).toMatchObject({ outcome: 'done', reason: null });
    expect(stateOf(account, NAME)).toEqual(before);
  });

  test('is not confirmed when the time is up before', async () => {
    const account = await quickAccount();
    const lambdatop = lambdatopOn(account);
    await kill(lambdatop);
    const result = await lambdatop.restore(NAME, {}, { wait: 'effect', timeoutMs: 10_000 });
    expect(result).toMatchObject({
      outcome: 'unconfirmed',
      error: { message: expect.stringMatching(/^AWS is still at it: .*: allocating \d+ of 12\.$/) },
    });
    expect((await lambdatop.entries()).at(-1)).toMatchObject({ outcome: 'unconfirmed' });
    // What is owed was asked for: another restore has nothing left to do.
    expect(await lambdatop.restore(NAME)).toMatchObject({ outcome: 'already', entry: null });
  });

  test('is done in part when AWS gives up, for the reason that AWS names', async () => {
    const account = await quickAccount();
    const lambdatop = lambdatopOn(account);
    await kill(lambdatop);
    breakInitialisation(account);
    const result = await lambdatop.restore(NAME, {}, { wait: 'effect' });
    expect(result).toMatchObject({
      outcome: 'partly',
      error: { message: expect.stringContaining('FUNCTION_ERROR_INIT_FAILURE') },
    });
    expect((await lambdatop.entries()).at(-1)).toMatchObject({
      outcome: 'partly',
      reason: result.error?.message,
    });
    const again = await lambdatop.restore(NAME);
    expect(again.plan.warnings).toContainEqual({
      level: 'risk',
      text: expect.stringContaining('FUNCTION_ERROR_INIT_FAILURE'),
    });
  });
});
