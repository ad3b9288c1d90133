/** `lambdatop` and `lambdatop open SCREEN [TARGET]`: the console. */
import { AppError } from '../domain/app-error.ts';
import { didYouMean } from '../domain/nearest.ts';
import { SCREENS, type ScreenName } from '../domain/screens.ts';
import { readConfig } from './config-file.ts';
import type { CommandContext, Surroundings } from './context.ts';
import type { Invocation } from './parse.ts';

/**
 * Opens the console at the screen that was named, else at the first one.
 *
 * @param demo it runs on the embedded account
 */
export async function open(invocation: Invocation, context: CommandContext, demo = false): Promise<number> {
  const startScreen = screenNamed(invocation.command === 'open' ? invocation.words[0] : undefined);
  requireTerminal(context);
  const { globals } = invocation;
  const { profile, region, endpointUrl, readOnly, write } = globals;
  const { rules } = await readConfig(context.environment);
  return context.openConsole({
    scope: { profile, region, endpointUrl, readOnly, write, rules },
    account: globals.account ?? null,
    stateDir: context.stateDir,
    logger: context.logger,
    noColor: globals.noColor || Boolean(context.environment.NO_COLOR),
    startScreen,
    target: invocation.words[1] ?? null,
    environment: context.environment,
    keepHeapSmall: context.keepHeapSmall,
    program: context.program,
    demo,
  });
}

function screenNamed(name: string | undefined): ScreenName {
  if (name === undefined) return SCREENS[0];
  const screen = SCREENS.find((candidate) => candidate === name);
  if (screen) return screen;
  throw new AppError('usage', `Unknown screen: ${name}.`, { next: didYouMean(name, SCREENS) });
}

/**
 * The console cannot draw into a pipe; what to run instead is said, since this is often a script's mistake.
 *
 * @throws AppError `usage`
 */
export function requireTerminal({
  streams,
  environment,
}: Pick<Surroundings, 'streams' | 'environment'>): void {
  const next = ['for data run, for instance: lambdatop functions --json'];
  if (!streams.stdin.isTTY || !streams.stdout.isTTY) {
    const which = streams.stdout.isTTY ? 'standard input' : 'standard output';
    throw new AppError('usage', `The console needs a terminal, and ${which} is none.`, { next });
  }
  if (environment.TERM === 'dumb') {
    throw new AppError('usage', 'The console needs a terminal that can move its cursor, and TERM is dumb.', {
      next,
    });
  }
}
