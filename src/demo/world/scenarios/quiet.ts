import type { FunctionSpec } from '../function-spec.ts';
import { companyFunctions } from './company-functions.ts';

const QUIET = 24;

/** A cross-section of the company, without what is special about its functions. */
export function quietFunctions(): FunctionSpec[] {
  const all = companyFunctions();
  return all.filter((_, index) => index % Math.ceil(all.length / QUIET) === 0);
}

/** A function on a calm day: a few invocations a minute, hardly an error. */
export function calmed(spec: FunctionSpec): FunctionSpec {
  const ratePerMinute = Math.min(spec.ratePerMinute ?? 0, 12);
  return { ...spec, ratePerMinute, errorShare: 0.0005, slowShare: 0.002, troubles: [] };
}

/** A calm account around some functions of the company that a scenario is about, by name and traits. */
export function quietAround(about: Readonly<Record<string, Partial<FunctionSpec>>>): FunctionSpec[] {
  const actors = companyFunctions()
    .filter((spec) => about[spec.name] !== undefined)
    .map((spec): FunctionSpec => ({ slowShare: 0.004, ...spec, ...about[spec.name] }));
  const others = quietFunctions().filter((spec) => about[spec.name] === undefined);
  return [...actors, ...others.map(calmed)];
}
