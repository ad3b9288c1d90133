import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveScope } from '../../src/gateways/aws/scope.ts';
import { endpointOf, type ScopeOptions } from '../../src/gateways/scope.ts';

const CONFIG = `
[default]
region = eu-central-1

[profile prod]
region = us-east-1
sso_session = corp
sso_account_id = 123456789012
sso_role_name = ReadOnly

[profile local]
region = us-west-2
endpoint_url = http://127.0.0.1:4566
services = emulators

[profile plain]
output = json

[profile broken]
region = us-east-1
services = missing

[sso-session corp]
sso_region = eu-west-3
sso_start_url = https://corp.awsapps.com/start

[services emulators]
lambda =
  endpoint_url = http://127.0.0.1:9001
cloudwatch_logs =
  endpoint_url = http://127.0.0.1:9002/
`;
const CREDENTIALS = `
[keys]
aws_access_key_id = AKIADUMMY
aws_secret_access_key = dummy
region = ap-south-1
`;

let directory: string;
let files: NodeJS.ProcessEnv;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'scope-'));
  files = {
    AWS_CONFIG_FILE: path.join(directory, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(directory, 'credentials'),
  };
  writeFileSync(path.join(directory, 'config'), CONFIG);
  writeFileSync(path.join(directory, 'credentials'), CREDENTIALS);
});
afterAll(() => rmSync(directory, { recursive: true }));

const noMachine = async () => null;

function resolve(
  options: ScopeOptions,
  env: NodeJS.ProcessEnv = {},
  machine = noMachine as () => Promise<string | null>,
) {
  return resolveScope(options, { ...files, ...env }, machine);
}

describe('the region', () => {
  it.each([
    ['--region', { region: 'eu-north-1', profile: 'prod' }, { AWS_REGION: 'x' }, 'eu-north-1', '--region'],
    ['AWS_REGION', { profile: 'prod' }, { AWS_REGION: 'eu-west-2' }, 'eu-west-2', 'AWS_REGION'],
    ['AWS_DEFAULT_REGION', {}, { AWS_DEFAULT_REGION: 'eu-west-2' }, 'eu-west-2', 'AWS_DEFAULT_REGION'],
    ['an SSO profile', { profile: 'prod' }, {}, 'us-east-1', 'profile prod'],
    ['AWS_PROFILE', {}, { AWS_PROFILE: 'prod' }, 'us-east-1', 'profile prod'],
    ['the credentials file', { profile: 'keys' }, {}, 'ap-south-1', 'profile keys'],
    ['the default profile', {}, {}, 'eu-central-1', 'profile default'],
  ])('comes from %s', async (_, options, env, region, regionSource) => {
    expect(await resolve(options, env)).toMatchObject({ region, regionSource });
  });

  it('is asked of the machine last', async () => {
    const scope = await resolve({ profile: 'plain' }, {}, async () => 'sa-east-1');
    expect(scope).toMatchObject({ region: 'sa-east-1', regionSource: 'instance metadata' });
  });

  it('that nothing names is an error that says how to set it', async () => {
    await expect(resolve({ profile: 'plain' })).rejects.toMatchObject({
      code: 'no-region',
      next: expect.arrayContaining([expect.stringContaining('--region')]),
    });
  });

  it.each(['eu-west', 'eu west 1', 'https://x', 'EU-WEST-1', '../../x'])(
    '%j is wrong usage',
    async (region) => {
      await expect(resolve({ region })).rejects.toMatchObject({ code: 'usage' });
    },
  );

  it.each(['us-gov-west-1', 'cn-northwest-1', 'us-iso-east-1', 'eusc-de-east-1', 'mx-central-1'])(
    '%s is one',
    async (region) => {
      expect(await resolve({ region })).toMatchObject({ region });
    },
  );
});

describe('the profile', () => {
  it('is null without a name, so that the environment’s keys count', async () => {
    expect(await resolve({})).toMatchObject({ profile: null });
  });

  it('given beats AWS_PROFILE', async () => {
    expect(await resolve({ profile: 'local' }, { AWS_PROFILE: 'prod' })).toMatchObject({ profile: 'local' });
  });

  it('unknown is an error that names the nearest, and the known', async () => {
    await expect(resolve({ profile: 'prd' })).rejects.toMatchObject({
      code: 'unknown-profile',
      message: expect.stringContaining('"prd" (--profile)'),
      next: [
        'did you mean prod?',
        expect.stringContaining('broken, default, keys, local, plain, prod'),
        expect.anything(),
      ],
    });
  });

  it('unknown in AWS_PROFILE is named as such', async () => {
    await expect(resolve({}, { AWS_PROFILE: 'prd' })).rejects.toMatchObject({
      message: expect.stringContaining('AWS_PROFILE'),
    });
  });

  it('may be missing altogether, files and all', async () => {
    const scope = await resolve(
      { region: 'eu-west-1' },
      { AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' },
    );
    expect(scope).toMatchObject({ profile: null, region: 'eu-west-1', endpoint: null });
  });
});

describe('the endpoint', () => {
  const at = async (service: 'lambda' | 'logs' | 'sqs', options: ScopeOptions, env: NodeJS.ProcessEnv = {}) =>
    endpointOf(await resolve(options, env), service);

  it('is AWS itself by default', async () => {
    expect(await resolve({})).toMatchObject({ endpoint: null, endpointSource: null, serviceEndpoints: {} });
  });

  it('given beats every other, for every service', async () => {
    const options = { endpointUrl: 'http://localhost:1', profile: 'local' };
    expect(await at('lambda', options, { AWS_ENDPOINT_URL_LAMBDA: 'http://x' })).toBe('http://localhost:1');
  });

  it('of one service beats that of all, in the environment', async () => {
    const env = { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://logs' };
    expect(await at('logs', {}, env)).toBe('http://logs');
    expect(await at('sqs', {}, env)).toBe('http://all');
  });

  it('of a profile holds for a profile that is only passed by option', async () => {
    expect(await at('sqs', { profile: 'local' })).toBe('http://127.0.0.1:4566');
  });

  it('of a services section beats the profile’s, and the environment both', async () => {
    expect(await at('lambda', { profile: 'local' })).toBe('http://127.0.0.1:9001');
    expect(await at('logs', { profile: 'local' })).toBe('http://127.0.0.1:9002');
    expect(await at('lambda', { profile: 'local' }, { AWS_ENDPOINT_URL: 'http://all' })).toBe('http://all');
  });

  it('configured is ignored when AWS_IGNORE_CONFIGURED_ENDPOINT_URLS says so', async () => {
    const env = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true', AWS_ENDPOINT_URL: 'http://all' };
    expect(await at('lambda', { profile: 'local' }, env)).toBeNull();
    expect(await at('lambda', { endpointUrl: 'http://given' }, env)).toBe('http://given');
  });

  it('says where it came from', async () => {
    expect(await resolve({ profile: 'local' })).toMatchObject({ endpointSource: 'profile local' });
    expect(await resolve({}, { AWS_ENDPOINT_URL: 'http://all' })).toMatchObject({
      endpointSource: 'AWS_ENDPOINT_URL',
    });
  });

  it.each(['localhost:4566', 'ftp://x', 'nonsense', '', 'http://user:pass@host', 'http://host/?q=1'])(
    '%j is wrong usage',
    async (endpointUrl) => {
      await expect(resolve({ endpointUrl })).rejects.toMatchObject({ code: 'usage' });
    },
  );

  it('section that is missing is said', async () => {
    await expect(resolve({ profile: 'broken' })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('"missing"'),
    });
  });
});
