import { execFile, spawn, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

/** What the installed `aws` CLI says of itself, e.g. `aws-cli/1.45.11`; undefined where there is none. */
const version = /^aws-cli\/[\d.]+/.exec(
  spawnSync('aws', ['--version'], { encoding: 'utf8' }).stdout ?? '',
)?.[0];

/** Whether the `aws` CLI is installed: its tests are registered only then. */
export const hasCli = version !== undefined;
const run = promisify(execFile);

/** Whether the installed CLI is at least of this version, by what it calls its major one: `{ 2: 9 }` is 2.9. */
export function cliIsAtLeast(minors: Readonly<Record<number, number>>): boolean {
  const [, major = '', minor = ''] = /(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  return Number(minor) >= (minors[Number(major)] ?? Number.POSITIVE_INFINITY);
}

/** For the title of tests that need another CLI: why they do not run here; empty where they do. */
export function unlessCli(suits: boolean, wanted: string): string {
  return suits ? '' : ` (not run: it takes ${wanted}, and here is ${version ?? 'none'})`;
}

const ENVIRONMENT = {
  PATH: process.env.PATH,
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_MAX_ATTEMPTS: '1',
  // Live tail's would look for stream-127.0.0.1 (facts, section 3).
  AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
};

function argumentsFor(endpoint: string, args: readonly string[]): string[] {
  return ['--endpoint-url', endpoint, '--region', 'eu-west-1', '--output', 'json', ...args];
}

/** Runs the `aws` CLI against an endpoint, as anyone would, with credentials that may be anything. */
export async function aws(endpoint: string, ...args: string[]) {
  const options = { env: ENVIRONMENT, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await run('aws', argumentsFor(endpoint, args), options).catch((error: Error) => {
    // Some versions tell of the attempts they were not allowed, in the middle of AWS's words.
    throw new Error(error.message.replace(' (reached max retries: 0)', ''));
  });
  return stdout === '' ? {} : JSON.parse(stdout);
}

/** Lets the `aws` CLI run, and interrupts it as soon as what it has printed is enough. Resolves with the lines. */
export async function awsUntil(
  isEnough: (lines: readonly string[]) => boolean,
  endpoint: string,
  ...args: string[]
): Promise<string[]> {
  const child = spawn('aws', argumentsFor(endpoint, args), { env: ENVIRONMENT });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let printed = '';
  child.stderr.resume();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    if (isEnough(printed.trimEnd().split('\n'))) child.kill('SIGINT');
  });
  await ended;
  return printed.trimEnd().split('\n');
}
