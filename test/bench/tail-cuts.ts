/** Whether a tail tells every line once although live tail is cut every twenty seconds for five minutes. */
import { setTimeout as wait } from 'node:timers/promises';
import { LOUD } from '../support/flood.ts';
import { FollowedLines, missingFrom } from '../support/followed.ts';
import { type Benchmark, ms } from './figure.ts';
import { startLogs } from './follow-logs.ts';
import { startScenario } from './setting.ts';

const MINUTES = 5;
const CUT_EVERY_S = 20;
/** Below what live tail carries, so that nothing may be missing; above it, what updates left out is read again. */
const PER_SECOND = 450;
/** After this long everything must have been found, ms. */
const SETTLE_MS = 90_000;

export const tailCuts: Benchmark = async (say) => {
  const account = await startScenario('flood', PER_SECOND);
  await fetch(`${account.endpoint}/_control/faults`, {
    method: 'POST',
    body: JSON.stringify({
      kind: 'truncate',
      service: 'logs',
      operation: 'StartLiveTail',
      updates: CUT_EVERY_S,
    }),
  });
  const startTime = Date.now();
  const lines = new FollowedLines();
  const run = startLogs(
    account,
    [LOUD, '--follow', '--json', '--since', new Date(startTime).toISOString()],
    (line) => lines.add(line),
  );
  for (let minute = 0; minute < MINUTES; minute += 1) {
    say(`minute ${minute + 1}/${MINUTES} of cuts`);
    await wait(60_000);
  }
  const span = { startTime, endTime: Date.now() };
  let missing: string[] = [];
  const settling = performance.now();
  do {
    await wait(2_000);
    missing = await missingFrom(lines, account, span);
  } while (missing.length > 0 && performance.now() - settling < SETTLE_MS);
  const settledMs = performance.now() - settling;
  const sessions = (await account.requests())['logs.StartLiveTail'] ?? 0;
  await run.stop();
  account.stop();
  const detail = `${lines.count} lines in ${MINUTES} min by ${sessions} sessions; all there ${ms(settledMs)} after the end`;
  return [
    {
      what: 'live tail cut every 20 s: lines that never came',
      measured: missing.length,
      budget: 0,
      unit: '',
      detail,
    },
    {
      what: 'live tail cut every 20 s: lines that came twice',
      measured: lines.count - lines.keys.size,
      budget: 0,
      unit: '',
      detail: run.stderr().trim().split('\n').at(-1) || 'nothing said on stderr',
    },
  ];
};
