/** The account as a whole: who we are, what we may do, what is loaded and logged. */

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Account, startAccount } from '../../src/demo/account.ts';
import type { AppError } from '../../src/domain/app-error.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import { connect } from '../../src/gateways/aws/account.ts';
import { RateBudget } from '../../src/gateways/aws/rate-budget.ts';
import { connectTo, scopeAt, useDummyKeys } from './connect.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';

let aws: FakeAws | undefined;
let embedded: Account | undefined;
beforeEach(useDummyKeys);
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await aws?.close();
  await embedded?.close();
  aws = embedded = undefined;
});

async function embeddedAccount(changes = {}) {
  embedded = await startAccount({ functions: 3, seed: 1 });
  return connectTo(embedded.endpoint, changes);
}

describe('who we are', () => {
  it('is told by STS', async () => {
    const account = await embeddedAccount();
    expect(await account.identity.callerIdentity()).toEqual({
      account: '123456789012',
      arn: expect.stringMatching(/^arn:aws:/),
    });
  });

  it('stays known when read-only', async () => {
    const account = await embeddedAccount({ readOnly: true });
    expect((await account.identity.callerIdentity()).account).toBe('123456789012');
  });

  it('for how long is unknown of keys that do not say', async () => {
    const account = await embeddedAccount();
    expect(await account.identity.credentialsExpireAt()).toBeNull();
  });

  it('is asked at the endpoint of its own service', async () => {
    aws = await startFakeAws(() => ({}));
    embedded = await startAccount({ functions: 1, seed: 1 });
    const account = connectTo(aws.url, { serviceEndpoints: { sts: embedded.endpoint } });
    expect((await account.identity.callerIdentity()).account).toBe('123456789012');
    expect(aws.calls).toEqual([]);
  });
});

describe('what we may do', () => {
  const outcomeOf = (attempt: Promise<void>) =>
    attempt.then(
      () => 'allowed',
      (error: AppError) => error.code,
    );

  it('is listed with what it is for, reads first', async () => {
    const { checks } = (await embeddedAccount()).permissions;
    const kinds = checks.map(({ access }) => access);
    expect(kinds).toEqual([...kinds].sort());
    expect(kinds).toContain('write');
    expect(new Set(checks.map(({ action }) => action)).size).toBe(checks.length);
    for (const check of checks) expect(check.neededFor).not.toBe('');
  });

  it('is tried for every read, and none of the calls is refused by read-only', async () => {
    const answers: Record<string, unknown> = {
      DescribeLogGroups: { logGroups: [{ logGroupName: '/aws/lambda/f' }] },
      ListQueues: { QueueUrls: ['http://queue.invalid/1/q'] },
      ListDeployments: { deployments: ['d-AAAAAAAAA'] },
      ListDeploymentTargets: { targetIds: ['f:live'] },
      '': { Functions: [{ FunctionName: 'f' }] },
    };
    aws = await startFakeAws(({ target }) => answers[target] ?? {});
    embedded = await startAccount({ functions: 0 });
    const { permissions } = connectTo(aws.url, {
      readOnly: true,
      serviceEndpoints: { sts: embedded.endpoint },
    });
    const reads = permissions.checks.filter(({ access }) => access === 'read');
    const outcomes = await Promise.all(reads.map(({ action }) => outcomeOf(permissions.tryRead(action))));
    expect(outcomes).toEqual(reads.map(() => 'allowed'));
  });

  it('says what is denied and what the endpoint lacks', async () => {
    const { permissions } = await embeddedAccount();
    embedded?.faults.add({ kind: 'deny', service: 'cloudwatch', operation: 'GetMetricData' });
    embedded?.faults.add({ kind: 'html', service: 'lambda', operation: 'GetAccountSettings' });
    expect(await outcomeOf(permissions.tryRead('lambda:ListFunctions'))).toBe('allowed');
    expect(await outcomeOf(permissions.tryRead('cloudwatch:GetMetricData'))).toBe('access-denied');
    expect(await outcomeOf(permissions.tryRead('lambda:GetAccountSettings'))).toBe('unsupported');
  });

  it('is not known of a function when there is none to try it on', async () => {
    embedded = await startAccount({ functions: 0 });
    const { permissions } = connectTo(embedded.endpoint);
    expect(await outcomeOf(permissions.tryRead('lambda:ListFunctions'))).toBe('allowed');
    expect(await outcomeOf(permissions.tryRead('lambda:GetFunction'))).toBe('not-found');
  });

  it('is never tried for a write', async () => {
    aws = await startFakeAws(() => ({}));
    const { permissions } = connectTo(aws.url);
    for (const { action } of permissions.checks.filter(({ access }) => access === 'write')) {
      expect(await outcomeOf(permissions.tryRead(action))).toBe('refused');
    }
    expect(aws.calls).toEqual([]);
  });
});

describe('the rate budget', () => {
  it('is asked before every attempt, for what a person waits for ahead of the rest', async () => {
    const take = vi.spyOn(RateBudget.prototype, 'take');
    const account = await embeddedAccount();
    embedded?.faults.add({ kind: 'drop-before', service: 'lambda', operation: '*', count: 1 });
    await account.functions.accountSettings();
    await account.identity.callerIdentity();
    expect(take.mock.calls.map(([bucket, priority]) => [bucket, priority])).toEqual([
      ['lambda', 'read'],
      ['lambda', 'read'],
      ['sts', 'urgent'],
    ]);
  });

  it('is told of every throttle', async () => {
    const throttled = vi.spyOn(RateBudget.prototype, 'throttled');
    const account = await embeddedAccount();
    embedded?.faults.add({ kind: 'throttle', service: 'lambda', operation: '*', count: 1 });
    await account.functions.accountSettings();
    expect(throttled.mock.calls).toEqual([['lambda']]);
  });

  it('is left by a call that is called off in its queue', async () => {
    embedded = await startAccount({ functions: 3, seed: 1 });
    // No token is added while the time stands still, however slow the machine is.
    const account = connect(scopeAt(embedded.endpoint), { logger: silentLogger, clock: { now: () => 0 } });
    const abort = new AbortController();
    const calls = Array.from({ length: 31 }, () => account.functions.accountSettings(abort.signal));
    await Promise.all(calls.slice(0, 30));
    abort.abort();
    await expect(calls[30]).rejects.toMatchObject({ code: 'interrupted' });
    expect(account.usage().callsPerMin).toBe(30);
  });
});

it('goes on after its sockets were closed, and closing twice is fine', async () => {
  const account = await embeddedAccount();
  await account.functions.accountSettings();
  account.close();
  account.close();
  expect(await account.functions.accountSettings()).toMatchObject({ functionCount: 3 });
});

it('says which calls were made to the log only, and never what was in them', async () => {
  const printed = ['log', 'info', 'warn', 'error', 'debug'].map((name) =>
    vi.spyOn(console, name as 'log').mockImplementation(() => {}),
  );
  aws = await startFakeAws(({ path: url }) =>
    url.includes('aliases')
      ? {}
      : {
          Configuration: { Environment: { Variables: { PASSWORD: 'hunter2' } } },
          Code: { Location: 'https://presigned.example/?X-Amz-Signature=hunter2' },
        },
  );
  const lines: string[] = [];
  const note = (message: string, details?: unknown) => {
    lines.push(`${message} ${JSON.stringify(details)}`);
  };
  const logger = { debug: note, info: note, warn: note, error: note };
  const account = connect(scopeAt(aws.url), { logger, clock: { now: () => Date.now() } });
  await account.functions.functionDetails('orders');
  const log = lines.join('\n');
  expect(log).toContain('GetFunctionCommand ok (status 200');
  expect(log).not.toMatch(/hunter2|dummy|AKIADUMMY/);
  for (const method of printed) expect(method).not.toHaveBeenCalled();
});

it('loads nothing of the SDK before the first call', async () => {
  const source = path.resolve(import.meta.dirname, '../../src/gateways/aws/account.ts');
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ resolve: (specifier, context, next) => (loaded.push(specifier), next(specifier, context)) });
    const { connect } = await import(${JSON.stringify(source)});
    const quiet = { debug() {}, info() {}, warn() {}, error() {} };
    const account = connect(${JSON.stringify(scopeAt('http://127.0.0.1:1'))}, { logger: quiet, clock: Date });
    account.usage();
    const before = loaded.filter((name) => /^@(aws-sdk|smithy)/.test(name)).length;
    await account.functions.accountSettings().catch(() => {});
    const after = loaded.filter((name) => /^@(aws-sdk|smithy)/.test(name));
    console.log(JSON.stringify({ before, after: after.includes('@aws-sdk/client-lambda'), sqs: after.includes('@aws-sdk/client-sqs') }));
  `;
  const args = ['--no-warnings', '--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(JSON.parse(stdout)).toEqual({ before: 0, after: true, sqs: false });
});
