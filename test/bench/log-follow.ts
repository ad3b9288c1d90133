/**
 * A flood of 20,000 events a second for 30 s, followed by `logs --follow --json` and by the logs screen, live tail
 * off; once over live tail, which carries 500 a second and says that it gives a sample; and the `aws` CLI beside it.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { LOUD, numberOf } from '../support/flood.ts';
import type { PtyTerminal } from '../support/pty-terminal.ts';
import { type Benchmark, type Figure, type Missing, median, ms, percentile } from './figure.ts';
import { type FollowRun, startClient, startLogs } from './follow-logs.ts';
import { residentMb } from './memory.ts';
import { type BenchAccount, findAwsCli, openConsole, quit, startScenario } from './setting.ts';

const PER_SECOND = 20_000;
const SECONDS = 30;
/** After this long everything must have come, ms. */
const SETTLE_MS = 20_000;
const KEYS = 80;

export const logFollow: Benchmark = async (say) => {
  const account = await startScenario('flood');
  await withoutLiveTail(account);
  say(`following ${PER_SECOND} events a second`);
  const figures: (Figure | Missing)[] = await commandLine(account);
  say('the logs screen meanwhile');
  figures.push(...(await screen(account)));
  say('the aws CLI');
  figures.push(await awsCli(account));
  await fetch(`${account.endpoint}/_control/faults`, { method: 'DELETE' });
  say('over live tail');
  figures.push(await overLiveTail(account));
  account.stop();
  return figures;
};

async function withoutLiveTail({ endpoint }: BenchAccount): Promise<void> {
  const rule = { kind: 'unsupported', service: 'logs', operation: 'StartLiveTail' };
  await fetch(`${endpoint}/_control/faults`, { method: 'POST', body: JSON.stringify(rule) });
}

async function commandLine(account: BenchAccount): Promise<Figure[]> {
  const from = Math.floor(Date.now() / 1_000) * 1_000;
  const args = [LOUD, '--follow', '--json', '--since', new Date(from).toISOString()];
  const numbers = new Set<number>();
  const run = startLogs(account, args, (line) => {
    const { timestamp, message } = JSON.parse(line);
    const number = timestamp < from + SECONDS * 1_000 ? numberOf(message) : undefined;
    if (number !== undefined) numbers.add(number);
  });
  await wait(from + SECONDS * 1_000 - Date.now());
  const inTime = run.lines();
  await wait(SETTLE_MS);
  const peakMb = run.peakMb();
  await run.stop();
  const holes = holesIn(numbers);
  const told = run.stderr().match(/skipped|missing|sampled/g) ?? [];
  return [
    {
      what: 'logs --follow --json in a flood: lines left out of what was printed, and nothing said so',
      measured: told.length > 0 ? 0 : holes,
      budget: 0,
      unit: '',
      detail: `${numbers.size.toLocaleString('en')} of ${(PER_SECOND * SECONDS).toLocaleString('en')} came, ${holes} were left out between them; said: ${run.stderr().trim().replaceAll('\n', ' ') || 'nothing'}`,
    },
    {
      what: 'logs --follow --json in a flood: share of the lines not printed after 30 s',
      measured: 100 * (1 - inTime / (PER_SECOND * SECONDS)),
      budget: 20,
      unit: '%',
      detail: `${Math.round(inTime / SECONDS).toLocaleString('en')} lines a second`,
    },
    {
      what: 'logs --follow --json in a flood: first line',
      measured: (run.firstAfterMs() ?? Number.NaN) / 1_000,
      budget: 3,
      unit: 's',
      detail: 'from the start of the process; events arrive some 0.3 s after their time',
    },
    {
      what: 'logs --follow --json in a flood: resident memory, most',
      measured: peakMb,
      budget: 250,
      unit: 'MB',
      detail: `${SECONDS} s and ${ms(SETTLE_MS)} more`,
    },
  ];
}

async function screen(account: BenchAccount): Promise<Figure[]> {
  const terminal = openConsole(account, 120, 40, ['open', 'logs', LOUD]);
  await terminal.until(() => terminal.text().includes('POLLING'), 'POLLING', 30_000);
  // Without a line there is nothing to pause at.
  await terminal.until(() => /\d,\d{3} lines/.test(terminal.text()), 'lines', 30_000);
  const latencies: number[] = [];
  let mostMb = 0;
  const end = performance.now() + SECONDS * 1_000;
  for (let key = 0; key < KEYS || performance.now() < end; key += 1) {
    latencies.push(await paintedAfter(terminal, 'p', key % 2 === 0 ? 'PAUSED' : 'FOLLOWING'));
    mostMb = Math.max(mostMb, residentMb(terminal.pid));
    await wait(150 + ((key * 37) % 150));
  }
  const badge = terminal.lines().find((line) => line.includes('POLLING')) ?? '';
  await quit(terminal);
  return [
    {
      what: 'logs screen in a flood, key to paint, p95',
      measured: percentile(latencies, 0.95),
      budget: 100,
      unit: 'ms',
      detail: `${latencies.length} keys: p50 ${ms(median(latencies))}, most ${ms(Math.max(...latencies))}; ${badge.trim()}`,
    },
    {
      what: 'logs screen in a flood: resident memory, most',
      measured: mostMb,
      budget: 250,
      unit: 'MB',
      detail: `${SECONDS} s`,
    },
  ];
}

/** ms until the terminal shows what a key brings. */
async function paintedAfter(terminal: PtyTerminal, key: string, text: string): Promise<number> {
  const pressed = performance.now();
  terminal.type(key);
  await terminal.until(() => terminal.lines().some((line) => line.includes(text)), text);
  return terminal.receivedAt - pressed;
}

async function awsCli(account: BenchAccount): Promise<Figure | Missing> {
  const what = 'lines a second of aws logs tail --follow, as a share of those of logs --follow';
  const cli = findAwsCli();
  if (!cli || !/aws-cli\/2/.test(cli.version))
    return { what, missing: 'version 2 of the aws CLI is not installed' };
  const group = `/aws/lambda/${LOUD}`;
  const args = (seconds: number): string[] => [
    // Older ones know no AWS_ENDPOINT_URL.
    ...['--endpoint-url', account.endpoint, 'logs', 'tail', group],
    ...['--follow', '--since', `${seconds}s`, '--format', 'short'],
  ];
  const ours = startLogs(account, [LOUD, '--follow', '--since', '1s']);
  await wait(SECONDS * 1_000);
  const ourLines = ours.lines();
  await ours.stop();
  const theirs = startClient(cli.file, args(1), account);
  await wait(SECONDS * 1_000);
  const theirLines = theirs.lines();
  await theirs.stop();
  if (theirLines === 0) return { what, missing: `aws logs tail printed nothing: ${theirs.stderr().trim()}` };
  const rate = (lines: number): string => Math.round(lines / SECONDS).toLocaleString('en');
  return {
    what,
    measured: theirLines / ourLines,
    budget: 1,
    unit: 'x',
    detail: `${rate(theirLines)} and ${rate(ourLines)} a second; first line after ${firstOf(theirs)} and ${firstOf(ours)}`,
  };
}

function firstOf(run: FollowRun): string {
  const first = run.firstAfterMs();
  return first === null ? 'never' : ms(first);
}

async function overLiveTail(account: BenchAccount): Promise<Figure> {
  const terminal = openConsole(account, 120, 40, ['open', 'logs', LOUD]);
  const started = performance.now();
  await terminal.until(() => terminal.text().includes('SAMPLED'), 'SAMPLED', 30_000);
  const tookMs = performance.now() - started;
  const badge = terminal.lines().find((line) => line.includes('SAMPLED')) ?? '';
  await quit(terminal);
  return {
    what: 'logs screen over live tail in a flood: until it says that it shows a sample',
    measured: tookMs / 1_000,
    budget: 10,
    unit: 's',
    detail: badge.trim(),
  };
}

/** How many numbers are missing between the least and the greatest: what has not come yet is no hole. */
function holesIn(numbers: ReadonlySet<number>): number {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const number of numbers) {
    least = Math.min(least, number);
    most = Math.max(most, number);
  }
  return numbers.size === 0 ? 0 : most - least + 1 - numbers.size;
}
