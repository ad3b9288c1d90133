/** What stands in the cells of the functions table, and in which style. */
import { formatCount, formatShare, UNKNOWN } from '../../src/domain/figures.ts';
import { MINUTE_MS } from '../../src/domain/health-query.ts';
import { type KilledMark, killedText, shorterKilledTexts } from '../../src/domain/killed.ts';
import type { Cell } from '../../src/ui/table-layout.ts';
import type { Style, Theme } from '../../src/ui/theme.ts';
import { type FunctionRow, isKilled, splitAlias, stateOf, TROUBLE_ERROR_SHARE } from './row.ts';

/** What cells need beside their row. */
export interface CellContext {
  readonly theme: Theme;
  /** ms since the epoch. */
  readonly now: number;
  /** Names as they are drawn: cut, but never to a look-alike. */
  readonly names: ReadonlyMap<string, string>;
  /** What stands where a figure was not read: `…` while it may still come, a dash when reading it failed. */
  readonly unread: { readonly figures: string; readonly details: string };
  /** Who stopped a stopped function, by its ARN. */
  readonly killedBy: (arn: string) => KilledMark;
  /** What is being done to a function now, by its ARN; null = nothing. */
  readonly busy: (arn: string) => string | null;
  /** What a rollout of the function has come to, by its ARN; null = there is none. */
  readonly rollout: (arn: string) => string | null;
}

/** Figures older than this, ms, are drawn as stale. */
const STALE_MS = 4 * MINUTE_MS;
/** From this share of errors on, 0–1, they are drawn as bad rather than as a warning. */
const BAD_ERROR_SHARE = 0.05;
/** A 99th percentile this close to the timeout, as a share of it, is about to become timeouts. */
const NEAR_TIMEOUT = 0.8;

/** A figure's cell: `…` before the first reading, dim when stale, else in the style its value deserves. */
export function figure(
  row: FunctionRow,
  { theme, now, unread }: CellContext,
  format: (health: NonNullable<FunctionRow['health']>) => string,
  style?: (health: NonNullable<FunctionRow['health']>) => Style | undefined,
): Cell {
  if (!row.health) return { text: unread.figures, style: theme.dim };
  const text = format(row.health);
  if (text === UNKNOWN || now - row.health.windowEnd > STALE_MS) return { text, style: theme.dim };
  return { text, style: style?.(row.health) ?? theme.plain };
}

/** How a share of errors, 0–1, is drawn. */
export function errorStyle(share: number | null, theme: Theme): Style {
  if (share === null || share < TROUBLE_ERROR_SHARE) return theme.plain;
  return share >= BAD_ERROR_SHARE ? theme.bad : theme.warn;
}

/** Whether a 99th percentile is about to become timeouts. */
export function isNearTimeout(p99Ms: number | null, timeoutS: number | null): boolean {
  return p99Ms !== null && timeoutS !== null && p99Ms >= timeoutS * 1_000 * NEAR_TIMEOUT;
}

/** What the function is in: a change, a rollout, stopped, a split, dead letters, or what AWS says. */
export function stateCell(
  row: FunctionRow,
  { theme, now, unread, killedBy, busy, rollout }: CellContext,
): Cell {
  const { arn } = row.lambda;
  const doing = busy(arn);
  if (doing !== null) return { text: doing, style: theme.accent };
  const state = stateOf(row);
  const rolledOut = isKilled(row) ? null : rollout(arn);
  if (rolledOut !== null) return { text: rolledOut, style: theme.accent };
  if (state === null) return { text: unread.details, style: theme.dim };
  if (isKilled(row)) {
    const mark = killedBy(arn);
    return { text: killedText(mark, now), shorter: shorterKilledTexts(mark, now), style: theme.alarm };
  }
  const split = splitAlias(row);
  if (state === 'split' && split) return { text: splitText(split.weights), style: theme.accent };
  if (state === 'DLQ') return { text: `DLQ ${formatCount(row.deadLetters)}`, style: theme.warn };
  return { text: state, style: state === 'ok' ? theme.dim : theme.bad };
}

/** `10%→v15`: the share that goes to the additional version. */
function splitText(weights: Readonly<Record<string, number>>): string {
  return Object.entries(weights)
    .map(([version, share]) => `${formatShare(share)}→v${version}`)
    .join(' ');
}

/** `4/60`: in use of what is reserved; in use alone where nothing is. */
export function concurrencyCell(row: FunctionRow, context: CellContext): Cell {
  const used = figure(row, context, ({ concurrency }) => formatCount(concurrency));
  const reserved =
    row.details === null ? `/${context.unread.details}` : reservedText(row.details.reservedConcurrency);
  const full =
    (row.health?.concurrency ?? 0) >= (row.details?.reservedConcurrency ?? Number.POSITIVE_INFINITY);
  return { text: used.text + reserved, style: full ? context.theme.warn : used.style };
}

function reservedText(reserved: number | null): string {
  return reserved === null ? '' : `/${reserved}`;
}

/** `live:14` or `live:14+10%→v15`. */
export function aliasText({
  name,
  version,
  weights,
}: {
  name: string;
  version: string;
  weights: Readonly<Record<string, number>>;
}): string {
  const split = splitText(weights);
  return `${name}:${version}${split ? `+${split}` : ''}`;
}

/** Two minutes in one bar: the higher of both; unknown only when both are. */
export function pairs(values: readonly (number | null)[]): (number | null)[] {
  const joined: (number | null)[] = [];
  for (let index = 0; index < values.length; index += 2) {
    const known = values.slice(index, index + 2).filter((value) => value !== null);
    joined.push(known.length > 0 ? Math.max(...known) : null);
  }
  return joined;
}
