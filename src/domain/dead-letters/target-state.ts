/** How the functions stand that redriven messages would go to: whether they would fail there again. */
import { formatAge, formatClock, formatCount, formatShare } from '../figures.ts';

/** The newest deploy of a function, as far as its target says. */
export interface Deploy {
  /** `v14`, or `$LATEST`. */
  readonly version: string;
  /** ms since the epoch. */
  readonly at: number;
}

/** The newest error in a function's log that matters for messages. */
export type LastError =
  /** `isTheirs`: it is what the messages failed of; otherwise that is not known, and it is the newest of any kind. */
  | { readonly state: 'seen'; readonly signature: string; readonly at: number; readonly isTheirs: boolean }
  /** None since then (ms since the epoch), which is as far back as was read. */
  | { readonly state: 'none'; readonly since: number; readonly isTheirs: boolean }
  | { readonly state: 'unknown' };

/** One function with what was read of it in the little time there is before a redrive. */
export interface TargetState {
  /** `orders`, `orders:live`. */
  readonly name: string;
  /** Null = not known. */
  readonly deploy: Deploy | null;
  /**
   * What it did in the last five minutes, or all of its function did where nobody called it by its qualifier;
   * null = not known.
   */
  readonly recent: {
    readonly of: 'target' | 'function';
    readonly invocations: number;
    readonly errors: number;
  } | null;
  readonly lastError: LastError;
  /** When this was read, ms since the epoch. */
  readonly at: number;
}

/** A sentence about a target; `good` and `warn` say which way it speaks. */
export interface TargetRemark {
  readonly text: string;
  readonly tone: 'good' | 'warn' | 'dim';
}

/** Minutes that `recent` is about. */
export const RECENT_MINUTES = 5;

const DAY_MS = 86_400_000;

/** What is known of a target, in two sentences. */
export function targetRemarks(target: TargetState): TargetRemark[] {
  return [errorRemark(target), recentRemark(target)];
}

function recentRemark({ name, recent }: TargetState): TargetRemark {
  if (recent === null) return { text: `${name}: its present error share is not known`, tone: 'dim' };
  const { of, invocations, errors } = recent;
  const when = `in the last ${RECENT_MINUTES} min`;
  if (invocations === 0) return { text: `${name}: no invocation was seen ${when}`, tone: 'dim' };
  const share = `${formatShare(errors / invocations)} of ${formatCount(invocations)} invocations failed ${when}`;
  const whose = of === 'target' ? name : `${name.split(':')[0]}, all versions`;
  return { text: `${whose}: ${share}`, tone: errors > 0 ? 'warn' : 'good' };
}

function errorRemark({ name, deploy, lastError, at: now }: TargetState): TargetRemark {
  const since = deploy === null ? null : `${deployWords(deploy)}, ${when(deploy.at, now)}`;
  const deployed = since === null ? 'when it was deployed last is not known' : `deployed last: ${since}`;
  switch (lastError.state) {
    case 'unknown':
      return { text: `${name}: when its log last told of an error is not known; ${deployed}`, tone: 'dim' };
    case 'none': {
      const what = lastError.isTheirs ? 'of this error' : 'of any error';
      const isSinceDeploy = deploy !== null && lastError.since <= deploy.at;
      const words = isSinceDeploy
        ? `none ${what} since ${since}`
        : `none ${what} in the last ${formatAge(now - lastError.since)}; ${deployed}`;
      return { text: `${name}: ${words}`, tone: lastError.isTheirs ? 'good' : 'dim' };
    }
    case 'seen': {
      const { isTheirs, signature, at } = lastError;
      const what = isTheirs ? signature : `which error it was is not known; its newest is ${signature}`;
      const seen = `${what}: last seen ${when(at, now)}`;
      if (deploy === null) return { text: `${name}: ${seen}; ${deployed}`, tone: 'warn' };
      const isOver = at < deploy.at;
      return {
        text: `${name}: ${seen}, ${isOver ? 'none since' : 'after'} ${since}`,
        tone: isOver ? (isTheirs ? 'good' : 'dim') : 'warn',
      };
    }
  }
}

function deployWords({ version }: Deploy): string {
  return version === '$LATEST' ? 'the change of $LATEST' : version;
}

/** `01:20` of the last day, else `3d ago`. */
function when(at: number, now: number): string {
  return now - at < DAY_MS ? formatClock(at) : `${formatAge(now - at)} ago`;
}
