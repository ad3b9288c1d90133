/**
 * Which Lambda runtimes are deprecated and what that will block, as AWS published it (facts/aws.md section 8,
 * the Lambda runtimes page as of autumn 2026). Dates are UTC days, YYYY-MM-DD.
 */

/** When AWS gives a runtime up, step by step. */
export interface RuntimeDates {
  /** End of security patches and support; null when none is announced. */
  readonly deprecated: string | null;
  /** From this day functions with it can no longer be created; null when AWS publishes none (long past, or far off). */
  readonly blockCreate: string | null;
  /** From this day functions with it can no longer be updated; null likewise. */
  readonly blockUpdate: string | null;
}

const OLD_BLOCK_CREATE = '2027-02-01';
const OLD_BLOCK_UPDATE = '2027-03-03';

const dates = (
  deprecated: string | null,
  blockCreate: string | null,
  blockUpdate: string | null,
): RuntimeDates => ({ deprecated, blockCreate, blockUpdate });

/** Supported, and no end announced. */
const OPEN_END: RuntimeDates = dates(null, null, null);

/** Deprecated in the years when AWS had moved all blocks to early 2027. */
const late = (deprecated: string): RuntimeDates => dates(deprecated, OLD_BLOCK_CREATE, OLD_BLOCK_UPDATE);

/** Nothing can be created with it any more; updates still can. */
const old = (deprecated: string): RuntimeDates => dates(deprecated, null, OLD_BLOCK_UPDATE);

/** Long gone: the days of its blocks are past and nowhere published any more. */
const gone = (deprecated: string): RuntimeDates => dates(deprecated, null, null);

const DATES: Readonly<Record<string, RuntimeDates>> = {
  'nodejs24.x': dates('2028-04-30', '2028-06-01', '2028-07-01'),
  'nodejs22.x': dates('2027-04-30', '2027-06-01', '2027-07-01'),
  'python3.14': dates('2029-06-30', '2029-07-31', '2029-08-31'),
  'python3.13': dates('2029-06-30', '2029-07-31', '2029-08-31'),
  'python3.12': dates('2028-10-31', '2028-11-30', '2029-01-10'),
  'python3.11': dates('2027-06-30', '2027-07-31', '2027-08-31'),
  'python3.10': late('2026-10-31'),
  java25: dates('2029-06-30', '2029-07-31', '2029-08-31'),
  java21: dates('2029-06-30', '2029-07-31', '2029-08-31'),
  java17: dates('2027-06-30', '2027-07-31', '2027-08-31'),
  java11: dates('2027-06-30', '2027-07-31', '2027-08-31'),
  'java8.al2': dates('2027-06-30', '2027-07-31', '2027-08-31'),
  'java17.al2023': OPEN_END,
  'java11.al2023': OPEN_END,
  'java8.al2023': OPEN_END,
  dotnet10: dates('2028-11-14', '2028-12-14', '2029-01-15'),
  // A container base image only; AWS publishes no blocks for it.
  dotnet9: dates('2026-11-10', null, null),
  dotnet8: late('2026-11-10'),
  'ruby4.0': dates('2029-03-31', '2029-04-30', '2029-05-31'),
  'ruby3.4': dates('2028-03-31', '2028-04-30', '2028-05-31'),
  'ruby3.3': dates('2027-03-31', '2027-04-30', '2027-05-31'),
  'provided.al2023': dates('2029-06-30', '2029-07-31', '2029-08-31'),
  'provided.al2': late('2026-07-31'),
  'nodejs20.x': late('2026-04-30'),
  'ruby3.2': late('2026-03-31'),
  'python3.9': late('2025-12-15'),
  'nodejs18.x': late('2025-09-01'),
  dotnet6: late('2024-12-20'),
  'python3.8': late('2024-10-14'),
  'nodejs16.x': late('2024-06-12'),
  java8: old('2024-01-08'),
  'go1.x': old('2024-01-08'),
  provided: old('2024-01-08'),
  'ruby2.7': old('2023-12-07'),
  'nodejs14.x': old('2023-12-04'),
  'python3.7': old('2023-12-04'),
  'dotnetcore3.1': gone('2023-04-03'),
  'nodejs12.x': gone('2023-03-31'),
  'python3.6': gone('2022-07-18'),
  'dotnetcore2.1': gone('2022-01-05'),
  'nodejs10.x': gone('2021-07-30'),
  'ruby2.5': gone('2021-07-30'),
  'python2.7': gone('2021-07-15'),
  'nodejs8.10': gone('2020-03-06'),
  'nodejs4.3': gone('2020-03-05'),
  'nodejs6.10': gone('2019-08-12'),
  'dotnetcore1.0': gone('2019-06-27'),
  'dotnetcore2.0': gone('2019-05-30'),
  nodejs: gone('2016-08-30'),
};

/** Days before its deprecation at which a runtime begins to be marked. */
const WARNING_DAYS = 90;
const DAY_MS = 86_400_000;

/** What AWS announced for a runtime identifier; null for one this table does not have. */
export function runtimeDates(runtime: string): RuntimeDates | null {
  return Object.hasOwn(DATES, runtime) ? (DATES[runtime] ?? null) : null;
}

/** How a runtime stands on a day: `unknown` for one newer than this version, which is never marked. */
export type RuntimeSupport = 'supported' | 'ending' | 'deprecated' | 'unknown';

/** How the runtime stands at `now` (ms since the epoch); null (a container image) is `unknown`. */
export function runtimeSupport(runtime: string | null, now: number): RuntimeSupport {
  const known = runtime === null ? null : runtimeDates(runtime);
  if (!known) return 'unknown';
  if (known.deprecated === null) return 'supported';
  const end = Date.parse(known.deprecated);
  if (now >= end) return 'deprecated';
  return now >= end - WARNING_DAYS * DAY_MS ? 'ending' : 'supported';
}
