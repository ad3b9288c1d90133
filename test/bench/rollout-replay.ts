/**
 * A rollout of one seed, replayed: the embedded account's log events of the time after the shift reach the guard when
 * a live tail would bring them, and are judged as a rollout's process judges them.
 */
import { startAccount } from '../../src/demo/account.ts';
import { observed, startGuard } from '../../src/domain/guard/guard.ts';
import { EvidenceLedger } from '../../src/domain/guard/ledger.ts';
import { DEFAULT_GUARD } from '../../src/domain/guard/settings.ts';
import { verdictOf } from '../../src/domain/guard/verdict.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import type { InvocationOutcome } from '../../src/domain/logs/invocation.ts';
import { createLineReader } from '../../src/domain/logs/line-reader.ts';
import type { LogEvent } from '../../src/domain/logs/log-event.ts';
import { OutcomeReader } from '../../src/domain/logs/outcomes.ts';
import { connect } from '../../src/gateways/aws/account.ts';

const NAME = 'orders-api-prod';
const VERSIONS = { stable: '18', canary: '19' };
const START = Date.UTC(2026, 10, 21, 10, 0);
/** The process looks twice a second. */
const BEAT_MS = 500;
/** A live tail brings what came in the last second; with the way of it to the guard. */
const TAIL_MS = 1_100;
/** What a REPORT without a status waits for lines behind it (rollouts/log-evidence.ts). */
const BEHIND_REPORT_MS = 1_500;
/** The roll back itself. */
const BACK_MS = 500;

/** Seconds from the shift until the canary is back; Infinity when that takes longer than `withinS`. */
export async function secondsToRollBack(seed: number, withinS: number): Promise<number> {
  const time = { ms: 0 };
  const account = await startAccount({
    scenario: 'bad-canary',
    functions: 10,
    seed,
    start: START,
    elapsed: () => time.ms,
  });
  const { aws, close } = connectedTo(account.endpoint);
  try {
    time.ms = 10_000 + (seed % 60) * 1_000;
    const shiftedAt = START + time.ms;
    const { revisionId } = await aws.aliases.alias(NAME, 'prod');
    const routing = { version: VERSIONS.stable, weights: { [VERSIONS.canary]: 0.1 }, revisionId };
    await aws.aliases.updateAlias(NAME, 'prod', routing);
    time.ms += (withinS + 5) * 1_000;
    const events: LogEvent[] = [];
    const search = {
      group: `/aws/lambda/${NAME}`,
      streamPrefix: null,
      pattern: null,
      from: shiftedAt,
      to: null,
    };
    for await (const page of aws.logs.search(search)) events.push(...page.events);
    const foundAt = judgedAt(events, shiftedAt, shiftedAt + withinS * 1_000);
    return (foundAt + BACK_MS - shiftedAt) / 1_000;
  } finally {
    close();
    await account.close();
  }
}

/** When the guard says worse, ms since the epoch; Infinity when it does not by `until`. */
function judgedAt(events: readonly LogEvent[], since: number, until: number): number {
  const arriving = [...events].sort((one, other) => one.ingestionTime - other.ingestionTime);
  const reader = createLineReader({ functionOf: () => NAME });
  const outcomes = new OutcomeReader();
  const ledger = new EvidenceLedger();
  let guard = startGuard(DEFAULT_GUARD);
  const tell = ({ version, startedAt, outcome, durationMs, isCold }: InvocationOutcome): void => {
    const side = version === VERSIONS.canary ? 'canary' : 'stable';
    if (startedAt < since) return;
    ledger.invocation(
      side,
      startedAt,
      outcome !== 'ok',
      isCold === false && outcome === 'ok' ? durationMs : null,
    );
  };
  let next = 0;
  let newest = since;
  for (let now = since; now <= until; now += BEAT_MS) {
    for (; next < arriving.length; next += 1) {
      const event = arriving[next];
      if (event === undefined || event.ingestionTime + TAIL_MS > now) break;
      newest = Math.max(newest, event.timestamp);
      for (const outcome of outcomes.read(reader.read(event))) tell(outcome);
    }
    for (const outcome of outcomes.settle(newest - BEHIND_REPORT_MS)) tell(outcome);
    guard = observed(guard, ledger.take());
    if (verdictOf(guard, null).verdict === 'worse') return now;
  }
  return Number.POSITIVE_INFINITY;
}

function connectedTo(endpoint: string) {
  process.env.AWS_ACCESS_KEY_ID = 'bench';
  process.env.AWS_SECRET_ACCESS_KEY = 'bench';
  const scope = {
    profile: null,
    region: 'eu-west-1',
    regionSource: 'the benchmark',
    endpoint,
    endpointSource: 'the benchmark',
    serviceEndpoints: {},
    readOnly: false,
    write: true,
    rules: [],
  };
  // Nobody else works in the account: the budget of calls refills at once.
  const clock = { now: () => performance.now() * 1_000 };
  const aws = connect(scope, { logger: silentLogger, clock });
  return { aws, close: () => aws.close() };
}
