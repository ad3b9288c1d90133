import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

/** Whether the `aws` CLI is installed: its tests are registered only then. */
export const hasCli = spawnSync('aws', ['--version']).status === 0;
const run = promisify(execFile);

/** Runs the `aws` CLI against an endpoint, as anyone would, with credentials that may be anything. */
export async function aws(endpoint: string, ...args: string[]) {
  const env = {
    PATH: process.env.PATH,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
  };
  const common = ['--endpoint-url', endpoint, '--region', 'eu-west-1', '--output', 'json'];
  const { stdout } = await run('aws', [...common, ...args], { env, maxBuffer: 64 * 1024 * 1024 });
  return stdout === '' ? {} : JSON.parse(stdout);
}
