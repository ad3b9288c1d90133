/** What goes over the line at 80x24, and what the metrics cost, while nobody touches a key. */
import { setTimeout as wait } from 'node:timers/promises';
import type { PtyTerminal } from '../support/pty-terminal.ts';
import { type Benchmark, median } from './figure.ts';
import { openConsole, quit, startAccount } from './setting.ts';

const FUNCTIONS = 1_000;
/** Longer than a minute: the figures of all rows are read again in between. */
const SECONDS = 75;
/** Figures, details and rankings have arrived after this, ms. */
const SETTLING_MS = 15_000;

export const terminalTraffic: Benchmark = async (say) => {
  const account = await startAccount(FUNCTIONS);
  const terminal = openConsole(account, 80, 24);
  await terminal.until(() => /^1\/1000 .*account \d\d:\d\d/m.test(terminal.text()), 'all functions', 60_000);
  say('settling');
  await wait(SETTLING_MS);
  say(`listening to the line for ${SECONDS} s`);
  const seconds = await bytesBySecond(terminal, SECONDS);
  const dollars = Number(/≈\$([\d.]+)\/h/.exec(terminal.text())?.[1] ?? Number.NaN);
  await quit(terminal);
  account.stop();
  const total = seconds.reduce((sum, bytes) => sum + bytes, 0);
  const detail = `${SECONDS} s, ${Math.round(total / SECONDS)} bytes/s on average`;
  return [
    // Figures come once a minute: the seconds in between are what a quiet screen costs.
    { what: 'idle traffic at 80x24', measured: median(seconds), budget: 300, unit: 'bytes/s', detail },
    {
      what: 'live traffic at 80x24, busiest second',
      measured: Math.max(...seconds),
      budget: 8_000,
      unit: 'bytes/s',
      detail,
    },
    {
      what: 'metrics for 1,000 functions, as the header says',
      measured: dollars,
      budget: 0.3,
      unit: '$/h',
      detail: 'extrapolated from the first minutes',
    },
  ];
};

async function bytesBySecond(terminal: PtyTerminal, count: number): Promise<number[]> {
  const seconds: number[] = [];
  const start = performance.now();
  for (let second = 1; second <= count; second += 1) {
    const from = terminal.written.length;
    await wait(start + second * 1_000 - performance.now());
    seconds.push(Buffer.byteLength(terminal.written.slice(from)));
  }
  return seconds;
}
