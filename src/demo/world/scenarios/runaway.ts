import type { FunctionSpec } from '../function-spec.ts';
import { companyFunctions } from './company-functions.ts';
import { withTraits } from './company-traits.ts';
import { type Scenario, settle, specs } from './settle.ts';

/** The one that ran away, and since when, in minutes before the world's birth. */
const RUNAWAY = 'image-metadata-extractor';
const SINCE = -12;

/**
 * The company, in which one function's events multiply and each takes far longer: it asks for most of the
 * account's concurrency, and everybody who reserves none is throttled with it.
 */
export const runaway: Scenario = (place, { functions }) =>
  settle(place, specs(companyFunctions().map(withTraits).map(letLoose), functions, place), {
    rates: { [RUNAWAY]: 75 },
    canRunOut: true,
  });

function letLoose(spec: FunctionSpec): FunctionSpec {
  if (spec.name !== RUNAWAY) return spec;
  return {
    ...spec,
    timeoutS: 15,
    troubles: [
      { kind: 'surge', amount: 50, from: SINCE },
      { kind: 'slow', amount: 45, from: SINCE },
    ],
  };
}
