import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import { stateOf } from '../operations/world.ts';
import { embeddedAccount, variablesOf } from '../support/embedded-account.ts';
import { eventually } from '../support/eventually.ts';
import { machineOn } from '../support/machine.ts';
import { runCli, temporaryDirectory } from '../support/run-cli.ts';

/** Reserves 100, one SQS trigger. */
const WORKER = 'orders-fulfilment-worker';
/** Nothing reserved, no triggers. */
const PLAIN = 'orders-api-prod';
/** Has provisioned concurrency. */
const PROVISIONED = 'catalog-api-prod';

const arnOf = (name: string): string => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;

/** Time in AWS runs faster: a trigger takes it seconds. */
const swiftAccount = (): Promise<Account> => embeddedAccount({ speed: 30 });

/** What other clients of the account are told. */
async function reservedOverHttp({ endpoint }: Account, name: string): Promise<number | undefined> {
  const reply = await fetch(`${endpoint}/2019-09-30/functions/${name}/concurrency`);
  return ((await reply.json()) as { ReservedConcurrentExecutions?: number }).ReservedConcurrentExecutions;
}

test('kill, restore and undo do what they say, and the journal knows', async () => {
  const account = await swiftAccount();
  const { run, journal } = await machineOn(account);
  const before = stateOf(account, WORKER);

  const killed = await run(`kill ${WORKER} --yes`);
  expect(killed).toMatchObject({ code: 0, stderr: '' });
  expect(killed.stdout).toMatch(/^Killed orders-fulfilment-worker: reserved concurrency: 100 → 0, trigger /);
  expect(await reservedOverHttp(account, WORKER)).toBe(0);

  const again = await run(`kill ${WORKER} --yes --json`);
  expect(again).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(again.stdout)).toMatchObject({
    target: arnOf(WORKER),
    changed: false,
    outcome: 'already',
    before: { reservedConcurrency: 0 },
    after: { reservedConcurrency: 0 },
    entry: null,
  });

  const restored = await run(`restore ${WORKER} --yes --json`);
  expect(restored.code).toBe(0);
  const result = JSON.parse(restored.stdout);
  expect(Object.keys(result)).toEqual(['target', 'changed', 'outcome', 'before', 'after', 'entry']);
  expect(result).toMatchObject({ changed: true, outcome: 'done', after: { reservedConcurrency: 100 } });
  expect(stateOf(account, WORKER)).toEqual(before);
  expect(await run(`restore ${WORKER} --yes`)).toMatchObject({ code: 0, stderr: '' });

  expect((await run(`undo ${String(result.entry).slice(0, 4)} --yes`)).code).toBe(0);
  expect(await reservedOverHttp(account, WORKER)).toBe(0);

  const { entries } = await journal();
  expect(entries.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
    'kill done',
    'restore done',
    'undo done',
  ]);
  expect(entries[0]).toMatchObject({
    id: expect.any(String),
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    actor: expect.stringMatching(/^arn:/),
    account: '123456789012',
    region: 'eu-west-1',
    target: arnOf(WORKER),
    before: { reservedConcurrency: 100 },
    after: { reservedConcurrency: 0 },
  });
  const timeline = await run('journal --markdown --since 1h');
  expect(timeline.stdout).toMatch(/\| kill \| `orders-fulfilment-worker` \| reserved concurrency: 100 → 0, /);
  const table = await run('journal');
  expect(table.stdout.split('\n')[0]).toMatch(/^TIME +WHO +WHAT +TARGET +BEFORE → AFTER +OUTCOME +ENTRY$/);
});

test('--dry-run prints the plan whole and changes nothing', async () => {
  const account = await embeddedAccount();
  const { run } = await machineOn(account);
  const before = stateOf(account, WORKER);
  const text = await run(`kill ${WORKER} --dry-run`);
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout).toMatch(/reserved concurrency +100 → 0\n/);
  expect(text.stdout).toContain('lambda:PutFunctionConcurrency {"FunctionName":"orders-fulfilment-worker"');
  expect(text.stdout).toMatch(
    /aws lambda update-event-source-mapping --uuid \S+ --no-enabled --region eu-west-1/,
  );
  expect(text.stdout).toMatch(/lambdatop restore orders-fulfilment-worker --account 123456789012/);
  const json = JSON.parse((await run(`kill ${WORKER} --dry-run --json`)).stdout);
  expect(json).toMatchObject({
    target: arnOf(WORKER),
    changed: false,
    outcome: 'planned',
    before: { reservedConcurrency: 100 },
    after: { reservedConcurrency: 0 },
    entry: null,
  });
  expect(stateOf(account, WORKER)).toEqual(before);
});

describe('exit codes', () => {
  const CASES: readonly (readonly [code: number, args: string, says: string])[] = [
    [2, `kill ${PLAIN}:live --yes`, `lambdatop kill ${PLAIN}`],
    [2, `kill ${arnOf(PLAIN).replace('123456789012', '999988887777')} --yes`, '999988887777'],
    [2, `kill ${PLAIN} --triggers some --yes`, 'sqs, all, none'],
    [2, `reserve ${PLAIN} 0 --yes`, `lambdatop kill ${PLAIN}`],
    [2, `restore ${PLAIN} --stages 50,2 --yes`, '--stages 2,10,50,all@2m'],
    [2, 'kill - --yes', 'Standard input'],
    [1, 'kill orders-api-prdo --yes', `did you mean ${PLAIN}`],
    [1, `undo zzzz --yes`, 'no entry zzzz'],
    [4, `kill ${PLAIN}`, '--yes'],
    [4, `kill ${PLAIN} --yes --read-only`, 'read-only'],
    [4, `kill ${PLAIN} --dry-run --read-only`, ''],
    [4, `kill ${PROVISIONED} --yes`, '--remove-provisioned'],
    [4, `reserve ${PLAIN} 9999 --yes`, `lambdatop reserve ${PLAIN} 507`],
    [0, `reserve ${PLAIN} none --yes`, ''],
  ];
  test('of what is wrong, missing, or refused', async () => {
    const account = await embeddedAccount();
    const { run } = await machineOn(account);
    const results = await Promise.all(CASES.map(([, args]) => run(args)));
    for (const [index, [code, args, says]] of CASES.entries()) {
      expect({ args, code: results[index]?.code }).toEqual({ args, code });
      expect(results[index]?.stderr).toContain(says);
    }
    expect(stateOf(account, PLAIN).reserved).toBeNull();
  });

  test('a restore that the journal knows nothing of needs --to', async () => {
    const account = await swiftAccount();
    await (await machineOn(account)).run(`kill ${PLAIN} --yes`);
    const other = await machineOn(account);
    const refused = await other.run(`restore ${PLAIN} --yes --json`);
    expect(refused.code).toBe(4);
    expect(JSON.parse(refused.stdout).error.next.join('\n')).toMatch(/--to none.*\n.*--to N/);
    expect(await other.run(`restore ${PLAIN} --to 7 --yes`)).toMatchObject({ code: 0 });
    expect(await reservedOverHttp(account, PLAIN)).toBe(7);
  });

  test('protected targets need the account, not only a yes', async () => {
    const account = await embeddedAccount();
    const home = await temporaryDirectory();
    await mkdir(path.join(home, 'lambdatop'));
    await writeFile(path.join(home, 'lambdatop/config.toml'), '[[rules]]\nprotected = ["orders-*"]\n');
    const kill = (...more: string[]) =>
      runCli(['kill', PLAIN, '--yes', ...more], { ...variablesOf(account), XDG_CONFIG_HOME: home });
    expect(await kill()).toMatchObject({ code: 4, stderr: expect.stringContaining('--confirm') });
    expect(await kill('--confirm', '1111')).toMatchObject({ code: 4 });
    expect(await kill('--confirm', '90123')).toMatchObject({ code: 2 });
    expect(stateOf(account, PLAIN).reserved).toBeNull();
    expect(await kill('--confirm', '9012')).toMatchObject({ code: 0 });
    expect(stateOf(account, PLAIN).reserved).toBe(0);
  });
});

test('targets from stdin are all tried: one answer each, exit 1 when one failed', async () => {
  const account = await embeddedAccount();
  const { run, journal } = await machineOn(account);
  const { code, stdout } = await run(
    'kill - --yes --json',
    `${PLAIN}\r\n\n no-such \n${WORKER}\n${PROVISIONED}\n`,
  );
  expect(code).toBe(1);
  const results: { target: string; outcome: string; error?: { code: string } }[] = JSON.parse(stdout);
  expect(results.map(({ target, outcome, error }) => [target, outcome, error?.code])).toEqual([
    [arnOf(PLAIN), 'done', undefined],
    ['no-such', 'failed', 'not-found'],
    [arnOf(WORKER), 'done', undefined],
    [arnOf(PROVISIONED), 'refused', 'refused'],
  ]);
  const { entries } = await journal();
  expect(new Set(entries.map(({ group }) => group)).size).toBe(1);
  const careful = await run('restore - --yes --fail-fast', `no-such\n${PLAIN}\n`);
  expect(careful.code).toBe(1);
  expect(stateOf(account, PLAIN).reserved).toBe(0);
});

test('Ctrl-C lets what is under way end, writes it down and exits 130', async () => {
  const account = await embeddedAccount();
  const { start, journal } = await machineOn(account);
  const slow = account.faults.add({
    kind: 'delay',
    service: 'lambda',
    operation: 'PutFunctionConcurrency',
    delayMs: 700,
  });
  const run = await start(`kill ${PLAIN} ${WORKER} --fail-fast --yes`);
  await eventually(() => expect(slow.hits).toBe(1));
  run.process.kill('SIGINT');
  const { code, stderr } = await run.ended;
  expect(code).toBe(130);
  expect(stderr).toContain('finishing what is under way');
  expect(stateOf(account, PLAIN).reserved).toBe(0);
  expect(stateOf(account, WORKER).reserved).toBe(100);
  const { entries } = await journal();
  expect(entries).toEqual([expect.objectContaining({ target: arnOf(PLAIN), outcome: 'done' })]);
});

test('what a killed process left open is settled by the next one', async () => {
  const account = await swiftAccount();
  const { start, run, journal } = await machineOn(account);
  const hung = account.faults.add({
    kind: 'hang',
    service: 'lambda',
    operation: 'PutFunctionConcurrency',
    count: 1,
  });
  const dying = await start(`kill ${WORKER} --triggers none --yes`);
  await eventually(() => expect(hung.hits).toBe(1));
  dying.process.kill('SIGKILL');
  await dying.ended;
  const { entries, stderr } = await journal();
  expect(stderr).toMatch(
    /kill of orders-fulfilment-worker by \S+, \d\d:\d\d \(journal \S+\) was cut off; AWS shows: done/,
  );
  expect(entries).toEqual([expect.objectContaining({ outcome: 'done', recovered: true })]);
  expect((await run(`restore ${WORKER} --yes`)).code).toBe(0);
  expect(await reservedOverHttp(account, WORKER)).toBe(100);
});

test('a terminal is asked: a part of the name for a kill, what to give back where nobody knows', async () => {
  const account = await swiftAccount();
  const one = await machineOn(account);
  const refused = await one.terminal(`kill ${PLAIN}`);
  await refused.shows(/To kill orders-api-prod, type .*: $/m);
  refused.type('something\r');
  await refused.shows('Cancelled: nothing was changed.');
  expect((await refused.exit).code).toBe(4);
  expect(stateOf(account, PLAIN).reserved).toBeNull();

  const agreed = await one.terminal(`kill ${PLAIN}`);
  await agreed.shows(/To kill orders-api-prod, type (\S+) .*: $/m);
  agreed.type(`${/type (\S+) /.exec(agreed.text())?.[1]}\r`);
  await agreed.shows('Killed orders-api-prod');
  expect((await agreed.exit).code).toBe(0);
  expect(stateOf(account, PLAIN).reserved).toBe(0);

  const other = await (await machineOn(account)).terminal(`restore ${PLAIN}`);
  await other.shows('N or none; Enter cancels');
  other.type('none\r');
  await other.shows('[y/N]');
  other.type('y\r');
  await other.shows('Restored orders-api-prod');
  expect((await other.exit).code).toBe(0);
  expect(stateOf(account, PLAIN).reserved).toBeNull();
});

test('a kill whose triggers cannot be seen stops the function, and does not pass for a whole one', async () => {
  const account = await embeddedAccount();
  const { run } = await machineOn(account);
  account.faults.add({ kind: 'deny', service: 'lambda', operation: 'ListEventSourceMappings' });
  const { code, stdout } = await run(`kill ${WORKER} --yes --json`);
  expect({ code, result: JSON.parse(stdout) }).toMatchObject({
    code: 1,
    result: { changed: true, outcome: 'partly', error: { code: 'access-denied' } },
  });
  expect(await reservedOverHttp(account, WORKER)).toBe(0);
  expect(await run(`kill ${WORKER} --yes`)).toMatchObject({ code: 1 });
  expect(await run(`kill ${WORKER} --triggers none --yes`)).toMatchObject({ code: 0 });
});
