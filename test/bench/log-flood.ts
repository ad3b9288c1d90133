/** Whether the embedded account sustains 20,000 log events a second, read by the SDK on the same machine. */
import { setTimeout as wait } from 'node:timers/promises';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { LOUD, numberOf } from '../support/flood.ts';
import { type Benchmark, median } from './figure.ts';
import { startScenario } from './setting.ts';

const PER_SECOND = 20_000;
const SECONDS = 10;
/** The reader stays so far behind that nothing arrives late into what it has read, ms. */
const BEHIND_MS = 5_000;
/** Seconds of the flood read before anything is measured. */
const WARM_UP = 3;

export const logFlood: Benchmark = async (say) => {
  const account = await startScenario('flood');
  const reader = new FloodReader(account.endpoint);
  const first = Math.ceil((Date.now() - BEHIND_MS) / 1_000) * 1_000;
  const took: number[] = [];
  let cpuMs = 0;
  for (let second = -WARM_UP; second < SECONDS; second += 1) {
    if (second === 0) {
      reader.forget();
      cpuMs = account.cpuMs();
    }
    say(`reading second ${second + 1}/${SECONDS} of the flood`);
    const from = first + (second + WARM_UP) * 1_000;
    await wait(Math.max(0, from + 1_000 + BEHIND_MS - Date.now()));
    const started = performance.now();
    await reader.read(from);
    if (second >= 0) took.push(performance.now() - started);
  }
  const usedMs = account.cpuMs() - cpuMs;
  account.stop();
  const lagMs = Date.now() - (first + (WARM_UP + SECONDS) * 1_000 + BEHIND_MS);
  const detail = `${reader.events} events in ${reader.pages} pages, ${Math.round((1_000 * reader.events) / total(took)).toLocaleString('en')} a second while reading`;
  return [
    {
      what: 'log flood: events that never came',
      measured: PER_SECOND * SECONDS - reader.numbers.size,
      budget: 0,
      unit: '',
      detail,
    },
    {
      what: 'log flood: time to read a second of it',
      measured: median(took) / 1_000,
      budget: 1,
      unit: 's',
      detail: `most ${(Math.max(...took) / 1_000).toFixed(2)} s; ${lagMs} ms behind its time at the end`,
    },
    {
      what: 'log flood: what serving it takes of a core',
      measured: usedMs / SECONDS / 10,
      budget: 50,
      unit: '%',
      detail: `${usedMs} ms of CPU in ${SECONDS} s`,
    },
  ];
};

/** Reads the flood second by second, as a client does that tails it. */
class FloodReader {
  readonly numbers = new Set<number>();
  events = 0;
  pages = 0;
  readonly #logs: CloudWatchLogsClient;

  constructor(endpoint: string) {
    const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
    this.#logs = new CloudWatchLogsClient({ endpoint, region: 'eu-west-1', credentials });
  }

  /** Forgets what it has read. */
  forget(): void {
    this.numbers.clear();
    this.events = 0;
    this.pages = 0;
  }

  /** Reads the second that begins at `from`, ms since the epoch. */
  async read(from: number): Promise<void> {
    const range = { logGroupName: `/aws/lambda/${LOUD}`, startTime: from, endTime: from + 999 };
    let nextToken: string | undefined;
    do {
      const page = await this.#logs.send(
        new FilterLogEventsCommand({ ...range, ...(nextToken && { nextToken }) }),
      );
      for (const { message = '' } of page.events ?? []) {
        const number = numberOf(message);
        if (number !== undefined) this.numbers.add(number);
      }
      this.events += page.events?.length ?? 0;
      this.pages += 1;
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
