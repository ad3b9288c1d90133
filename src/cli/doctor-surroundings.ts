/** What `doctor` finds out without any permission: the terminal, this machine's clock, the state directory. */
import type { AppError } from '../domain/app-error.ts';
import { toAppError } from '../domain/app-error.ts';
import type { Clock } from '../domain/clock.ts';
import type { Scope } from '../gateways/scope.ts';
import type { StateDir } from '../journal/state-dir.ts';
import type { Streams } from './context.ts';

/** The terminal, as far as drawing depends on it. */
export interface TerminalFacts {
  /** stdin and stdout are one: the console can be opened. */
  readonly interactive: boolean;
  readonly columns: number | null;
  readonly rows: number | null;
  /** Colours it can show: 2, 16, 256 or 16777216; null when stdout is no terminal. */
  readonly colours: number | null;
  readonly term: string | null;
  /** The locale's characters are UTF-8: boxes and sparklines will be drawn right. */
  readonly utf8: boolean;
  /** tmux, screen or none. */
  readonly multiplexer: string | null;
  readonly ssh: boolean;
  /** What may look wrong, and what to do about it. */
  readonly hints: readonly string[];
}

/** Looks at the terminal and at what the environment says of it. */
export function terminalFacts({ stdin, stdout }: Streams, environment: NodeJS.ProcessEnv): TerminalFacts {
  const { TERM: term, TMUX: tmux, STY: screen, SSH_CONNECTION: ssh } = environment;
  const facts = {
    interactive: stdin.isTTY === true && stdout.isTTY === true,
    columns: stdout.columns ?? null,
    rows: stdout.rows ?? null,
    colours: stdout.isTTY ? 2 ** stdout.getColorDepth(environment) : null,
    term: term ?? null,
    utf8: /utf-?8/i.test(environment.LC_ALL || environment.LC_CTYPE || environment.LANG || ''),
    multiplexer: tmux ? 'tmux' : screen ? 'screen' : null,
    ssh: Boolean(ssh),
  };
  return { ...facts, hints: hintsFor(facts) };
}

function hintsFor(facts: Omit<TerminalFacts, 'hints'>): string[] {
  const hints: string[] = [];
  if (!facts.utf8)
    hints.push('the locale is not UTF-8: export LC_ALL=C.UTF-8, or lines and bars will look wrong');
  if (facts.colours !== null && facts.colours < 256 && facts.multiplexer === 'tmux') {
    hints.push('tmux shows few colours: set -g default-terminal tmux-256color in ~/.tmux.conf');
  }
  const small = facts.columns !== null && facts.rows !== null && (facts.columns < 60 || facts.rows < 15);
  if (small) hints.push(`the window is ${facts.columns}x${facts.rows}; the console needs at least 60x15`);
  if (facts.term === 'dumb') hints.push('TERM is dumb: the console cannot draw here');
  return hints;
}

/** How far this machine's clock is ahead of the endpoint's, ms; null when the endpoint did not say. */
export async function clockSkew(scope: Scope, clock: Clock, signal: AbortSignal): Promise<number | null> {
  const china = scope.region.startsWith('cn-') ? '.cn' : '';
  const url = scope.endpoint ?? `https://sts.${scope.region}.amazonaws.com${china}/`;
  try {
    const options = { method: 'HEAD', signal: AbortSignal.any([signal, AbortSignal.timeout(3_000)]) };
    const reply = await fetch(url, options);
    const theirs = Date.parse(reply.headers.get('date') ?? '');
    // The header counts whole seconds: half a second is the best guess for what it cut off.
    return Number.isNaN(theirs) ? null : Math.round(clock.now() - theirs - 500);
  } catch {
    return null;
  }
}

/** Why the state directory cannot be used; null when it can. */
export function stateDirProblem(stateDir: StateDir): AppError | null {
  try {
    stateDir.ensure();
    return null;
  } catch (thrown) {
    return toAppError(thrown);
  }
}
