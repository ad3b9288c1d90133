/** CloudWatch Logs in simulated time: what arrives when, which sessions are cut and which searches fail is told. */
import { AppError } from '../../src/domain/app-error.ts';
import type { LogEvent } from '../../src/domain/logs/log-event.ts';
import type {
  LiveTailItem,
  LiveTailQuestion,
  LogGroup,
  LogPage,
  LogSearch,
  LogsGateway,
} from '../../src/gateways/logs.ts';

/** One line that will be written. */
export interface ScriptedLine {
  readonly stream: string;
  readonly message: string;
  /** ms since the epoch. */
  readonly timestamp: number;
  /** ms until CloudWatch has it. */
  readonly delay: number;
}

/** How the service behaves. */
export interface Script {
  readonly lines: readonly ScriptedLine[];
  /** How long each live tail session lives, ms; the last one for ever. Null: it is refused. */
  readonly sessions: readonly (number | null)[];
  /** Numbers of the searches that fail. */
  readonly failing?: ReadonlySet<number>;
  /** Events an update carries at most. */
  readonly most?: number;
  /** How much later what has arrived is found by searches, ms; 800 unless told. */
  readonly indexing?: number;
  /** How long a search takes for each page, ms; 100 unless told. */
  readonly pageMs?: number;
  /** Events of a page; 40 unless told. What arrives between two pages may be found by the second alone. */
  readonly page?: number;
}

const GROUP: LogGroup = { name: '/aws/lambda/f', arn: 'arn', logClass: 'STANDARD', storedBytes: null };

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** All lines of a script as events, in order of time. */
export function eventsOf({ lines }: Script): LogEvent[] {
  return lines
    .map(({ delay, ...line }, index) => ({
      ...line,
      ingestionTime: line.timestamp + delay,
      group: GROUP.name,
      eventId: `e${index}`,
    }))
    .toSorted((one, other) => one.timestamp - other.timestamp);
}

/** The gateway of one function, `f`, with a group of its own. */
export function simulatedLogs(script: Script): LogsGateway & { sessions: number; searches: number } {
  const events = eventsOf(script);
  const missing = async () => {
    throw new AppError('unsupported', 'not in this test');
  };
  const gateway = {
    sessions: 0,
    searches: 0,
    functionLogging: async () => ({
      group: GROUP.name,
      groupArn: null,
      format: null,
      systemLevel: null,
      interleaves: false,
    }),
    aliasVersions: missing,
    findGroup: async () => GROUP,
    insights: missing,

    async *liveTail({ streamPrefixes }: LiveTailQuestion, signal: AbortSignal): AsyncGenerator<LiveTailItem> {
      const isMeant = ({ stream }: LogEvent): boolean =>
        streamPrefixes.length === 0 || streamPrefixes.some((prefix) => stream.startsWith(prefix));
      const life = script.sessions[Math.min(gateway.sessions, script.sessions.length - 1)];
      gateway.sessions += 1;
      await sleep(50);
      if (life === null || life === undefined) throw new AppError('unreachable', 'the line is down');
      const isLast = gateway.sessions >= script.sessions.length;
      const end = isLast ? Number.POSITIVE_INFINITY : Date.now() + life;
      let seen = Date.now();
      yield { kind: 'started' };
      for (;;) {
        await sleep(Math.min(1_000, end - Date.now()));
        if (signal.aborted) return;
        const now = Date.now();
        if (now >= end) break;
        const arrived = events.filter(
          (event) => event.ingestionTime > seen && event.ingestionTime <= now && isMeant(event),
        );
        seen = now;
        const told = arrived.slice(0, script.most ?? arrived.length);
        yield {
          kind: 'update',
          events: told.map((event) => ({ ...event, eventId: null })),
          sampled: told.length < arrived.length,
        };
      }
      yield { kind: 'ended', end: 'cut' };
    },

    async *search({ from, to, newestFirst }: LogSearch): AsyncGenerator<LogPage> {
      gateway.searches += 1;
      const size = script.page ?? 40;
      const fails = script.failing?.has(gateway.searches) === true;
      const inTime = events.filter(
        ({ timestamp }) => timestamp >= from && timestamp <= (to ?? Number.MAX_VALUE),
      );
      if (newestFirst) inTime.reverse();
      for (let at = 0; ; at += size) {
        await sleep(script.pageMs ?? 100);
        if (fails && at >= size) throw new AppError('unreachable', 'the line is down');
        const page = inTime.slice(at, at + size);
        const more = at + size < inTime.length;
        yield {
          events: page.filter(({ ingestionTime }) => ingestionTime + (script.indexing ?? 800) <= Date.now()),
          more,
        };
        if (!more) break;
      }
      if (fails) throw new AppError('unreachable', 'the line is down');
    },
  };
  return gateway;
}
