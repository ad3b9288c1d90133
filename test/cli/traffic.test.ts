/** Publish, shift, promote and roll back from the command line: what AWS shows, what is printed, how it exits. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import { aliasOf, routeAlias } from '../operations/aliases.ts';
import { embeddedAccount, variablesOf } from '../support/embedded-account.ts';
import { machineOn } from '../support/machine.ts';
import { runCli, temporaryDirectory } from '../support/run-cli.ts';

const NAME = 'checkout-api-prod';
const LIVE = `${NAME}:live`;

/** 41 serves, 42 fails 8 % and has a tenth; orders-api-prod:prod is at 18. */
const badCanary = (): Promise<Account> => embeddedAccount({ scenario: 'bad-canary' });

test('shift, promote and rollback move the alias, say how, and know what is done already', async () => {
  const account = await badCanary();
  const { run, journal } = await machineOn(account);

  const shifted = await run(`shift ${LIVE} --to 42 --weight 25% --yes --json`);
  expect(shifted).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(shifted.stdout)).toMatchObject({
    target: `arn:aws:lambda:eu-west-1:123456789012:function:${LIVE}`,
    changed: true,
    before: { aliases: { live: { version: '41', weights: { 42: 0.1 } } } },
    after: { aliases: { live: { version: '41', weights: { 42: 0.25 } } } },
  });
  expect(aliasOf(account, NAME)).toEqual({ version: '41', weights: { 42: 0.25 } });
  const again = await run(`shift ${LIVE} --to 42 --weight 25 --yes --json`);
  expect(JSON.parse(again.stdout)).toMatchObject({ changed: false, outcome: 'already' });

  expect((await run(`promote ${LIVE} --yes`)).stdout).toMatch(/alias live: 41 75 %, 42 25 % → 42 /);
  expect(await run(`promote ${LIVE} --yes`)).toMatchObject({ code: 0 });
  expect((await run(`rollback ${LIVE} --yes`)).stdout).toMatch(/^Rolled back .*: alias live: 42 → 41 /);
  expect(aliasOf(account, NAME)).toEqual({ version: '41', weights: {} });
  // Who asks twice is not sent forth to what was taken back.
  const twice = await run(`rollback ${LIVE} --yes --json`);
  expect(JSON.parse(twice.stdout)).toMatchObject({ changed: false, outcome: 'already' });
  expect(aliasOf(account, NAME)).toEqual({ version: '41', weights: {} });

  const { entries } = await journal();
  expect(entries.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
    'shift done',
    'promote done',
    'rollback done',
  ]);
});

test('publish tells the number that AWS gave, and makes none where nothing has changed', async () => {
  const account = await badCanary();
  const { run } = await machineOn(account);
  const target = account.world.functionNamed(NAME);
  if (target) target.configuration = { ...target.configuration, CodeSha256: 'bmV3' };
  const published = JSON.parse((await run(`publish ${NAME} --yes --json`)).stdout);
  expect(published).toMatchObject({ changed: true, after: { newestVersion: '44' } });
  const again = JSON.parse((await run(`publish ${NAME} --yes --json`)).stdout);
  expect(again).toMatchObject({ changed: false, outcome: 'already', after: { newestVersion: '44' } });
});

const CASES: readonly (readonly [code: number, args: string, says: string])[] = [
  [2, `shift ${LIVE} --to 42 --weight 140 --yes`, '0 to 100'],
  [2, `shift ${LIVE} --to $LATEST --weight 10 --yes`, 'lambdatop publish'],
  [2, `shift ${NAME} --to 42 --weight 10 --yes`, `${NAME}:live`],
  [1, `shift ${NAME}:nope --to 42 --weight 10 --yes`, 'it has: live'],
  [1, 'shift orders-api-prod:prod --to 99 --weight 10 --yes', 'its newest ones: 19, 18'],
  [4, `shift ${LIVE} --to 40 --weight 10 --yes`, 'no third version'],
  [4, 'promote orders-api-prod:prod --yes', 'nothing to promote'],
  [4, 'rollback orders-api-prod:prod --yes', 'lambdatop rollback orders-api-prod:prod --to 17'],
  [4, `rollback ${LIVE}`, '--yes'],
];

test('a dry run of a rollout names its own command, and one of a refused plan exits 4', async () => {
  const account = await badCanary();
  const { run } = await machineOn(account);
  const target = 'orders-api-prod:prod';
  const planned = await run(`rollout ${target} --to 19 --strategy 10,100@5m --guard off --dry-run`);
  expect(planned).toMatchObject({ code: 0 });
  expect(planned.stdout).toContain(
    `lambdatop rollout ${target} --to 19 --strategy 10,100@5m --guard off --account`,
  );
  const refused = await run(`shift ${target} --to 99 --weight 10 --dry-run`);
  expect(refused).toMatchObject({ code: 4, stdout: expect.stringContaining('its newest ones: 19, 18') });
  expect(aliasOf(account, 'orders-api-prod', 'prod')).toEqual({ version: '18', weights: {} });
});

test('what is wrong is named with its remedy, and nothing moves', async () => {
  const account = await badCanary();
  const { run } = await machineOn(account);
  const results = await Promise.all(CASES.map(([, args]) => run(args)));
  for (const [index, [code, args, says]] of CASES.entries()) {
    expect({ args, code: results[index]?.code }).toEqual({ args, code });
    expect(results[index]?.stderr).toContain(says);
  }
  expect(aliasOf(account, NAME)).toEqual({ version: '41', weights: { 42: 0.1 } });
});

test('an alias is protected with its function', async () => {
  const account = await badCanary();
  const home = await temporaryDirectory();
  await mkdir(path.join(home, 'lambdatop'));
  await writeFile(path.join(home, 'lambdatop/config.toml'), '[[rules]]\nprotected = ["checkout-*-prod"]\n');
  const rollBack = (...more: string[]) =>
    runCli(['rollback', LIVE, '--yes', ...more], { ...variablesOf(account), XDG_CONFIG_HOME: home });
  expect(await rollBack()).toMatchObject({ code: 4, stderr: expect.stringContaining('--confirm') });
  expect(await rollBack('--confirm', '9012')).toMatchObject({ code: 0 });
});

test('a CodeDeploy deployment refuses a shift until it is named, and a rollback stops it', async () => {
  const account = await embeddedAccount({ scenario: 'codedeploy', speed: 10 });
  const { run } = await machineOn(account);
  const refused = await run(`shift ${LIVE} --to 42 --weight 50 --yes --json`);
  expect(refused.code).toBe(4);
  const id = /d-[A-Z0-9]{9}/.exec(refused.stdout)?.[0];
  expect((await run(`shift ${LIVE} --to 42 --weight 50 --yes --override-deployment d-OTHER0000`)).code).toBe(
    4,
  );
  const forced = await run(`shift ${LIVE} --to 42 --weight 50 --yes --override-deployment ${id}`);
  expect(forced).toMatchObject({ code: 0, stderr: expect.stringContaining('is overridden') });
  expect(await run(`rollback ${LIVE} --yes`)).toMatchObject({ code: 0 });
  expect(aliasOf(account, NAME)).toEqual({ version: '41', weights: {} });
  expect(account.world.deployments.get(id ?? '')?.status).toBe('Stopped');
});

test('without a terminal, who has to say where to go back to is told the versions before a yes is asked for', async () => {
  const account = await badCanary();
  const { run } = await machineOn(account);
  routeAlias(account, NAME, { version: '42', weights: {} });
  const asked = await run(`rollback ${LIVE} --json`);
  expect(asked.code).toBe(4);
  const { error } = JSON.parse(asked.stdout);
  expect(error.message).toContain('say where to go back to');
  expect(error.next[0]).toMatch(
    /^lambdatop rollback checkout-api-prod:live --to 41 {3}# served until \d\d:\d\d, errors [\d.]+%$/,
  );
  expect(error.next.at(-1)).toContain('--yes');

  // What says where to is all that was missing: then a yes is.
  for (const args of [`rollback ${LIVE} --to 41`, 'rollback orders-api-prod:prod --to 17']) {
    expect(await run(args)).toMatchObject({ code: 4, stderr: expect.stringContaining('without a yes') });
  }
  routeAlias(account, NAME, { version: '41', weights: { 42: 0.1 } });
  expect(await run(`rollback ${LIVE}`)).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('without a yes'),
  });
  expect(aliasOf(account, NAME)).toEqual({ version: '41', weights: { 42: 0.1 } });
});

test('a terminal is shown where to go back to, and Enter takes the version that served last', async () => {
  const account = await badCanary();
  const { terminal } = await machineOn(account);
  routeAlias(account, NAME, { version: '42', weights: {} });
  const asked = await terminal(`rollback ${LIVE}`);
  await asked.shows(/41 {2}served until \d\d:\d\d, errors/);
  await asked.shows('Back to which version (Enter takes 41): ');
  asked.type('\r');
  await asked.shows('Roll back checkout-api-prod:live? [Y/n]');
  asked.type('\r');
  await asked.shows('Rolled back checkout-api-prod:live: alias live: 42 → 41');
  expect((await asked.exit).code).toBe(0);
  expect(aliasOf(account, NAME)).toEqual({ version: '41', weights: {} });
});

test('a rollout of ours keeps others off its alias, and is aborted by a rollback', async () => {
  const account = await badCanary();
  const { run, start, journal } = await machineOn(account);
  const target = 'orders-api-prod:prod';
  const steps = '--strategy 10,100@10m --guard off';
  const rollout = await start(`rollout ${target} --to 19 ${steps} --yes`);
  const prod = () => aliasOf(account, 'orders-api-prod', 'prod');
  await vi.waitFor(() => expect(prod().weights).toEqual({ 19: 0.1 }), { timeout: 15_000 });
  const blind = account.faults.add({ kind: 'expired', service: '*', operation: '*' });
  const listed = await run('rollouts --json');
  account.faults.clear(blind.id);
  expect(listed).toMatchObject({ code: 0, stderr: expect.stringContaining('have expired') });
  const row = { state: 'running', function: 'orders-api-prod', canary: '19', weight: 10, present: null };
  expect(JSON.parse(listed.stdout)).toMatchObject([row]);
  const refused = await run(`shift ${target} --to 19 --weight 50 --yes`);
  expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining('is in progress, at 10 %') });
  const { entries } = await journal();
  expect(await run(`undo ${entries.at(-1)?.id} --yes`)).toMatchObject({ code: 4 });
  const back = await run(`rollback ${target} --yes`);
  expect(back).toMatchObject({ code: 0, stderr: expect.stringContaining('aborting the rollout') });
  expect(prod()).toEqual({ version: '18', weights: {} });
  const { code, stderr } = await rollout.ended;
  expect(code).toBe(3);
  expect(stderr).toContain('18 has all of the traffic again: lambdatop rollback');
});
