/** The tail against a simulated CloudWatch Logs: lines late and alike, sessions cut at any time, searches failing. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LogEvent } from '../../src/domain/logs/log-event.ts';
import { startTail, type TailOptions } from '../../src/feeds/logs/tail.ts';
import type { LogsGateway } from '../../src/gateways/logs.ts';
import { eventsOf, type Script, type ScriptedLine, simulatedLogs } from './simulated-logs.ts';

const START = Date.parse('2026-11-20T14:30:00Z');
/** Lines are written for so long, ms; then the last of them may still arrive. */
const WRITING_MS = 100_000;
const ENDING_MS = 160_000;
const HISTORY_MS = 20_000;

beforeEach(() => vi.useFakeTimers({ now: START }));
afterEach(() => vi.useRealTimers());

const line = fc.record({
  stream: fc.constantFrom('a', 'b'),
  message: fc.constantFrom('x', 'y', 'z'),
  timestamp: fc.integer({ min: -HISTORY_MS, max: WRITING_MS }).map((offset) => START + offset),
  // Most come at once, some up to a minute late.
  delay: fc.oneof({ weight: 4, arbitrary: fc.constant(300) }, fc.integer({ min: 0, max: 55_000 })),
});
/** Twins: the same line several times. */
const lines = fc
  .array(fc.tuple(line, fc.integer({ min: 1, max: 3 })), { minLength: 20, maxLength: 150 })
  .map((some) => some.flatMap(([each, count]) => Array.from({ length: count }, () => each)));
const life = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 30_000 }) }, fc.constant(null));
const sessions = fc.array(life, { minLength: 1, maxLength: 12 });
const failing = fc
  .uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 10 })
  .map((some) => new Set(some));

async function tailed(script: Script, options: Partial<TailOptions> = {}) {
  const came: LogEvent[] = [];
  const gateway = simulatedLogs(script);
  const tail = startTail({
    gateway,
    clock: { now: () => Date.now() },
    query: { targets: [{ functionName: 'f', qualifier: null }], pattern: null, since: START - HISTORY_MS },
    newestLines: null,
    sink: { events: (events) => void came.push(...events), status: () => {} },
    ...options,
  });
  await vi.advanceTimersByTimeAsync(WRITING_MS + ENDING_MS);
  const status = tail.status();
  tail.stop();
  await vi.advanceTimersByTimeAsync(2_000);
  return { came, status, gateway };
}

const look = ({ stream, timestamp, ingestionTime, message }: LogEvent): string =>
  [timestamp, stream, ingestionTime, message].join(' ');

it('shows every line exactly once, wherever sessions were cut and searches failed', async () => {
  await fc.assert(
    fc.asyncProperty(lines, sessions, failing, async (written, lives, failures) => {
      vi.setSystemTime(START);
      const script = { lines: written, sessions: lives, failing: failures };
      const { came, status } = await tailed(script);
      expect(came.map(look).toSorted()).toEqual(eventsOf(script).map(look).toSorted());
      expect(status).toMatchObject({ unread: [], unreadCount: 0 });
    }),
    { numRuns: 60 },
  );
});

it('completes what live tail gave only a sample of', async () => {
  await fc.assert(
    fc.asyncProperty(lines, sessions, async (written, lives) => {
      vi.setSystemTime(START);
      const script = { lines: written, sessions: lives, most: 1 };
      const { came, status } = await tailed(script);
      expect(came.map(look).toSorted()).toEqual(eventsOf(script).map(look).toSorted());
      expect(status.completedUpdates).toBe(status.sampledUpdates);
    }),
    { numRuns: 40 },
  );
});

it('keeps each stream in order, also where a session was cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      lines,
      fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 12 }),
      async (written, lives) => {
        vi.setSystemTime(START);
        const prompt = written.map((each): ScriptedLine => ({ ...each, delay: 300 }));
        const { came } = await tailed({
          lines: prompt,
          sessions: lives,
          indexing: 0,
          pageMs: 2_500,
          page: 1_000,
        });
        for (const [, stream = []] of Map.groupBy(came, (event) => event.stream)) {
          const times = stream.map(({ timestamp }) => timestamp);
          expect(times).toEqual(times.toSorted((one, other) => one - other));
        }
      },
    ),
    { numRuns: 40 },
  );
});

it('asks for nothing while a session runs undisturbed', async () => {
  const { gateway, status } = await tailed({ lines: [], sessions: [0] });
  expect(gateway).toMatchObject({ sessions: 1 });
  expect(gateway.searches).toBeLessThanOrEqual(4);
  expect(status.targets).toMatchObject([{ mode: 'live', reason: null }]);
});

it('reads the newest lines of a long past, and says what it left out', async () => {
  const written = Array.from(
    { length: 400 },
    (_, index): ScriptedLine => ({
      stream: 'a',
      message: `line ${index}`,
      timestamp: START - 3_600_000 + index * 9_000,
      delay: 300,
    }),
  );
  const query = {
    targets: [{ functionName: 'f', qualifier: null }],
    pattern: null,
    since: START - 3_600_000,
  };
  const { came, status } = await tailed({ lines: written, sessions: [0] }, { newestLines: 100, query });
  expect(came.map(({ message }) => message)).toEqual(
    written.slice(-came.length).map(({ message }) => message),
  );
  expect(came.length).toBeGreaterThanOrEqual(100);
  expect(status.unread).toMatchObject([{ from: query.since, to: came[0]?.timestamp, target: 'f' }]);
});

it('follows a version over midnight of UTC: into the streams of the new day, and of the one after it', async () => {
  const midnight = Date.UTC(2026, 10, 21);
  vi.setSystemTime(midnight - 20_000);
  const at = (stream: string, afterMs: number): ScriptedLine => ({
    stream,
    message: `${stream} ${afterMs}`,
    timestamp: midnight + afterMs,
    delay: 300,
  });
  const written = [
    at('2026/11/20/[7]old', -5_000),
    at('2026/11/20/[7]old', 30_000),
    at('2026/11/21/[7]new', 31_000),
    at('2026/11/21/[8]other', 32_000),
    at('2026/11/21/[7]new', 60_000),
  ];
  const asked: (readonly string[])[] = [];
  const simulated = simulatedLogs({ lines: written, sessions: [0] });
  const gateway: LogsGateway = {
    ...simulated,
    liveTail(question, signal) {
      asked.push(question.streamPrefixes);
      return simulated.liveTail(question, signal);
    },
  };
  const { came } = await tailed(
    { lines: [], sessions: [] },
    {
      gateway,
      query: { targets: [{ functionName: 'f', qualifier: '7' }], pattern: null, since: midnight - 20_000 },
    },
  );
  expect(came.map(({ message }) => message)).toEqual(
    written.filter(({ stream }) => stream.includes('[7]')).map(({ message }) => message),
  );
  expect(asked.map((prefixes) => prefixes.at(-1))).toEqual(['2026/11/21/[7]', '2026/11/22/[7]']);
});

it('shows a version that an alias begins to send traffic to, from its first line on', async () => {
  vi.setSystemTime(START);
  const from = (version: string, afterMs: number): ScriptedLine => ({
    stream: `2026/11/20/[${version}]a`,
    message: `${version} at ${afterMs}`,
    timestamp: START + afterMs,
    delay: 300,
  });
  const written = [
    from('7', 5_000),
    from('8', 31_000),
    from('9', 32_000),
    from('7', 40_000),
    from('8', 90_000),
  ];
  const gateway = {
    ...simulatedLogs({ lines: written, sessions: [0] }),
    aliasVersions: async () => (Date.now() < START + 30_000 ? ['7'] : ['7', '8']),
  };
  const targets = [{ functionName: 'f', qualifier: 'live' }];
  const { came, status } = await tailed(
    { lines: [], sessions: [] },
    { gateway, query: { targets, pattern: null, since: START - HISTORY_MS } },
  );
  const wanted = written.filter(({ stream }) => !stream.includes('[9]')).map(({ message }) => message);
  expect(came.map(({ message }) => message).toSorted()).toEqual(wanted.toSorted());
  expect(status.unread).toEqual([]);
});
