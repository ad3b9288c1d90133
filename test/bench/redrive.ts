/** Ten thousand dead letters at 300 a second, by SQS itself and one by one: how long, how much memory, what is lost. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Benchmark, Figure } from './figure.ts';
import { residentMb } from './memory.ts';
import { type BenchAccount, LAUNCHER, startPoison } from './setting.ts';

const MESSAGES = 10_000;
const RATE = 300;
/** What the rate alone takes, s, and what may come on top: looking through the queue, the last counts. */
const IDEAL_S = MESSAGES / RATE;
const MOST_S = 1.5 * IDEAL_S;
const LOOK_MS = 200;

/** One redrive. */
interface Way {
  readonly name: string;
  readonly queue: string;
  readonly options: readonly string[];
}

const WAYS: readonly Way[] = [
  { name: 'move task', queue: 'notify-sms-sender-dlq', options: [] },
  { name: 'send + delete', queue: 'orders-fulfilment-worker-dlq', options: ['--limit', String(MESSAGES)] },
];

export const redrive: Benchmark = async (say) => {
  const account = await startPoison(MESSAGES);
  try {
    await fetch(`${account.endpoint}/_control/heal`, { method: 'POST' });
    const figures: Figure[] = [];
    for (const way of WAYS) {
      say(`redriving ${MESSAGES} messages by ${way.name}`);
      figures.push(...(await measure(way, account)));
    }
    return figures;
  } finally {
    account.stop();
  }
};

async function measure({ name, queue, options }: Way, { environment }: BenchAccount): Promise<Figure[]> {
  const words = [
    'dlq',
    'redrive',
    queue,
    '--rate',
    String(RATE),
    '--no-probe',
    '--yes',
    '--json',
    ...options,
  ];
  const started = performance.now();
  const child = spawn(process.execPath, [LAUNCHER, ...words], { env: environment });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  let mostMb = 0;
  const looking = setInterval(() => {
    // It may have ended between two looks.
    try {
      mostMb = Math.max(mostMb, residentMb(child.pid ?? 0));
    } catch {}
  }, LOOK_MS);
  const [code] = await once(child, 'close');
  clearInterval(looking);
  const seconds = (performance.now() - started) / 1_000;
  const { moved, counts, doubled = [], outcome, error } = JSON.parse(stdout);
  if (code !== 0) throw new Error(`${name} ended with ${code}, ${outcome}: ${error?.message}`);
  const count: number = moved ?? counts.redriven;
  const bars = stderr.split('\n').filter((line) => /\d of \d/.test(line)).length;
  return [
    {
      what: `redrive of ${MESSAGES.toLocaleString('en')} at ${RATE}/s by ${name}`,
      measured: seconds,
      budget: MOST_S,
      unit: 's',
      detail: `${count} messages, ${Math.round(count / seconds)} a second from start to end; ${doubled.length} perhaps twice; ${bars} lines of progress`,
    },
    {
      what: `resident memory while redriving by ${name}`,
      measured: mostMb,
      budget: 200,
      unit: 'MB',
      detail: `most of looks every ${LOOK_MS} ms`,
    },
  ];
}
