/** Shift, promote and roll back an alias: what AWS shows, what the journal says, and when somebody else is quicker. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import { awsLineOf } from '../../src/domain/changes/aws-calls.ts';
import type { Plan } from '../../src/domain/changes/plan.ts';
import type { PlanResult } from '../../src/domain/changes/result.ts';
import { resultLine } from '../../src/domain/changes/result-words.ts';
import type { Routing } from '../../src/domain/traffic/routing.ts';
import type { AwsAccount } from '../../src/gateways/gateways.ts';
import { aliasOf, changeAlias, routeAlias } from './aliases.ts';
import { type Lambdatop, lambdatopOn, quickAccount } from './world.ts';

const NAME = 'checkout-api-prod';
const ALIAS_ARN = `arn:aws:lambda:eu-west-1:123456789012:function:${NAME}:live`;

let account: Account;
let lambdatop: Lambdatop;

beforeEach(async () => {
  account = await quickAccount();
  lambdatop = lambdatopOn(account);
  routeAlias(account, NAME, { version: '41', weights: {} });
});

const alias = (): Routing => aliasOf(account, NAME);

async function shift(to: string, weight: number): Promise<PlanResult> {
  return lambdatop.operations.apply(await planShift(to, weight));
}

const planShift = (to: string, weight: number, continues: Routing | null = null): Promise<Plan> =>
  lambdatop.plan(changeAlias('shift', NAME, { to, weight, continues }));

describe('shift', () => {
  test('gives a share to another version, says it in words, and can be undone', async () => {
    const result = await shift('42', 10);
    expect(resultLine(result)).toContain('Shifted checkout-api-prod:live: alias live: 41 → 41 90 %, 42 10 %');
    expect(result.plan.target).toEqual({ arn: ALIAS_ARN, name: `${NAME}:live` });
    expect(alias()).toEqual({ version: '41', weights: { 42: 0.1 } });
    const undo = await lambdatop.plan({ operation: 'undo', entry: result.entry ?? '' });
    const [back] = undo.stages[0]?.changes ?? [];
    expect(back && awsLineOf(back, undo.place)).toMatch(/ --revision-id \S+/);
    expect(undo.undo).toMatch(/^lambdatop shift checkout-api-prod:live --to 42 --weight \d+ --account/);
    expect(await lambdatop.operations.apply(undo)).toMatchObject({ outcome: 'done' });
    expect(alias()).toEqual({ version: '41', weights: {} });
  });

  test('sends AWS the share that was meant, without binary dust', async () => {
    await shift('42', 14.3);
    expect(alias().weights).toEqual({ 42: 0.143 });
  });

  test('of 0 clears the split, of 100 sends everything and leaves the primary version', async () => {
    await shift('42', 100);
    expect(alias()).toEqual({ version: '41', weights: { 42: 1 } });
    await shift('42', 0);
    expect(alias()).toEqual({ version: '41', weights: {} });
    expect(await shift('42', 0)).toMatchObject({ outcome: 'already', entry: null });
  });

  test('shows the call with all that an alias needs, quoted for a shell', async () => {
    const plan = await planShift('42', 10);
    const [change] = plan.stages[0]?.changes ?? [];
    const line = change && awsLineOf(change, { ...plan.place, endpoint: null });
    expect(line).toMatch(
      /^aws lambda update-alias --function-name checkout-api-prod --name live --function-version 41 --routing-config '\{"AdditionalVersionWeights":\{"42":0.1\}\}' --revision-id \S+ --region eu-west-1$/,
    );
  });

  test('with --wait effect is over when both versions were seen to execute', async () => {
    const told: string[] = [];
    const result = await lambdatop.operations.apply(await planShift('42', 10), {
      wait: 'effect',
      onProgress: (progress) => progress.kind === 'watching' && told.push(progress.words),
    });
    expect(result).toMatchObject({ outcome: 'done', error: null });
    expect(told.at(-1)).toMatch(/^invocations seen since: \d+ by 41, \d+ by 42$/);
  });

  test.each([
    ['the same version twice', '41', /points to/],
    ['a third version', '40', /split between 41 and 42/],
  ])('refuses %s', async (_, to, message) => {
    await shift('42', 10);
    const result = await shift(to, 20);
    expect(result).toMatchObject({ outcome: 'refused' });
    expect(result.error?.message).toMatch(message);
  });

  test('as a step of a rollout goes on only from where the rollout left the alias', async () => {
    await shift('42', 10);
    const left: Routing = { version: '41', weights: { 42: 0.1 } };
    expect((await planShift('42', 20, left)).refusal).toBeNull();
    routeAlias(account, NAME, { version: '41', weights: { 42: 0.5 } });
    expect((await planShift('42', 20, left)).refusal?.message).toContain(
      'alias live is 41 50 %, 42 50 % now, this rollout had left it at 41 90 %, 42 10 %',
    );
  });
});

describe('promote', () => {
  test('makes the second version the only one', async () => {
    await shift('42', 10);
    const plan = await lambdatop.plan(changeAlias('promote', NAME));
    expect(await lambdatop.operations.apply(plan)).toMatchObject({ outcome: 'done' });
    expect(alias()).toEqual({ version: '42', weights: {} });
    const again = await lambdatop.plan(changeAlias('promote', NAME));
    expect(await lambdatop.operations.apply(again)).toMatchObject({ outcome: 'already' });
  });

  test('of an unsplit alias that somebody else deployed is refused', async () => {
    const plan = await lambdatop.plan(changeAlias('promote', NAME));
    expect(plan.refusal).toMatchObject({ code: 'refused' });
    expect(plan.refusal?.message).toContain('nothing to promote');
  });
});

describe('roll back', () => {
  const rollBack = async (to: string | null = null): Promise<PlanResult> =>
    lambdatop.operations.apply(await lambdatop.plan(changeAlias('rollback', NAME, { to })));

  test('of a split goes back to its primary version', async () => {
    await shift('42', 10);
    expect(await rollBack()).toMatchObject({ outcome: 'done' });
    expect(alias()).toEqual({ version: '41', weights: {} });
  });

  test('clears a leftover weight of 0, which still names the version', async () => {
    routeAlias(account, NAME, { version: '41', weights: { 42: 0 } });
    expect(await rollBack()).toMatchObject({ outcome: 'done' });
    expect(alias().weights).toEqual({});
  });

  test('after a promotion of ours goes back to the version before it', async () => {
    await shift('42', 10);
    await lambdatop.operations.apply(await lambdatop.plan(changeAlias('promote', NAME)));
    expect(await rollBack()).toMatchObject({ outcome: 'done' });
    expect(alias()).toEqual({ version: '41', weights: {} });
  });

  test('goes on when somebody changes only the weight, up to three times', async () => {
    await shift('42', 10);
    for (const times of [0, 3, 4]) {
      routeAlias(account, NAME, { version: '41', weights: { 42: 0.1 } });
      const { operations, plan } = lambdatopOn(account, undefined, { aws: meddling(times) });
      const result = await operations.apply(await plan(changeAlias('rollback', NAME)));
      expect(result.outcome).toBe(times > 3 ? 'conflict' : 'done');
      if (times > 3) expect(result.error?.message).toMatch(/keeps changing alias live: it is 41 \d+ %, 42/);
      else expect(alias()).toEqual({ version: '41', weights: {} });
    }
  });

  /** Somebody who shifts the alias just before each of our first calls. */
  function meddling(times: number): (aws: AwsAccount) => AwsAccount {
    let left = times;
    return (aws) => ({
      ...aws,
      aliases: {
        ...aws.aliases,
        updateAlias: (...call) => {
          if (left > 0) routeAlias(account, NAME, { version: '41', weights: { 42: 0.2 + left / 100 } });
          left -= 1;
          return aws.aliases.updateAlias(...call);
        },
      },
    });
  }
});

describe('somebody else', () => {
  test('who moves the alias between plan and apply stops it with a diff, and nothing is written', async () => {
    const plan = await planShift('42', 10);
    routeAlias(account, NAME, { version: '42', weights: {} });
    const result = await lambdatop.operations.apply(plan);
    expect(result).toMatchObject({ outcome: 'conflict', entry: null });
    expect(result.error?.message).toContain('alias live is 42 now, it was 41 when this was planned');
  });

  test('who moves it just before the call is told by the refused revision', async () => {
    const { operations, plan, entries } = lambdatopOn(account, undefined, {
      aws: (aws) => ({
        ...aws,
        aliases: {
          ...aws.aliases,
          updateAlias: (...call) => {
            routeAlias(account, NAME, { version: '40', weights: {} });
            return aws.aliases.updateAlias(...call);
          },
        },
      }),
    });
    const result = await operations.apply(await plan(changeAlias('shift', NAME, { to: '42', weight: 10 })));
    expect(result).toMatchObject({ outcome: 'conflict' });
    expect(result.error?.message).toContain('alias live is 40 now');
    expect(alias()).toEqual({ version: '40', weights: {} });
    expect((await entries()).at(-1)).toMatchObject({ outcome: 'conflict' });
  });

  test('who only touches its description does not stop it', async () => {
    const touch = vi.fn();
    const { operations, plan } = lambdatopOn(account, undefined, {
      aws: (aws) => ({
        ...aws,
        aliases: {
          ...aws.aliases,
          updateAlias: (...call) => {
            if (touch.mock.calls.length === 0) routeAlias(account, NAME, alias());
            touch();
            return aws.aliases.updateAlias(...call);
          },
        },
      }),
    });
    const result = await operations.apply(await plan(changeAlias('shift', NAME, { to: '42', weight: 10 })));
    expect(result).toMatchObject({ outcome: 'done' });
    expect(touch).toHaveBeenCalledTimes(2);
  });
});
