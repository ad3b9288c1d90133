/** Small accounts for tests of the functions screen's pure parts: what is known, and a screen to look at it. */
import { createFunctionsViewModel } from '../../screens/functions/view-model.ts';
import type { FunctionHealth, RankedMetric, Ranking } from '../../src/domain/health.ts';
import type { FunctionDetails, LambdaFunction } from '../../src/domain/lambda-function.ts';
import {
  createFunctionsViewStore,
  type FunctionsViewState,
  type SortColumn,
} from '../../src/stores/functions-view-store.ts';
import { createHealthStore, type HealthState } from '../../src/stores/health-store.ts';
import { createInventoryStore, type InventoryState } from '../../src/stores/inventory-store.ts';
import { functionNamed } from '../feeds/hand-made.ts';

export const MINUTE = 60_000;
/** When the tests take place. */
export const NOW = Date.UTC(2026, 10, 21, 3);

export const arnOf = (name: string): string => functionNamed(name).arn;

/** Figures read a moment ago; what is not given is unknown. */
export function figures(known: Partial<FunctionHealth> = {}): FunctionHealth {
  return {
    at: NOW - MINUTE,
    windowEnd: NOW,
    invocationsPerMin: null,
    errorsPerMin: null,
    errorShare: null,
    p50Ms: null,
    p99Ms: null,
    throttles: null,
    concurrency: null,
    peakConcurrency: null,
    iteratorAgeMs: null,
    trend: [],
    provisional: false,
    idle: false,
    ...known,
  };
}

/** An active function without a reservation or aliases, but for what is given. */
export const details = (known: Partial<FunctionDetails> = {}): FunctionDetails => ({
  state: 'Active',
  reservedConcurrency: null,
  aliases: [],
  ...known,
});

/** A ranking of the account: per function, how many a minute. */
export function ranking(
  metric: RankedMetric,
  perMinute: Readonly<Record<string, number>>,
  at = NOW,
): Ranking {
  return { metric, at, windowMinutes: 5, perMinute: new Map(Object.entries(perMinute)), truncated: false };
}

/** What is known of an account; by function name. Its functions are a, b and c unless given. */
export interface World {
  functions?: readonly LambdaFunction[];
  health?: Readonly<Record<string, FunctionHealth>>;
  details?: Readonly<Record<string, FunctionDetails>>;
  rankings?: readonly Ranking[];
}

/** The stores of a session that knows this. */
export function statesOf(world: World): { inventory: InventoryState; health: HealthState } {
  const functions = world.functions ?? ['a', 'b', 'c'].map((name) => functionNamed(name));
  return {
    inventory: { ...createInventoryStore().getState(), functions, phase: 'ready', at: NOW },
    health: {
      ...createHealthStore().getState(),
      health: new Map(Object.entries(world.health ?? {})),
      details: new Map(Object.entries(world.details ?? {})),
      rankings: new Map((world.rankings ?? []).map((one) => [one.metric, one])),
    },
  };
}

export const sortedBy = (column: SortColumn, descending = true): Partial<FunctionsViewState> => ({
  sort: { column, descending },
});

/** A screen that looks at a world: each `look` is a frame. */
export function screenOn(world: World) {
  const model = createFunctionsViewModel();
  let known = statesOf(world);
  let view = createFunctionsViewStore().getState();
  const look = (change: Partial<FunctionsViewState> = {}) => {
    view = { ...view, ...change };
    const seen = model({ ...known, view, now: NOW });
    return { ...seen, names: seen.rows.map(({ lambda }) => lambda.name) };
  };
  return {
    look,
    view: () => view,
    becomes(changed: World) {
      known = statesOf(changed);
      return look();
    },
  };
}

/** The names as the screen has them in a view. */
export const order = (world: World, view: Partial<FunctionsViewState>): string[] =>
  screenOn(world).look(view).names;
