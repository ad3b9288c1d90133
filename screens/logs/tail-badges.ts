/** The first line of the screen: whose logs, by which way they come, how far behind, and what is missing. */
import { formatAge } from '../../src/domain/figures.ts';
import type { TailStatus, TargetStatus } from '../../src/domain/logs/tail-status.ts';
import type { LogsState } from '../../src/stores/logs-store.ts';
import type { Segment } from '../../src/ui/segments.ts';
import type { Theme } from '../../src/ui/theme.ts';

/** What the line is made of. */
export interface BadgeInputs {
  readonly logs: LogsState;
  /** ms since the epoch. */
  readonly now: number;
  readonly theme: Theme;
}

/** A tail further behind than this, ms, is worth a warning: polls are a few seconds apart. */
const LATE_MS = 20_000;

/** The ways from worst to best: a tail is as good as the worst of its targets. */
const MODES = ['refused', 'waiting', 'opening', 'polling', 'live'] as const satisfies TargetStatus['mode'][];

/** How the tail as a whole comes. */
export function modeOf({ targets }: TailStatus): TargetStatus['mode'] {
  return MODES.find((mode) => targets.some((target) => target.mode === mode)) ?? 'opening';
}

/** The segments; names, mode, lag and what is missing stay longest. */
export function badgeSegments({ logs, now, theme }: BadgeInputs): Segment[] {
  const { status, received, dropped, query } = logs;
  const mode = modeOf(status);
  const { text, style } = modeBadge(mode, status, theme);
  const open = status.sampledUpdates - status.completedUpdates;
  return [
    { text: namesText(query?.targets ?? []), style: theme.strong, weight: 2 },
    { text: ` ${text} `, style, weight: 0 },
    lagSegment(status, now, theme),
    { text: query?.pattern ? `pattern ${query.pattern}` : '', style: theme.accent, weight: 3 },
    { text: sampledText(status), style: open > 0 ? theme.warn : theme.dim, weight: 1 },
    { text: countText(status.unreadCount, 'gap'), style: theme.warn, weight: 1 },
    { text: countText(status.reconnects, 'reconnect'), style: theme.dim, weight: 4 },
    {
      text: dropped > 0 ? `${dropped.toLocaleString('en')} dropped` : '',
      style: theme.warn,
      weight: 1,
      right: true,
    },
    { text: `${received.toLocaleString('en')} lines`, style: theme.dim, weight: 5, right: true },
  ];
}

/** `orders`, `orders:live`, `orders and 4 more`. */
export function namesText(targets: readonly { functionName: string; qualifier: string | null }[]): string {
  const [first, ...others] = targets.map(({ functionName, qualifier }) =>
    qualifier === null ? functionName : `${functionName}:${qualifier}`,
  );
  if (first === undefined) return 'no function';
  if (others.length === 1) return `${first} and ${others[0]}`;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function modeBadge(
  mode: TargetStatus['mode'],
  { targets }: TailStatus,
  theme: Theme,
): { readonly text: string; readonly style: Segment['style'] } {
  const such = targets.filter((target) => target.mode === mode).length;
  const count = such < targets.length ? ` ${such} of ${targets.length}` : '';
  const words = {
    refused: 'REFUSED',
    waiting: 'WAITING',
    opening: 'OPENING',
    polling: 'POLLING',
    live: 'LIVE',
  };
  const styles = {
    refused: theme.alarm,
    waiting: theme.badge,
    opening: theme.badge,
    polling: theme.badge,
    live: theme.badge,
  };
  return { text: `${words[mode]}${count}`, style: styles[mode] };
}

function lagSegment(status: TailStatus, now: number, theme: Theme): Segment {
  const behind = status.targets
    .filter(({ mode, caughtUpAt }) => mode === 'live' || mode === 'polling' || caughtUpAt !== null)
    .map(({ caughtUpAt }) => caughtUpAt);
  const known = behind.filter((at) => at !== null);
  if (behind.length === 0) return { text: '', weight: 0 };
  if (known.length < behind.length) return { text: 'reading…', style: theme.accent, weight: 0 };
  const lagMs = now - Math.min(...known);
  return { text: `lag ${formatAge(lagMs)}`, style: lagMs > LATE_MS ? theme.warn : theme.dim, weight: 0 };
}

/** Updates that were a sample, and how many of them are not completed by reading. */
function sampledText({ sampledUpdates, completedUpdates }: TailStatus): string {
  if (sampledUpdates === 0) return '';
  const open = sampledUpdates - completedUpdates;
  return open === 0
    ? `SAMPLED ${sampledUpdates}, all completed`
    : `SAMPLED ${open} of ${sampledUpdates} incomplete`;
}

function countText(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`;
}

/**
 * Why the tail is not live, or what it lacks: a sentence each, worst first; empty when all is well.
 *
 * @param timeOf how a time is written beside the lines
 */
export function reasonsOf({ targets, unread }: TailStatus, timeOf: (at: number) => string): string[] {
  const reasons = MODES.flatMap((mode) => {
    const such = targets.filter((target) => target.mode === mode && target.reason !== null);
    const sentences = new Set(such.map(({ reason }) => reason ?? ''));
    return [...sentences].map((sentence) => {
      const whose = such.filter(({ reason }) => reason === sentence);
      const names = whose.length < targets.length ? `${whose.map(({ target }) => target).join(', ')}: ` : '';
      return `${names}${sentence}`;
    });
  });
  const gap = unread.at(-1);
  if (!gap) return reasons;
  const whose = targets.length > 1 ? `${gap.target}: ` : '';
  return [...reasons, `${whose}${timeOf(gap.from)}–${timeOf(gap.to)} incomplete: ${gap.reason}`];
}
