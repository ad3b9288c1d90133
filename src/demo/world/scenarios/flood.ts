import { quietAround } from './quiet.ts';
import { type Scenario, settle, specs } from './settle.ts';

const PER_SECOND = 20_000;
/** The one whose debugging somebody left on. */
const LOUD = 'orders-api-prod';
/** As many lines as one execution environment writes in a second, about once a second (see `FloodPlan`). */
const LINES_PER_INVOCATION = 500;

/**
 * A calm account in which one function logs 20,000 events a second, a tenth of them by a second version. Each
 * line of the flood bears its number. Stopping the function, or shifting its traffic, shows in the flood at once.
 */
export const flood: Scenario = (place, { functions, logEventsPerSecond = PER_SECOND }) =>
  settle(
    place,
    specs(
      quietAround({
        [LOUD]: {
          versions: 19,
          aliases: [{ name: 'prod', version: 18, weights: { '19': 0.1 } }],
          shape: 'flat',
          errorShare: 0.03,
          medianMs: 998,
          spread: 0.001,
          slowShare: 0,
          timeoutS: 15,
          memoryMb: 1769,
          logEventsPerSecond,
          lastChangedMinutesAgo: 20,
        },
      }),
      functions,
      place,
    ),
    { rates: { [LOUD]: (60 * logEventsPerSecond) / LINES_PER_INVOCATION } },
  );
