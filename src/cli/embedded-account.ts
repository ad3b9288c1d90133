/** The embedded account as a child process, and an environment in which nothing but it can be reached. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { AppError } from '../domain/app-error.ts';

/** How the account says where it is (one line of JSON on its stdout). */
export interface EmbeddedAccount {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** Resolves when the account ends by itself. */
  readonly ended: Promise<void>;
  /** Ends it. It also ends when this process does, however that happens. */
  stop(): void;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Starts the account.
 *
 * @param program path of the built embedded account
 * @param options its command line
 * @param onWords what it says, a line at a time: calls it could not answer
 * @throws AppError `usage` when it does not understand them, `invalid` when it cannot start
 */
export async function startEmbeddedAccount(
  program: string,
  options: readonly string[],
  onWords: (line: string) => void,
): Promise<EmbeddedAccount> {
  // A process group of its own: the terminal's Ctrl-C is for us, and we end the account when we are done.
  const child: Child = spawn(process.execPath, [program, '--with-parent', ...options], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const words: string[] = [];
  createInterface(child.stderr).on('line', (line) => {
    const said = line.replace(/^embedded account: /, '');
    if (words.length < 5) words.push(said);
    onWords(said);
  });
  const ended = once(child, 'close').then(() => undefined);
  const lines = createInterface(child.stdout);
  const first = await Promise.race([once(lines, 'line').then(([line]) => String(line)), ended]);
  if (first === undefined) {
    const message = words.join(' ') || 'it said nothing';
    const code = child.exitCode === 2 ? 'usage' : 'invalid';
    throw new AppError(code, `The embedded account did not start: ${message}`, {
      next: ['lambdatop demo --help lists its options'],
    });
  }
  letGo(child);
  const { endpoint, region, account } = JSON.parse(first) as {
    [Key in 'endpoint' | 'region' | 'account']: string;
  };
  return { endpoint, region, account, ended, stop: () => void child.kill() };
}

/** The child shall not keep this process alive. */
function letGo(child: Child): void {
  child.unref();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) {
    if ('unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
    pipe.on('error', () => {});
  }
}

/** The variables that make any AWS client talk to the account, and to nothing else. */
export function variablesFor({ endpoint, region }: EmbeddedAccount): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'demo',
    AWS_SECRET_ACCESS_KEY: 'demo',
  };
}

/**
 * Changes an environment so that no credential, profile or endpoint of the person can be used from it: all that
 * was said about AWS goes, and the config files are empty ones; rules for the person's accounts are not for this.
 */
export function confineTo(account: EmbeddedAccount, environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(environment)) {
    if (name.startsWith('AWS_')) delete environment[name];
  }
  Object.assign(environment, variablesFor(account), {
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    LAMBDATOP_CONFIG: devNull,
  });
}
