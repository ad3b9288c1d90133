import { buildFunction } from '../build-function.ts';
import type { FunctionSpec } from '../function-spec.ts';
import type { Inhabitants, Place } from '../world.ts';
import { eventSourcesOf } from './event-sources.ts';
import { generatedSpec } from './generated.ts';

/** What somebody wants of a scenario; each has its own numbers for what is left open. */
export interface Wishes {
  /** How many functions. */
  functions?: number | undefined;
  /** How many dead letters in each queue, where it is about them. */
  messages?: number | undefined;
  /** How many log events a second, where it is about them. */
  logEventsPerSecond?: number | undefined;
}

/** Makes a scenario's inhabitants. */
export type Scenario = (place: Place, wishes: Wishes) => Inhabitants;

/** What a scenario says beside its functions; an ordinary account unless told. */
export interface Surroundings extends Partial<Omit<Inhabitants, 'functions'>> {
  /** Messages lying in queues, by the queue's name; all others are all but empty. */
  depths?: Readonly<Record<string, number>>;
  /** Average invocations a minute of functions whose rate must not be left to the seed. */
  rates?: Readonly<Record<string, number>>;
}

/** Builds the functions and what feeds them. */
export function settle(
  place: Place,
  list: readonly FunctionSpec[],
  { depths = {}, rates = {}, ...surroundings }: Surroundings = {},
): Inhabitants {
  const functions = list.map((spec) => {
    const built = buildFunction(spec, place);
    const ratePerMinute = rates[spec.name] ?? built.profile.ratePerMinute;
    return { ...built, profile: { ...built.profile, ratePerMinute } };
  });
  return { concurrencyLimit: 1000, functions, ...eventSourcesOf(functions, place, depths), ...surroundings };
}

/** The first `count` of the written specs, generated ones behind them when there are not enough. */
export function specs(
  written: readonly FunctionSpec[],
  count = written.length,
  place: Place,
): FunctionSpec[] {
  const list = written.slice(0, count);
  const names = new Set(list.map((spec) => spec.name));
  for (let index = 0; list.length < count; index++) {
    const spec = generatedSpec(index, place.seed);
    if (!names.has(spec.name)) list.push(spec);
  }
  return list;
}
