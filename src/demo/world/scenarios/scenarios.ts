import { buildFunction } from '../build-function.ts';
import type { FunctionSpec } from '../function-spec.ts';
import type { Inhabitants, Place } from '../world.ts';
import { companyFunctions } from './company-functions.ts';
import { withTraits } from './company-traits.ts';
import { eventSourcesOf } from './event-sources.ts';
import { generatedSpec } from './generated.ts';

/** Makes a scenario's inhabitants; `count` overrides the number of functions. */
export type Scenario = (place: Place, count?: number) => Inhabitants;

const HUGE = 10_000;
const QUIET = 24;

/** Messages lying in the company's queues; the rest are all but empty. */
const COMPANY_DEPTHS: Readonly<Record<string, number>> = {
  'orders-fulfilment-worker-dlq': 250,
  'notify-sms-sender-dlq': 37,
  'image-resize-worker-large-dlq': 112,
  'image-resize-worker-large-queue': 860,
  'partner-marketplace-sync-worker-queue': 4_210,
  'partner-marketplace-sync-worker-dlq': 9,
  'image-virus-scan-dlq': 3,
  'checkout-async-dlq': 14,
  'orders-async-dlq': 2,
};

/** The scenarios by name, as `--scenario` takes them. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  /** A believable company of about 140 functions with a few things going wrong. */
  company: (place, count) =>
    settle(place, specs(companyFunctions().map(withTraits), count, place), COMPANY_DEPTHS, 1000),
  /** A small account on a calm day: little traffic, no trouble. */
  quiet: (place, count) => settle(place, specs(quietFunctions(), count, place).map(calmed), {}, 1000),
  /** Ten thousand functions. */
  huge: (place, count = HUGE) => settle(place, specs([], count, place), {}, 20_000),
  /** A new account: no functions at all. */
  empty: (place, count = 0) => settle(place, specs([], count, place), {}, 1000),
};

function settle(
  place: Place,
  list: readonly FunctionSpec[],
  depths: Readonly<Record<string, number>>,
  concurrencyLimit: number,
): Inhabitants {
  const functions = list.map((spec) => buildFunction(spec, place));
  return { functions, ...eventSourcesOf(functions, place, depths), concurrencyLimit };
}

/** The first `count` of the written specs, generated ones behind them when there are not enough. */
function specs(written: readonly FunctionSpec[], count = written.length, place: Place): FunctionSpec[] {
  const list = written.slice(0, count);
  const names = new Set(list.map((spec) => spec.name));
  for (let index = 0; list.length < count; index++) {
    const spec = generatedSpec(index, place.seed);
    if (!names.has(spec.name)) list.push(spec);
  }
  return list;
}

/** A cross-section of the company, without what is special about its functions. */
function quietFunctions(): FunctionSpec[] {
  const all = companyFunctions();
  return all.filter((_, index) => index % Math.ceil(all.length / QUIET) === 0);
}

function calmed(spec: FunctionSpec): FunctionSpec {
  const ratePerMinute = Math.min(spec.ratePerMinute ?? 0, 12);
  return { ...spec, ratePerMinute, errorShare: 0.0005, slowShare: 0.002, troubles: [] };
}
