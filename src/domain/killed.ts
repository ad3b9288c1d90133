/** Stopped functions in words: since when, by whom, and what they had before. */
import { formatClock } from './figures.ts';

/** What is known of a function whose reserved concurrency is 0. */
export type KilledMark =
  /** By lambdatop, as its journal says. */
  | {
      readonly kind: 'ours';
      /** ms since the epoch. */
      readonly at: number;
      /** ARN of who did it. */
      readonly actor: string;
      /** Reserved concurrency before; null = unset. */
      readonly was: number | null;
    }
  /** By others; AWS does not say when. `firstSeen` in ms since the epoch. */
  | { readonly kind: 'others'; readonly firstSeen: number };

const DAY_MS = 86_400_000;

/** `KILLED 03:12 by anna (was 25)`, or `KILLED by others, first seen 03:12`. */
export function killedText(mark: KilledMark, now: number): string {
  if (mark.kind === 'others') return `KILLED by others, first seen ${momentText(mark.firstSeen, now)}`;
  return `KILLED ${momentText(mark.at, now)} by ${actorName(mark.actor)} (was ${mark.was ?? 'unset'})`;
}

/** The same for less and less room, longest first. */
export function shorterKilledTexts(mark: KilledMark, now: number): string[] {
  if (mark.kind === 'others') return ['KILLED by others', 'KILLED'];
  const since = `KILLED ${momentText(mark.at, now)}`;
  return [`${since} by ${actorName(mark.actor)}`, since, 'KILLED'];
}

/** `02:58`, with the day in front where it was not within the last day: `20 Nov 02:58`. */
export function momentText(at: number, now: number): string {
  const clock = formatClock(at);
  if (now - at < DAY_MS) return clock;
  const day = new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return `${day} ${clock}`;
}

/** The person's part of a caller's ARN: the session's name of an assumed role, else the user's. */
export function actorName(arn: string): string {
  return arn.split(/[/:]/).findLast((part) => part !== '') ?? arn;
}
