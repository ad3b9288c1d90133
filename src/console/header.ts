/** The two lines at the top: whose account, in which mode, how old the data is, and how the region is doing. */
import { formatAge, formatClock, formatCount, formatShare, UNKNOWN } from '../domain/figures.ts';
import { targetOf } from '../domain/rollout/record.ts';
import type { AccountState } from '../stores/account-store.ts';
import type { HealthState } from '../stores/health-store.ts';
import type { InventoryState } from '../stores/inventory-store.ts';
import { openRollouts, type RolloutsState, shortText } from '../stores/rollouts-store.ts';
import { composeLine, type Segment } from '../ui/segments.ts';
import type { Theme } from '../ui/theme.ts';

/** What the header is made of. */
export interface HeaderInputs {
  readonly account: AccountState;
  readonly inventory: InventoryState;
  readonly health: HealthState;
  readonly rollouts: RolloutsState;
  /** When the screen was frozen, ms since the epoch; null = live. */
  readonly frozenAt: number | null;
  /** ms since the epoch. */
  readonly now: number;
  readonly width: number;
  readonly theme: Theme;
}

/** A failing read is said at once; data older than this, ms, without one means that reading has stalled. */
const STALE_MS = 7 * 60_000;
/** Credentials that end sooner than this, ms, are worth a warning. */
const EXPIRY_WARNING_MS = 15 * 60_000;
/** Cells of the concurrency bar. */
const BAR_WIDTH = 10;
/** From this share of the account's concurrency on it is drawn as a warning, then as bad. */
const CONCURRENCY_WARNING = 0.7;
const CONCURRENCY_BAD = 0.9;

/** Both lines. Identity, mode and age are never dropped (weight 0). */
export function headerLines(inputs: HeaderInputs): [string, string] {
  return [composeLine(identityLine(inputs), inputs.width), composeLine(regionLine(inputs), inputs.width)];
}

function identityLine({ account, theme, ...inputs }: HeaderInputs): Segment[] {
  const { region, profile, endpoint, demo, production } = account;
  return [
    { text: 'lambdatop', style: theme.accent, weight: 3 },
    {
      text: production ? ` ${accountText(account)} ` : accountText(account),
      style: production ? theme.alarm : theme.strong,
      weight: 0,
    },
    { text: region ?? 'no region', style: theme.strong, weight: 0 },
    { text: profile === null ? '' : `profile ${profile}`, weight: 4 },
    { text: demo ? ' DEMO ' : '', style: theme.badge, weight: 0 },
    modeSegment(account, inputs.now, theme),
    { text: endpoint !== null && !demo ? endpoint : '', style: theme.warn, weight: 5 },
    ageSegment({ account, theme, ...inputs }),
  ];
}

/** Whether AWS may be changed, where that is not a matter of course; what makes it so where there is room. */
function modeSegment(
  { readOnly, readOnlySource, writeUntil }: AccountState,
  now: number,
  theme: Theme,
): Segment {
  if (writeUntil !== null && writeUntil > now) {
    return { text: ` WRITE until ${formatClock(writeUntil)} `, style: theme.alarm, weight: 0 };
  }
  if (!readOnly) return { text: '', weight: 0 };
  const source = readOnlySource === null ? '' : ` (${readOnlySource})`;
  return { text: ` READ-ONLY${source} `, style: theme.badge, weight: 0 };
}

/** Until STS has answered, the account of the last session is shown with a question mark. */
function accountText({ identity, presumedAccount, error }: AccountState): string {
  if (identity) return identity.account;
  if (presumedAccount !== null) return `${presumedAccount}?`;
  return error ? 'not signed in' : 'signing in…';
}

function ageSegment({ inventory, health, frozenAt, now, theme }: HeaderInputs): Segment {
  const segment = (text: string, style: Segment['style']): Segment => ({
    text,
    style,
    weight: 0,
    right: true,
  });
  if (frozenAt !== null) return segment(` FROZEN ${formatAge(now - frozenAt)} ago `, theme.badge);
  // A list from the last session stays stale until a whole pass has confirmed it.
  if (inventory.phase !== 'ready' && inventory.at !== null) {
    return segment(`STALE: list of ${formatAge(now - inventory.at)} ago`, theme.warn);
  }
  const newest = Math.max(health.at ?? 0, inventory.at ?? 0);
  if (newest === 0) return segment('no data yet', theme.dim);
  const age = now - newest;
  const failing = inventory.error ?? health.error;
  if (age > STALE_MS || failing) return segment(`STALE: ${formatAge(age)} old`, theme.warn);
  return segment(`data ${formatAge(age)} old`, theme.dim);
}

function regionLine({ account, rollouts, theme, now }: HeaderInputs): Segment[] {
  const { settings, regionHealth, usage, credentialsExpireAt } = account;
  const used = regionHealth?.concurrency ?? null;
  const limit = settings?.concurrencyLimit ?? null;
  const share = used !== null && limit ? used / limit : null;
  return [
    ...rolloutSegments(rollouts, theme),
    { text: concurrencyText(used, limit, share), style: concurrencyStyle(share, theme), weight: 1 },
    { text: settings ? `unreserved ${settings.unreservedConcurrency}` : '', weight: 4 },
    {
      text: regionHealth ? `${formatCount(regionHealth.invocationsPerMin)} inv/m` : '',
      weight: 5,
    },
    {
      text: regionHealth ? `${errorText(regionHealth)} errors` : '',
      weight: 5,
    },
    throttleSegment(account, theme),
    expirySegment(credentialsExpireAt, now, theme),
    { text: `${formatCount(usage.callsPerMin)} calls/m`, style: theme.dim, weight: 3, right: true },
    { text: `≈$${usage.dollarsPerHour.toFixed(2)}/h`, style: theme.dim, weight: 2, right: true },
  ];
}

/** Rollouts that nobody can see to, or that go on: whatever screen is open, they are not forgotten. */
function rolloutSegments(rollouts: RolloutsState, theme: Theme): Segment[] {
  return openRollouts(rollouts).map((open): Segment => {
    const isLost = open.state === 'unfinished' || open.record.rollout.blindSince !== null;
    const text = `${targetOf(open.record)} ${shortText(open)}`;
    return isLost
      ? { text: ` ${text} `, style: theme.alarm, weight: 0 }
      : { text, style: theme.accent, weight: 3 };
  });
}

function errorText({
  errorsPerMin,
  invocationsPerMin,
}: {
  errorsPerMin: number | null;
  invocationsPerMin: number | null;
}): string {
  return errorsPerMin === null || !invocationsPerMin
    ? UNKNOWN
    : formatShare(errorsPerMin / invocationsPerMin);
}

/** `concurrency ▕███·······▏ 312/1000`; unknown figures as a dash, never as zero. */
function concurrencyText(used: number | null, limit: number | null, share: number | null): string {
  const filled = share === null ? 0 : Math.min(BAR_WIDTH, Math.ceil(share * BAR_WIDTH));
  const bar = '█'.repeat(filled) + '·'.repeat(BAR_WIDTH - filled);
  return `concurrency ▕${bar}▏ ${formatCount(used)}/${formatCount(limit)}`;
}

function concurrencyStyle(share: number | null, theme: Theme): Segment['style'] {
  if (share === null || share < CONCURRENCY_WARNING) return theme.plain;
  return share < CONCURRENCY_BAD ? theme.warn : theme.bad;
}

function throttleSegment({ usage }: AccountState, theme: Theme): Segment {
  const text = usage.throttledPerMin > 0 ? `AWS throttles us: ${usage.throttledPerMin}/m` : '';
  return { text, style: theme.warn, weight: 2 };
}

function expirySegment(expireAt: number | null, now: number, theme: Theme): Segment {
  if (expireAt === null) return { text: '', weight: 6 };
  const left = expireAt - now;
  const soon = left < EXPIRY_WARNING_MS;
  const text = left <= 0 ? 'credentials EXPIRED' : `credentials ${formatAge(left)} left`;
  return { text, style: soon ? theme.warn : theme.dim, weight: soon ? 0 : 6 };
}
