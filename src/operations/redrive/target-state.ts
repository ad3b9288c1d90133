/**
 * Reads how the functions stand that messages would go to, before anything is sent there. Each part has two seconds:
 * what has not come by then is not known, and nobody waits for it.
 */
import type { Clock } from '../../domain/clock.ts';
import type { Destination } from '../../domain/dead-letters/destination.ts';
import type { TriagedLetter } from '../../domain/dead-letters/groups.ts';
import type { NamedFunction } from '../../domain/dead-letters/mechanism.ts';
import { type Deploy, RECENT_MINUTES, type TargetState } from '../../domain/dead-letters/target-state.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import type { Journal } from '../../journal/journal.ts';
import { lastErrorOf, type WantedErrors } from './last-error.ts';

/** What reading needs. */
export interface TargetTools {
  readonly aws: Pick<AwsAccount, 'changes' | 'aliases' | 'metrics' | 'logs'>;
  /** Knows when an alias was moved, which AWS does not tell. */
  readonly journal: Pick<Journal, 'read'>;
  readonly clock: Clock;
}

/** A person waits in front of a dialog. */
const PATIENCE_MS = 2_000;
/** More functions than these would be a page to read. */
const MOST_TARGETS = 3;
const MINUTE_MS = 60_000;

/** States of the functions behind `destinations`, at most three. Rejects only when called off. */
export async function readTargets(
  destinations: Iterable<Destination>,
  letters: readonly TriagedLetter[],
  tools: TargetTools,
  signal: AbortSignal,
): Promise<readonly TargetState[]> {
  const targets = new Map<string, NamedFunction>();
  for (const destination of destinations) {
    const functions = destination.kind === 'queue' ? destination.readers : [destination];
    for (const { name, qualifier } of functions) {
      const short = name.split(':')[6] ?? name;
      targets.set(labelOf(short, qualifier), { name: short, qualifier });
    }
  }
  const wanted = wantedErrors(letters);
  const states = await Promise.all(
    [...targets.values()].slice(0, MOST_TARGETS).map((target) => readTarget(target, wanted, tools, signal)),
  );
  signal.throwIfAborted();
  return states;
}

async function readTarget(
  target: NamedFunction,
  wanted: WantedErrors,
  tools: TargetTools,
  signal: AbortSignal,
): Promise<TargetState> {
  const { aws, clock } = tools;
  const now = clock.now();
  const [deploy, recent, lastError] = await Promise.all([
    inTime((limited) => deployOf(target, tools, limited), signal),
    inTime((limited) => recentOf(target, now, aws, limited), signal),
    // It knows part of the answer when its time is up.
    lastErrorOf(target.name, wanted, now, aws.logs, AbortSignal.any([signal, patience()])),
  ]);
  return { name: labelOf(target.name, target.qualifier), deploy, recent, lastError, at: now };
}

/** When what a target runs was published or, for an alias, put there, whichever came later. */
async function deployOf(
  { name, qualifier }: NamedFunction,
  { aws, journal }: TargetTools,
  signal: AbortSignal,
): Promise<Deploy | null> {
  if (qualifier === null || qualifier === '$LATEST') {
    const { lastModified } = await aws.changes.functionFacts(name, signal);
    return lastModified === null ? null : { version: '$LATEST', at: lastModified };
  }
  const isVersion = /^\d+$/.test(qualifier);
  const movedAt = isVersion ? null : await movedBy(journal, name, qualifier);
  const version = isVersion ? qualifier : (await aws.aliases.alias(name, qualifier, signal)).version;
  const { publishedAt } = await aws.aliases.version(name, version, signal);
  if (publishedAt === null && movedAt === null) return null;
  return { version: `v${version}`, at: Math.max(publishedAt ?? 0, movedAt ?? 0) };
}

/** When the journal knows the alias to have been moved last, ms since the epoch. */
async function movedBy(journal: Pick<Journal, 'read'>, name: string, alias: string): Promise<number | null> {
  const { entries } = await journal.read();
  const moves = entries.filter(({ outcome, changes }) => {
    const isAbout = changes.some(
      ({ setting }) =>
        setting.kind === 'alias-routing' &&
        setting.alias === alias &&
        setting.functionArn.split(':')[6] === name,
    );
    return isAbout && outcome === 'done';
  });
  return moves.at(-1)?.at ?? null;
}

/** Invocations and errors of the last whole minutes: of the target or, where nobody called it so, of its function. */
async function recentOf(
  { name, qualifier }: NamedFunction,
  now: number,
  { metrics }: TargetTools['aws'],
  signal: AbortSignal,
): Promise<TargetState['recent']> {
  const end = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const ofFunction = { FunctionName: name };
  const ofTarget = { ...ofFunction, Resource: `${name}:${qualifier}` };
  const queries = [
    ...(qualifier === null ? [] : [{ of: 'target' as const, dimensions: ofTarget }]),
    { of: 'function' as const, dimensions: ofFunction },
  ];
  const series = await metrics.series(
    queries.flatMap(({ of, dimensions }) =>
      ['Invocations', 'Errors'].map((metric) => ({
        ...{ key: `${of} ${metric}`, metric, statistic: 'Sum' as const, dimensions },
      })),
    ),
    { start: end - RECENT_MINUTES * MINUTE_MS, end },
    signal,
  );
  const sum = (wanted: string): number | null => {
    const found = series.find(({ key }) => key === wanted);
    if (!found?.complete) return null;
    return [...found.points.values()].reduce((total, value) => total + value, 0);
  };
  const figures = queries.map(({ of }) => {
    const [invocations, errors] = [sum(`${of} Invocations`), sum(`${of} Errors`)];
    return invocations === null || errors === null ? null : { of, invocations, errors };
  });
  // An invocation by an alias counts under the alias, not under its version.
  return figures.find((each) => each !== null && each.invocations > 0) ?? figures[0] ?? null;
}

/** What the messages failed of, where that is known to be an error. */
function wantedErrors(letters: readonly TriagedLetter[]): WantedErrors {
  const errors = letters.filter(({ evidence: { kind } }) => kind !== 'shape' && kind !== 'none');
  return errors.length === 0 ? null : new Set(errors.map(({ evidence }) => evidence.signature));
}

async function inTime<Value>(
  read: (signal: AbortSignal) => Promise<Value>,
  signal: AbortSignal,
): Promise<Value | null> {
  try {
    return await read(AbortSignal.any([signal, patience()]));
  } catch {
    return null;
  }
}

function patience(): AbortSignal {
  return AbortSignal.timeout(PATIENCE_MS);
}

function labelOf(name: string, qualifier: string | null): string {
  return qualifier === null ? name : `${name}:${qualifier}`;
}
