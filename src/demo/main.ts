import { ACCOUNT, type Account, REGION, startAccount, UnknownScenario } from './account.ts';
import { CONTROL_PREFIX } from './control.ts';
import { type ProcessOptions, parseOptions } from './options.ts';

/**
 * The process of the embedded account. Once it listens it prints one line of JSON on stdout (where to
 * reach it); words go to stderr. Exit 2: wrong usage, 1: it could not start, 0: it was told to end.
 */
async function main(): Promise<void> {
  let options: ProcessOptions;
  try {
    options = parseOptions(process.argv.slice(2));
  } catch (error) {
    return fail(error, 2);
  }
  let account: Account;
  try {
    account = await startAccount({ ...options, warn: say });
  } catch (error) {
    return fail(explained(error, options), error instanceof UnknownScenario ? 2 : 1);
  }
  endWith(account, options.withParent);
  const { endpoint, world } = account;
  const { seed, scenario } = world;
  process.stdout.write(`${JSON.stringify({ endpoint, region: REGION, account: ACCOUNT, seed, scenario })}\n`);
  if (options.withParent) return;
  say(`listening on loopback only, at ${endpoint}; credentials may be anything`);
  say(`what makes it misbehave: GET ${endpoint}${CONTROL_PREFIX}`);
}

/** Signals end it; so does the end of stdin, when it is a child that must not outlive its parent. */
function endWith(account: Account, withParent: boolean): void {
  const end = () => {
    account.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (!withParent) return;
  process.stdin.once('end', end);
  process.stdin.once('close', end);
  process.stdin.once('error', end);
  process.stdin.resume();
}

function explained(error: unknown, options: ProcessOptions): unknown {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return isTaken
    ? new Error(`port ${options.port} on 127.0.0.1 is taken; choose another with --port`)
    : error;
}

function fail(error: unknown, code: number): void {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = code;
}

function say(line: string): void {
  process.stderr.write(`embedded account: ${line}\n`);
}

await main();
