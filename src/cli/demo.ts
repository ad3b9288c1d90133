/** `lambdatop demo`: console, server or one command on the embedded account. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError, EXIT } from '../domain/app-error.ts';
import { stateDirFrom } from '../journal/state-dir.ts';
import type { Command, CommandContext } from './context.ts';
import { confineTo, type EmbeddedAccount, startEmbeddedAccount, variablesFor } from './embedded-account.ts';
import { open, requireTerminal } from './open.ts';
import { type GlobalOptions, type Invocation, parse } from './parse.ts';

/** Runs the console, `--serve`, or what stands after `--`; ends with its exit code. */
export const demo: Command = async (invocation, context) => {
  const inner = innerInvocation(invocation);
  const port = servePort(invocation);
  const opensConsole = inner.intent === 'run' && (inner.command === null || inner.command === 'open');
  if (port === null && opensConsole) requireTerminal(context);
  const options = Object.entries(invocation.options).flatMap(([name, value]) =>
    name === 'serve' ? [] : [`--${name}=${value}`],
  );
  if (port !== null) {
    const { output, demoProgram } = context;
    return onEmbeddedAccount(demoProgram, [...options, `--port=${port}`], output.say, (account) =>
      serve(account, invocation, context),
    );
  }
  const onDemo = {
    ...inner,
    globals: { ...inner.globals, stateDir: inner.globals.stateDir ?? throwAwayDir() },
  };
  const inside = context.withGlobals(onDemo.globals);
  const log = (line: string): void => inside.logger.info(`embedded account: ${line}`);
  return onEmbeddedAccount(context.demoProgram, options, log, async (account) => {
    confineTo(account, context.environment);
    return opensConsole ? open(onDemo, inside, true) : inside.run(onDemo);
  });
};

async function onEmbeddedAccount(
  program: string,
  options: readonly string[],
  onWords: (line: string) => void,
  work: (account: EmbeddedAccount) => Promise<number>,
): Promise<number> {
  const account = await startEmbeddedAccount(program, options, onWords);
  try {
    return await work(account);
  } finally {
    account.stop();
  }
}

/** What is to run on the account: the words after `--`, else the console. Global options before `--` count too. */
function innerInvocation({ globals, rest, options }: Invocation): Invocation {
  const inner = parse(rest ?? []);
  if (inner.command === 'demo') throw usage('A demo does not run inside a demo.');
  if (rest && options.serve) throw usage('--serve only serves: it takes no command.');
  refuseOwnAws(globals);
  refuseOwnAws(inner.globals);
  return {
    ...inner,
    globals: {
      ...globals,
      ...inner.globals,
      readOnly: globals.readOnly || inner.globals.readOnly,
      write: globals.write || inner.globals.write,
      json: globals.json || inner.globals.json,
      noColor: globals.noColor || inner.globals.noColor,
    },
  };
}

/** Whoever names a profile beside `demo` believes to be somewhere else. */
function refuseOwnAws({ profile, region, endpointUrl }: GlobalOptions): void {
  const given = [profile && '--profile', region && '--region', endpointUrl && '--endpoint-url'].filter(
    Boolean,
  );
  if (given.length === 0) return;
  throw usage(`The demo has its own account, region and endpoint; it does not take ${given.join(' or ')}.`);
}

/** The port of `--serve` (0 = any free one), or null without it. */
function servePort({ options, words }: Invocation): number | null {
  const [word] = words;
  if (!options.serve) {
    if (word !== undefined) throw usage(`lambdatop demo takes a word only after --serve or --: ${word}`);
    return null;
  }
  const port = Number(word ?? 0);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw usage(`--serve takes a port from 0 to 65535, not ${word}.`);
}

const usage = (message: string): AppError =>
  new AppError('usage', message, { next: ['lambdatop demo --help shows how it is used'] });

/** Serves until interrupted. stdout can be given to `eval`. */
async function serve(
  account: EmbeddedAccount,
  { globals }: Invocation,
  { output, interruption }: CommandContext,
): Promise<number> {
  const { endpoint, region } = account;
  const variables = variablesFor(account);
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}=${value}\n`);
  await output.data(
    globals.json
      ? `${JSON.stringify({ endpoint, region, account: account.account, variables })}\n`
      : `unset AWS_PROFILE AWS_SESSION_TOKEN\n${exports.join('')}`,
  );
  output.say(`lambdatop: serving an AWS account at ${endpoint} until interrupted (Ctrl-C)`);
  output.say(`lambdatop: GET ${endpoint}/_control/ lists what makes it misbehave`);
  const signal = interruption();
  const keepAlive = setInterval(() => {}, 1 << 30);
  const how = await Promise.race([
    account.ended.then(() => 'ended' as const),
    new Promise<'interrupted'>((resolve) => signal.addEventListener('abort', () => resolve('interrupted'))),
  ]);
  clearInterval(keepAlive);
  if (how === 'interrupted') return EXIT.interrupted;
  throw new AppError('invalid', 'The embedded account ended by itself.');
}

/** A state directory that goes with the process, except that a process that failed leaves its log file. */
function throwAwayDir(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'lambdatop-demo-'));
  process.once('exit', (code) => {
    if (code === EXIT.failed && existsSync(stateDirFrom(directory, {}).logFile)) return;
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}
