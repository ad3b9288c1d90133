import { badCanary } from './bad-canary.ts';
import { companyFunctions } from './company-functions.ts';
import { withTraits } from './company-traits.ts';
import { deploying } from './deploying.ts';
import { flood } from './flood.ts';
import { poison } from './poison.ts';
import { calmed, quietFunctions } from './quiet.ts';
import { runaway } from './runaway.ts';
import { type Scenario, settle, specs } from './settle.ts';

const HUGE = 10_000;

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

/** A believable company of about 140 functions with a few things going wrong. */
const company: Scenario = (place, { functions }) =>
  settle(place, specs(companyFunctions().map(withTraits), functions, place), { depths: COMPANY_DEPTHS });

/** The scenarios by name, as `--scenario` takes them. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  company,
  /** A small account on a calm day: little traffic, no trouble. */
  quiet: (place, { functions }) => settle(place, specs(quietFunctions(), functions, place).map(calmed)),
  'bad-canary': badCanary,
  runaway,
  /** Functions that fail on messages, and three kinds of dead-letter queues that fill. */
  poison,
  /** CodeDeploy deployments in progress. */
  codedeploy: deploying,
  /** The company in an account that refuses whoever asks faster than AWS's quotas allow. */
  'throttled-account': (place, wishes) => ({ ...company(place, wishes), hasQuotas: true }),
  /** A function with debugging left on, which logs 20,000 events a second. */
  flood,
  /** Ten thousand functions. */
  huge: (place, { functions = HUGE }) =>
    settle(place, specs([], functions, place), { concurrencyLimit: 20_000 }),
  /** A new account: no functions at all. */
  empty: (place, { functions = 0 }) => settle(place, specs([], functions, place)),
};
