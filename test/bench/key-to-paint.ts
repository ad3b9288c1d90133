/** From the write of a key into the pty to the end of the frame that shows the cursor on its row. */
import { setTimeout as wait } from 'node:timers/promises';
import type { PtyTerminal } from '../support/pty-terminal.ts';
import { type Figure, median, ms, percentile } from './figure.ts';

const SINGLE_KEYS = 120;
const HELD_KEYS = 300;
/** Ordinary key repeat: 30 a second. */
const REPEAT_MS = 33;

/** Measures single keys and a held one. */
export async function paintLatencies(terminal: PtyTerminal): Promise<Figure[]> {
  // In an order that no figure changes: else the row under the cursor would move while keys are counted.
  terminal.type('sn');
  await terminal.shows('name▲');
  terminal.type('g');
  await terminal.shows(/^1\/\d+/m);
  // 100 ms apart and more, at no fixed beat: else they would keep step with the clock in the header.
  const single = await press(terminal, SINGLE_KEYS, (index) => 100 + ((index * 37) % 100));
  const held = await press(terminal, HELD_KEYS, () => REPEAT_MS);
  return [figure('keys at least 100 ms apart', single, 33), figure('a held key', held, 70)];
}

function figure(what: string, latencies: readonly number[], budget: number): Figure {
  return {
    what: `key to paint, 10,000 functions, ${what}, p95`,
    measured: percentile(latencies, 0.95),
    budget,
    unit: 'ms',
    detail: `${latencies.length} keys: p50 ${ms(median(latencies))}, most ${ms(Math.max(...latencies))}`,
  };
}

/** Presses `j` so often; resolves with the latency of each, ms. */
async function press(
  terminal: PtyTerminal,
  keys: number,
  pauseMs: (index: number) => number,
): Promise<number[]> {
  const first = positionOn(terminal);
  const pressed: number[] = [];
  const latencies: number[] = [];
  const stop = terminal.watch(() => {
    const painted = positionOn(terminal) - first;
    while (latencies.length < Math.min(painted, pressed.length)) {
      latencies.push(terminal.receivedAt - (pressed[latencies.length] ?? Number.NaN));
    }
  });
  let next = performance.now();
  for (let index = 0; index < keys; index += 1) {
    pressed.push(performance.now());
    terminal.type('j');
    next += pauseMs(index);
    await wait(Math.max(0, next - performance.now()));
  }
  await terminal.until(() => positionOn(terminal) - first === keys, `the cursor on row ${first + keys}`);
  stop();
  return latencies;
}

/** The row the status line names, counted from 1. */
function positionOn(terminal: PtyTerminal): number {
  const status = terminal.lines().at(-2) ?? '';
  return Number(/^(\d+)\//.exec(status)?.[1] ?? Number.NaN);
}
