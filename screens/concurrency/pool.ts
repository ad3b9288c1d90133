/** The account's pool of concurrency as bars: what is reserved, what is left for everybody else, what is in use. */
import { reservedInAll } from '../../src/domain/concurrency/held.ts';
import { USUAL_FLOOR } from '../../src/domain/concurrency/reservation.ts';
import { formatCount, formatShare } from '../../src/domain/figures.ts';
import type { AccountState } from '../../src/stores/account-store.ts';
import type { ConcurrencyState } from '../../src/stores/concurrency-store.ts';
import type { HealthState } from '../../src/stores/health-store.ts';
import { composeLine, type Segment } from '../../src/ui/segments.ts';
import type { Theme } from '../../src/ui/theme.ts';

/** Lines of the pool. */
export const POOL_HEIGHT = 3;

/** What the lines are made of. */
export interface PoolInputs {
  readonly account: AccountState;
  readonly concurrency: ConcurrencyState;
  readonly health: HealthState;
  /** Functions in the account, as far as they are listed. */
  readonly functions: number;
  readonly width: number;
  readonly theme: Theme;
}

/** From this share of the limit in use on it is drawn as a warning, then as bad. */
const WARNING_SHARE = 0.7;
const BAD_SHARE = 0.9;

/** Columns of the words before the bars. */
const LABEL = 9;

/** Who has how much, how much of it runs, and how far the search for reservations has come. */
export function poolLines(inputs: PoolInputs): string[] {
  const { settings, regionHealth, settingsError } = inputs.account;
  const { theme, width } = inputs;
  if (!settings) {
    const why = settingsError ? `not known: ${settingsError.message}` : 'being read…';
    return [composeLine([{ text: `pool     ${why}`, style: theme.dim, weight: 0 }], width), '', ''];
  }
  const { concurrencyLimit: limit, unreservedConcurrency: unreserved } = settings;
  const reserved = limit - unreserved;
  const used = regionHealth?.concurrency ?? null;
  const cells = Math.max(10, Math.min(60, Math.floor(width / 2) - LABEL));
  return [
    line(
      'pool',
      poolBar(reserved, limit, cells, theme),
      cells,
      poolWords(reserved, unreserved, limit, theme),
      inputs,
    ),
    line('in use', usedBar(used, limit, cells, theme), cells, usedWords(used, limit, theme), inputs),
    composeLine(searchSegments(inputs, reserved), width),
  ];
}

function line(
  label: string,
  bar: string,
  cells: number,
  words: readonly Segment[],
  { width, theme }: PoolInputs,
): string {
  return `${theme.dim(label.padEnd(LABEL))}${bar} ${composeLine(words, width - LABEL - cells - 1)}`;
}

/** Cells for so much of the limit; whatever is not nothing shows. */
function share(part: number, limit: number, cells: number): number {
  if (limit <= 0 || part <= 0) return 0;
  return Math.min(cells, Math.max(1, Math.round((part / limit) * cells)));
}

/** `▓▓▓▓░░░░░░┄┄`: reserved, unreserved, and the part of it that AWS lets nobody reserve. */
function poolBar(reserved: number, limit: number, cells: number, theme: Theme): string {
  const held = share(reserved, limit, cells);
  const floor = Math.min(cells - held, share(USUAL_FLOOR, limit, cells));
  return (
    theme.accent('▓'.repeat(held)) +
    theme.trend('░'.repeat(cells - held - floor)) +
    theme.dim('┄'.repeat(floor))
  );
}

function usedBar(used: number | null, limit: number, cells: number, theme: Theme): string {
  if (used === null) return theme.dim('?'.repeat(1) + '·'.repeat(cells - 1));
  const filled = share(used, limit, cells);
  return usedStyle(used / limit, theme)('█'.repeat(filled)) + theme.dim('·'.repeat(cells - filled));
}

function usedStyle(part: number, theme: Theme): Theme['plain'] {
  if (part >= BAD_SHARE) return theme.bad;
  return part >= WARNING_SHARE ? theme.warn : theme.good;
}

function poolWords(reserved: number, unreserved: number, limit: number, theme: Theme): Segment[] {
  return [
    { text: `▓ reserved ${reserved}`, style: theme.accent, weight: 0 },
    { text: `░ unreserved ${unreserved}`, weight: 0 },
    { text: `limit ${limit}`, weight: 1 },
    { text: `┄ ${USUAL_FLOOR} stay unreserved (AWS’s usual floor)`, style: theme.dim, weight: 2 },
  ];
}

function usedWords(used: number | null, limit: number, theme: Theme): Segment[] {
  if (used === null)
    return [{ text: 'not known: no datapoint of the last minutes', style: theme.dim, weight: 0 }];
  return [
    { text: `█ ${formatCount(used)} of ${limit}`, weight: 0 },
    { text: formatShare(used / limit), style: usedStyle(used / limit, theme), weight: 0 },
    { text: 'highest of the newest minute', style: theme.dim, weight: 1 },
  ];
}

/** How much of what is reserved has been found: a table without its largest holder must say that it lacks it. */
function searchSegments({ concurrency, health, functions, theme }: PoolInputs, reserved: number): Segment[] {
  const { sum, holders } = reservedInAll(health.details, concurrency.reserved);
  const asked = new Set([...health.details.keys(), ...concurrency.reserved.keys()]).size;
  const found = `${formatCount(sum)} of ${reserved} reserved found, with ${many(holders)}`;
  if (concurrency.searchError) {
    return [
      { text: found, weight: 0 },
      { text: `the search stopped: ${concurrency.searchError.message}`, style: theme.warn, weight: 1 },
    ];
  }
  if (reserved === 0) return [{ text: 'no function reserves any of it', style: theme.dim, weight: 0 }];
  if (sum === reserved)
    return [{ text: `all ${reserved} reserved found, with ${many(holders)}`, style: theme.dim, weight: 0 }];
  const where = `asked ${asked.toLocaleString('en')} of ${functions.toLocaleString('en')} functions`;
  return [
    { text: found, style: theme.warn, weight: 0 },
    { text: concurrency.search === 'running' ? `${where}…` : where, style: theme.dim, weight: 1 },
  ];
}

const many = (count: number): string => (count === 1 ? '1 function' : `${count} functions`);
