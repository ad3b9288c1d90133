import { quietAround } from './quiet.ts';
import { type Scenario, settle, specs } from './settle.ts';

const STABLE_ERRORS = 0.002;
/** Times the stable version's errors: 8 % of its invocations fail. */
const BAD = { errorFactor: 0.08 / STABLE_ERRORS, durationFactor: 1.7 };
const PER_MINUTE = 20 * 60;

/**
 * `checkout-api-prod:live` has 10 % of its traffic on a version that fails 8 % and is slower; the stable one
 * fails 0.2 %. `orders-api-prod:prod` is unsplit, with an equally bad version 19 published but not shifted
 * to, so that a client can start the canary itself; version 43 of the first is the repaired one.
 */
export const badCanary: Scenario = (place, { functions }) =>
  settle(
    place,
    specs(
      quietAround({
        'checkout-api-prod': {
          versions: 43,
          aliases: [{ name: 'live', version: 41, weights: { '42': 0.1 } }],
          versionTraits: { 42: BAD },
          shape: 'flat',
          errorShare: STABLE_ERRORS,
          lastChangedMinutesAgo: 6,
        },
        'orders-api-prod': {
          versions: 19,
          aliases: [{ name: 'prod', version: 18 }],
          versionTraits: { 19: BAD },
          shape: 'flat',
          errorShare: STABLE_ERRORS,
          lastChangedMinutesAgo: 12,
        },
      }),
      functions,
      place,
    ),
    { rates: { 'checkout-api-prod': PER_MINUTE, 'orders-api-prod': PER_MINUTE } },
  );
