import type { Environment } from '../../world/invocations/environment.ts';
import { endOf, type Invocation } from '../../world/invocations/invocation.ts';
import type { LambdaFunction } from '../../world/model.ts';
import { mix } from '../../world/random.ts';
import { messageOf } from '../lines/message.ts';
import { type Line, type LineKind, planOf } from '../lines/plan.ts';
import type { Voice } from '../lines/voice.ts';
import type { LogEvent } from './log-event.ts';

/** Lambda sends what an environment wrote in batches; an invocation up to this long (ms) is in one. */
const BATCH_MS = 2_000;
const LEAST_DELAY_MS = 120;
const DELAY_SPREAD_MS = 1_500;
/** One invocation in so many has its lines arrive late, by 5 to 45 s. */
const LATE_ONE_IN = 83;
const LATE_FROM_MS = 5_000;
const LATE_SPREAD_MS = 40_000;

const TYPES: Readonly<Partial<Record<LineKind, string>>> = { start: 'START', end: 'END', report: 'REPORT' };

/** No line of an invocation arrives later than this after its timestamp, ms. */
export const MOST_DELAY_MS = BATCH_MS + LEAST_DELAY_MS + DELAY_SPREAD_MS + LATE_FROM_MS + LATE_SPREAD_MS;

/** The log events of an invocation, in the order they were written. */
export function eventsOf(voice: Voice, invocation: Invocation): LogEvent[] {
  const { hash } = invocation;
  const end = endOf(invocation);
  const delay = delayOf(invocation);
  const sentAt = end - invocation.start <= BATCH_MS ? end + delay : undefined;
  const writing = new Writing(voice, invocation);
  return planOf(voice, invocation).map(
    (line, index) => new InvocationEvent(writing, line, sentAt ?? line.at + delay, hash * 256 + index),
  );
}

function delayOf({ salt }: Invocation): number {
  const usual = LEAST_DELAY_MS + (mix(salt, 801) % DELAY_SPREAD_MS);
  return salt % LATE_ONE_IN === 0 ? usual + LATE_FROM_MS + (mix(salt, 802) % LATE_SPREAD_MS) : usual;
}

/** The log stream of an environment in a log group; a shared group's names the function (facts, section 3). */
export function streamNameOf(
  target: LambdaFunction,
  group: string,
  { born, version, id }: Environment,
): string {
  const date = new Date(born).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${date}/${ownerIn(group, target)}[${version}]${id}`;
}

/** The id of an environment of a function, from its stream's name in a log group; undefined when it is none. */
export function environmentIdIn(stream: string, group: string, target: LambdaFunction): string | undefined {
  const found = /^\d{4}\/\d\d\/\d\d\/([^[]*)\[[^\]]+\]([0-9a-f]{32})$/.exec(stream);
  return found?.[1] === ownerIn(group, target) ? found[2] : undefined;
}

function ownerIn(group: string, { name }: LambdaFunction): string {
  return group === `/aws/lambda/${name}` ? '' : name;
}

/** Whether an invocation writes its log to that group. */
export function logsTo(group: string, { path }: Pick<Invocation, 'path'>): boolean {
  return path.configuration.LoggingConfig.LogGroup === group;
}

/** What the events of one invocation share. */
class Writing {
  readonly voice: Voice;
  readonly invocation: Invocation;
  #stream: string | undefined;

  constructor(voice: Voice, invocation: Invocation) {
    this.voice = voice;
    this.invocation = invocation;
  }

  get stream(): string {
    this.#stream ??= streamNameOf(this.voice.target, this.voice.logGroup, this.invocation.environment);
    return this.#stream;
  }
}

class InvocationEvent implements LogEvent {
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly order: number;
  readonly #writing: Writing;
  readonly #line: Line;

  constructor(writing: Writing, line: Line, ingestionTime: number, order: number) {
    this.timestamp = line.at;
    this.ingestionTime = ingestionTime;
    this.order = order;
    this.#writing = writing;
    this.#line = line;
  }

  get stream(): string {
    return this.#writing.stream;
  }

  get type(): string | undefined {
    return this.#writing.voice.isJson ? undefined : TYPES[this.#line.kind];
  }

  get message(): string {
    return messageOf(this.#writing.voice, this.#writing.invocation, this.#line);
  }
}
