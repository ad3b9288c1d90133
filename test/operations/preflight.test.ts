/** What is looked at before traffic moves, CodeDeploy's deployments, and where an unsplit alias may go back to. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import type { PublishedVersion } from '../../src/demo/world/model.ts';
import { awsLineOf } from '../../src/domain/changes/aws-calls.ts';
import type { Plan } from '../../src/domain/changes/plan.ts';
import { resultLine } from '../../src/domain/changes/result-words.ts';
import { aliasOf, changeAlias, routeAlias } from './aliases.ts';
import { type Lambdatop, lambdatopOn, pass, quickAccount } from './world.ts';

const NAME = 'checkout-api-prod';
const MINUTE_MS = 60_000;

let account: Account;
let lambdatop: Lambdatop;

async function open(scenario: string): Promise<void> {
  account = await quickAccount({ scenario });
  lambdatop = lambdatopOn(account);
}

const planShift = (to = '42', weight = 10): Promise<Plan> =>
  lambdatop.plan(changeAlias('shift', NAME, { to, weight }));

function versionOf(version: string): PublishedVersion {
  const found = account.world.functionNamed(NAME)?.versions.get(version);
  if (!found) throw new Error(`the account has no ${NAME}:${version}`);
  return found;
}

describe('of two versions of one alias', () => {
  beforeEach(async () => {
    await open('company');
    routeAlias(account, NAME, { version: '41', weights: {} });
  });

  test('finds nothing against two that are alike, and tells how much of the traffic uses the alias', async () => {
    const { refusal, warnings } = await planShift();
    expect(refusal).toBeNull();
    expect(warnings.filter(({ level }) => level === 'risk')).toEqual([]);
  });

  test('names the newest where a version is missing', async () => {
    const { refusal } = await planShift('99');
    expect(refusal).toMatchObject({ code: 'not-found', message: `${NAME} has no version 99.` });
    expect(refusal?.next[0]).toMatch(/^its newest ones: 42, 41/);
  });

  test('refuses other roles, other dead-letter queues, and a version that is not ready', async () => {
    const version = versionOf('42');
    const { changes } = version;
    version.changes = { ...changes, Role: 'arn:aws:iam::123456789012:role/other' };
    expect((await planShift()).refusal?.message).toMatch(
      /different execution roles: 41 runs as .*role\/other/,
    );
    const TargetArn = 'arn:aws:sqs:eu-west-1:123456789012:elsewhere';
    version.changes = { ...changes, DeadLetterConfig: { TargetArn } };
    expect((await planShift()).refusal?.message).toMatch(
      /different dead-letter queues: .* 42 sends to .*elsewhere/,
    );
    version.changes = changes;
    version.pendingUntil = account.world.clock.now() + MINUTE_MS;
    expect((await planShift()).refusal?.message).toMatch(/Version 42 of checkout-api-prod is Pending/);
  });

  test('does not keep a roll back from a version that is only being prepared', async () => {
    versionOf('40').pendingUntil = account.world.clock.now() + MINUTE_MS;
    const { refusal, warnings } = await lambdatop.plan(changeAlias('rollback', NAME, { to: '40' }));
    expect(refusal).toBeNull();
    expect(warnings.map(({ text }) => text)).toContain(
      'version 40 is Pending: its calls fail until AWS has it ready, in a minute or so',
    );
  });

  test('says what provisioned concurrency will do', async () => {
    const target = account.world.functionNamed(NAME);
    const provision = (...qualifiers: string[]): void =>
      target?.provisioned.set(
        qualifiers.map((qualifier) => ({
          qualifier,
          requested: 5,
          lastModified: '2026-11-20T10:11:12.000+0000',
        })),
        account.world.clock.now(),
      );
    provision('41');
    const texts = ({ warnings }: Plan): string => warnings.map(({ text }) => text).join('\n');
    expect(texts(await planShift())).toContain(
      'version 41 has 5 provisioned, version 42 none: its share starts cold',
    );
    provision('live');
    expect(texts(await planShift())).toContain('divided between both versions');
    provision('live', '42');
    routeAlias(account, NAME, { version: '41', weights: { 42: 0.1 } });
    const { refusal } = await lambdatop.plan(changeAlias('promote', NAME));
    expect(refusal?.message).toContain('both have provisioned concurrency');
  });

  test('says what it may not see, and does not call it none', async () => {
    account.faults.add({ kind: 'deny', service: 'codedeploy', operation: 'ListDeployments' });
    account.faults.add({ kind: 'deny', service: 'cloudwatch', operation: 'GetMetricData' });
    const { refusal, warnings } = await planShift();
    expect(refusal).toBeNull();
    expect(warnings.map(({ text }) => text)).toEqual([
      'cannot see whether CodeDeploy is deploying to this alias: codedeploy:ListDeployments is denied',
      "how much of checkout-api-prod's traffic uses live is not known: cloudwatch:GetMetricData is denied",
    ]);
  });
});

describe('a CodeDeploy deployment in progress', () => {
  beforeEach(() => open('codedeploy'));

  test('refuses shift and promote with its id, application and weight; both can be forced', async () => {
    for (const request of [
      changeAlias('shift', NAME, { to: '42', weight: 50 }),
      // Set already, by the deployment: it would not stay so, and a rollout would go on from there.
      changeAlias('shift', NAME, { to: '42', weight: 10 }),
      changeAlias('promote', NAME),
    ]) {
      const { refusal } = await lambdatop.plan(request);
      expect(refusal?.message).toMatch(
        /^CodeDeploy deployment d-\w{9} \(checkout-api-prod-ServerlessDeploymentApplication, 10 % on 42\) is in progress/,
      );
    }
    const { refusal } = await planShift('42', 50);
    const overrideDeployment = refusal?.override ?? '';
    const forced = await lambdatop.plan(
      changeAlias('shift', NAME, { to: '42', weight: 50, overrideDeployment }),
    );
    expect(forced).toMatchObject({ refusal: null, danger: 'dangerous' });
    expect(forced.commandLine).toContain(`--override-deployment ${overrideDeployment}`);
    expect(await lambdatop.operations.apply(forced)).toMatchObject({ outcome: 'done' });
    expect(aliasOf(account, NAME)).toEqual({ version: '41', weights: { 42: 0.5 } });
  });

  test('is stopped by a roll back, which ends when CodeDeploy has taken the alias back', async () => {
    const plan = await lambdatop.plan(changeAlias('rollback', NAME));
    expect(plan.stages[0]?.changes).toMatchObject([{ from: 'InProgress', to: 'Stopped' }]);
    expect(plan.stages[0]?.changes.map((each) => awsLineOf(each, plan.place))).toEqual([
      expect.stringMatching(/^aws deploy stop-deployment --deployment-id d-\w{9} --auto-rollback-enabled /),
    ]);
    const result = await lambdatop.operations.apply(plan);
    expect(result).toMatchObject({ outcome: 'done', error: null });
    expect(resultLine(result)).toMatch(
      /CodeDeploy deployment d-\w+: InProgress → Stopped, alias live: 41 90 %, 42 10 % → 41/,
    );
    expect(aliasOf(account, NAME)).toEqual({ version: '41', weights: {} });
    const undo = await lambdatop.plan({ operation: 'undo', entry: result.entry ?? '' });
    expect(undo.refusal?.message).toContain('cannot be started again');
  });

  test('that ends by itself before it is stopped is told, and the alias stays where it is', async () => {
    const plan = await lambdatop.plan(changeAlias('rollback', NAME));
    pass(20 * MINUTE_MS);
    const result = await lambdatop.operations.apply(plan);
    expect(result).toMatchObject({ outcome: 'conflict' });
    expect(result.error?.message).toMatch(/d-\w+ is Succeeded now/);
  });

  test('that may not be stopped ends the roll back at once, with what AWS says', async () => {
    account.faults.add({ kind: 'deny', service: 'codedeploy', operation: 'StopDeployment' });
    const result = await lambdatop.operations.apply(await lambdatop.plan(changeAlias('rollback', NAME)));
    expect(result).toMatchObject({ outcome: 'failed', error: { code: 'access-denied' } });
    expect(aliasOf(account, NAME)).toEqual({ version: '41', weights: { 42: 0.1 } });
  });

  test('is stopped all the same when the reply is lost, or when a step comes in between', async () => {
    account.faults.add({ kind: 'drop-after', service: 'codedeploy', operation: 'StopDeployment', count: 1 });
    const plan = await lambdatop.plan(changeAlias('rollback', 'orders-api-prod', {}, 'prod'));
    pass(MINUTE_MS);
    expect(await lambdatop.operations.apply(plan)).toMatchObject({ outcome: 'done' });
    expect(aliasOf(account, 'orders-api-prod', 'prod')).toEqual({ version: '17', weights: {} });
  });

  test('leads back to one version only', async () => {
    const { refusal } = await lambdatop.plan(changeAlias('rollback', NAME, { to: '39' }));
    expect(refusal?.message).toContain('leads back to 41, not to 39');
  });
});

describe('an unsplit alias that somebody else deployed', () => {
  beforeEach(async () => {
    await open('company');
    routeAlias(account, NAME, { version: '41', weights: {} });
    pass(10 * MINUTE_MS);
    routeAlias(account, NAME, { version: '42', weights: {} });
    pass(5 * MINUTE_MS);
  });

  test('is not rolled back by guess: the refusal names the candidates with what speaks for them', async () => {
    const { refusal } = await lambdatop.plan(changeAlias('rollback', NAME));
    expect(refusal).toMatchObject({ code: 'refused', needsVersion: true });
    expect(refusal?.next[0]).toMatch(
      /^lambdatop rollback checkout-api-prod:live --to 41 {3}# served until \d\d:\d\d, errors \S+$/,
    );
  });

  test('offers the version that served last first, and goes where it is told', async () => {
    const signal = new AbortController().signal;
    const { candidates } = await lambdatop.operations.rollBackChoice(NAME, 'live', signal);
    expect(candidates[0]).toMatchObject({ version: '41', evidence: 'executed' });
    expect(candidates[0]?.invocations).toBeGreaterThan(0);
    expect(candidates.map(({ version }) => version)).not.toContain('42');
    const plan = await lambdatop.plan(changeAlias('rollback', NAME, { to: '41' }));
    expect(await lambdatop.operations.apply(plan)).toMatchObject({ outcome: 'done' });
    expect(aliasOf(account, NAME)).toEqual({ version: '41', weights: {} });
  });

  test('puts what was itself rolled back last', async () => {
    const { operations, plan } = lambdatop;
    await operations.apply(await plan(changeAlias('rollback', NAME, { to: '41' })));
    const signal = new AbortController().signal;
    const { candidates } = await operations.rollBackChoice(NAME, 'live', signal);
    expect(candidates.at(-1)).toMatchObject({ version: '42', rolledBackAt: expect.any(Number) });
  });

  test('still names the published versions where the figures are denied', async () => {
    account.faults.add({ kind: 'deny', service: 'cloudwatch', operation: 'GetMetricData' });
    const { refusal } = await lambdatop.plan(changeAlias('rollback', NAME));
    expect(refusal?.next[0]).toMatch(/--to 41 {3}# published/);
  });
});

describe('publish', () => {
  beforeEach(() => open('company'));

  test('makes a version of $LATEST, which the journal then knows by its number', async () => {
    const target = account.world.functionNamed(NAME);
    if (target) target.configuration = { ...target.configuration, CodeSha256: 'bmV3' };
    const result = await lambdatop.operations.apply(
      await lambdatop.plan({ operation: 'publish', function: NAME }),
    );
    expect(resultLine(result)).toMatch(/^Published checkout-api-prod: newest version: 42 → 43/);
    const [entry] = await lambdatop.entries();
    expect(entry?.changes[0]).toMatchObject({ outcome: 'done', to: { version: '43' } });
    const again = await lambdatop.operations.apply(
      await lambdatop.plan({ operation: 'publish', function: NAME }),
    );
    expect(again).toMatchObject({ outcome: 'already' });
    expect(target?.lastVersion).toBe(43);
  });

  test('refuses what somebody else has deployed since it was planned', async () => {
    const plan = await lambdatop.plan({ operation: 'publish', function: NAME });
    const target = account.world.functionNamed(NAME);
    if (target) target.configuration = { ...target.configuration, CodeSha256: 'b3RoZXI=' };
    expect(await lambdatop.operations.apply(plan)).toMatchObject({ outcome: 'conflict' });
    expect(target?.lastVersion).toBe(42);
  });
});
