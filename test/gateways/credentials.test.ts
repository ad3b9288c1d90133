import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Logger, silentLogger } from '../../src/domain/logger.ts';
import { type CredentialSource, scopeCredentials } from '../../src/gateways/aws/credentials.ts';
import { connectTo, scopeAt, useDummyKeys } from './connect.ts';
import { awsError, type FakeAws, startFakeAws } from './fake-aws.ts';

let home: string;
let aws: FakeAws | undefined;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'home-'));
  useDummyKeys();
  vi.stubEnv('HOME', home);
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
  vi.stubEnv('AWS_CONFIG_FILE', undefined);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', undefined);
  mkdirSync(path.join(home, '.aws'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
  await aws?.close();
  aws = undefined;
});

function writeConfig(text: string): void {
  writeFileSync(path.join(home, '.aws', 'config'), text);
}

function credentialsOf(profile: string | null, logger: Logger = silentLogger) {
  return scopeCredentials(scopeAt('http://127.0.0.1:1', { profile }), {
    logger,
    clock: { now: () => Date.now() },
  });
}

const keys = (name: string) => `aws_access_key_id = ${name}\naws_secret_access_key = secret\n`;

describe('found', () => {
  it('in the environment, without a profile', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'FROMENV');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    writeConfig(`[default]\n${keys('FROMFILE')}`);
    expect(await credentialsOf(null).get()).toMatchObject({ accessKeyId: 'FROMENV' });
  });

  it('in the profile that is named, with a word in the log about the ignored variable', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'FROMENV');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    writeConfig(`[profile prod]\n${keys('FROMFILE')}`);
    const warn = vi.fn();
    expect(await credentialsOf('prod', { ...silentLogger, warn }).get()).toMatchObject({
      accessKeyId: 'FROMFILE',
    });
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('AWS_ACCESS_KEY_ID'));
  });

  it('in the default profile', async () => {
    writeConfig(`[default]\n${keys('FROMFILE')}`);
    expect(await credentialsOf(null).get()).toMatchObject({ accessKeyId: 'FROMFILE' });
  });

  it('in the environment, when the profile names a region only', async () => {
    writeConfig('[default]\nregion = eu-west-1\n');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'FROMENV');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    expect(await credentialsOf(null).get()).toMatchObject({ accessKeyId: 'FROMENV' });
  });

  it('by a credential_process, run once', async () => {
    const log = path.join(home, 'runs');
    const reply = `{"Version":1,"AccessKeyId":"PROCESS","SecretAccessKey":"s","Expiration":"2100-01-01T00:00:00Z"}`;
    writeConfig(`[profile p]\ncredential_process = sh -c 'echo run >> ${log}; echo "$REPLY"'\n`);
    vi.stubEnv('REPLY', reply);
    const credentials = credentialsOf('p');
    const [one] = await Promise.all([credentials.get(), credentials.get()]);
    await credentials.get();
    expect(one).toMatchObject({ accessKeyId: 'PROCESS', expiration: new Date('2100-01-01') });
    expect(readFileSync(log, 'utf8')).toBe('run\n');
  });
});

describe('missing, they become a sentence and a command', () => {
  it.each([
    [
      'an SSO session nobody logged in to',
      '[profile p]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://s\n',
      'no-credentials',
      'aws sso login --profile p',
    ],
    [
      'an `aws login` session that is gone',
      '[profile p]\nlogin_session = arn:aws:iam::123456789012:user/x\n',
      'expired-credentials',
      'aws login --profile p',
    ],
    [
      'a role that needs MFA',
      `[profile base]\n${keys('BASE')}[profile p]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/me\n`,
      'mfa-required',
      'aws configure export-credentials --profile p --format env',
    ],
    [
      'a credential_process that fails',
      '[profile p]\ncredential_process = sh -c "echo secret-thing >&2; exit 1"\n',
      'no-credentials',
      'aws configure export-credentials --profile p',
    ],
    [
      'a profile with nothing in it',
      '[profile p]\nregion = eu-west-1\n',
      'no-credentials',
      'aws configure sso --profile p',
    ],
  ])('%s', async (_, config, code, command) => {
    writeConfig(config);
    const error = await credentialsOf('p')
      .get()
      .catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'AppError', code });
    expect(error.next.join('\n')).toContain(command);
    expect(`${error.message} ${error.next}`).not.toContain('secret-thing');
  });

  it('an SSO session that has expired', async () => {
    writeConfig(
      '[profile p]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://s\n',
    );
    writeSsoToken('s', { expiresAt: '2020-01-01T00:00:00Z' });
    await expect(credentialsOf('p').get()).rejects.toMatchObject({
      code: 'expired-credentials',
      next: [expect.stringContaining('aws sso login --profile p'), expect.anything()],
    });
  });

  it('none at all: the profiles there are, and the demo', async () => {
    writeConfig('[profile prod]\nregion = eu-west-1\n');
    await expect(credentialsOf(null).get()).rejects.toMatchObject({
      code: 'no-credentials',
      next: expect.arrayContaining([
        expect.stringContaining('--profile: prod'),
        expect.stringContaining('lambdatop demo'),
      ]),
    });
  });

  it('a role that may not be assumed', async () => {
    aws = await startFakeAws((_, response) => {
      response.statusCode = 403;
      response.setHeader('content-type', 'text/xml');
      response.end(
        '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
      );
    });
    vi.stubEnv('AWS_ENDPOINT_URL_STS', aws.url);
    writeConfig(
      `[profile base]\n${keys('BASE')}[profile p]\nrole_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = base\n`,
    );
    await expect(credentialsOf('p').get()).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining('arn:aws:iam::123456789012:role/ops'),
    });
  });

  it('prints nothing', async () => {
    const printed = ['log', 'info', 'warn', 'error', 'debug'].map((name) =>
      vi.spyOn(console, name as 'log').mockImplementation(() => {}),
    );
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'FROMENV');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    writeConfig('[profile p]\nregion = eu-west-1\n');
    await credentialsOf('p')
      .get()
      .catch(() => {});
    for (const method of printed) expect(method).not.toHaveBeenCalled();
  });
});

/** The token cache that `aws sso login` writes. */
function writeSsoToken(session: string, token: object): void {
  const cache = path.join(home, '.aws', 'sso', 'cache');
  mkdirSync(cache, { recursive: true });
  const name = createHash('sha1').update(session).digest('hex');
  writeFileSync(path.join(cache, `${name}.json`), JSON.stringify({ accessToken: 't', ...token }));
}

describe('remembered', () => {
  const NOW = 1_700_000_000_000;
  const expiring = (name: string, inMs: number) => ({
    accessKeyId: name,
    secretAccessKey: 's',
    expiration: new Date(NOW + inMs),
  });

  function remembered(...answers: CredentialSource[]) {
    let now = NOW;
    const source = vi.fn<CredentialSource>();
    for (const answer of answers) source.mockImplementationOnce(answer);
    const tools = { logger: silentLogger, clock: { now: () => now } };
    const credentials = scopeCredentials(scopeAt('http://x'), tools, source);
    return {
      credentials,
      source,
      pass: (ms: number) => {
        now += ms;
      },
    };
  }

  it('until five minutes before they end', async () => {
    const { credentials, pass } = remembered(
      async () => expiring('one', 3_600_000),
      async () => expiring('two', 7_200_000),
    );
    expect((await credentials.get()).accessKeyId).toBe('one');
    pass(54 * 60_000);
    expect((await credentials.get()).accessKeyId).toBe('one');
    pass(2 * 60_000);
    expect((await credentials.get()).accessKeyId).toBe('two');
  });

  it('to the last second when they cannot be renewed', async () => {
    const lost: CredentialSource = () => Promise.reject(new Error('logged out'));
    const { credentials, pass } = remembered(async () => expiring('one', 600_000), lost, lost);
    await credentials.get();
    pass(590_000);
    expect((await credentials.get()).accessKeyId).toBe('one');
    pass(20_000);
    await expect(credentials.get()).rejects.toThrow('logged out');
  });

  it('never as a failure', async () => {
    const { credentials } = remembered(
      () => Promise.reject(new Error('logged out')),
      async () => expiring('back', 3_600_000),
    );
    await expect(credentials.get()).rejects.toThrow('logged out');
    expect((await credentials.get()).accessKeyId).toBe('back');
  });

  it('not from before they were forgotten', async () => {
    let finish = (_: ReturnType<typeof expiring>) => {};
    const slow = new Promise<ReturnType<typeof expiring>>((resolve) => {
      finish = resolve;
    });
    const { credentials } = remembered(
      () => slow,
      async () => expiring('new', 3_600_000),
    );
    const old = credentials.get();
    credentials.forget();
    const fresh = await credentials.get();
    finish(expiring('old', 3_600_000));
    await old;
    expect([fresh.accessKeyId, (await credentials.get()).accessKeyId]).toEqual(['new', 'new']);
  });
});

describe('after a login in another window', () => {
  it('the very next call uses the new keys, without a restart', async () => {
    writeConfig(`[profile p]\n${keys('STALE')}`);
    aws = await startFakeAws(({ authorization }, response) =>
      authorization.includes('FRESH')
        ? { AccountLimit: { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 } }
        : awsError(
            response,
            403,
            'ExpiredTokenException',
            'The security token included in the request is expired',
          ),
    );
    const account = connectTo(aws.url, { profile: 'p' });
    await expect(account.functions.accountSettings()).rejects.toMatchObject({ code: 'expired-credentials' });
    writeConfig(`[profile p]\n${keys('FRESH')}`);
    expect(await account.functions.accountSettings()).toMatchObject({ concurrencyLimit: 10 });
  });

  it.each([
    ['login_session = x', 'aws login --profile p'],
    ['sso_session = s', 'aws sso login --profile p'],
    ['source_profile = base', 'base'],
    ['', 'aws configure --profile p'],
  ])('%j names its own command', async (setting, command) => {
    writeConfig(`[profile p]\n${setting}\n${keys('STALE')}`);
    aws = await startFakeAws((_, response) => awsError(response, 403, 'ExpiredTokenException', 'expired'));
    await expect(connectTo(aws.url, { profile: 'p' }).functions.accountSettings()).rejects.toMatchObject({
      code: 'expired-credentials',
      next: [expect.stringContaining(command), expect.anything()],
    });
  });

  it('a missing profile file is found', async () => {
    const account = connectTo('http://127.0.0.1:1', { profile: 'p' });
    await expect(account.identity.credentialsExpireAt()).rejects.toMatchObject({ code: 'no-credentials' });
    writeConfig(`[profile p]\n${keys('FRESH')}`);
    expect(await account.identity.credentialsExpireAt()).toBeNull();
  });

  it('an SSO profile that was set up meanwhile is found', async () => {
    writeConfig('[default]\nregion = eu-west-1\n');
    const credentials = credentialsOf('p');
    await expect(credentials.get()).rejects.toMatchObject({
      next: [expect.stringContaining('configure'), expect.anything()],
    });
    writeConfig(
      '[profile p]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://s\n',
    );
    await expect(credentials.get()).rejects.toMatchObject({
      next: [expect.stringContaining('aws sso login --profile p'), expect.anything()],
    });
  });

  it('renewCredentials drops keys that still work', async () => {
    writeConfig(`[profile p]\n${keys('ONE')}`);
    aws = await startFakeAws(() => ({}));
    const account = connectTo(aws.url, { profile: 'p' });
    const settings = () => account.functions.accountSettings().catch(() => {});
    await settings();
    writeConfig(`[profile p]\n${keys('TWO')}`);
    await settings();
    account.identity.renewCredentials();
    await settings();
    const used = aws.calls.map(({ authorization }) => /Credential=(\w+)/.exec(authorization)?.[1]);
    expect(used).toEqual(['ONE', 'ONE', 'TWO']);
  });
});
