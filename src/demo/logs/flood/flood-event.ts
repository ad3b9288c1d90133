import { mix } from '../../world/random.ts';
import { streamNameOf } from '../events/invocation-events.ts';
import type { LogEvent } from '../events/log-event.ts';
import { messageOf } from '../lines/message.ts';
import type { LineKind } from '../lines/plan.ts';
import type { Voice } from '../lines/voice.ts';
import { floodLine } from './flood-lines.ts';
import type { Run } from './flood-plan.ts';

/** An invocation of a flood with what its lines share. */
export class RunWriting {
  readonly voice: Voice;
  readonly run: Run;
  readonly stream: string;

  constructor(voice: Voice, run: Run) {
    this.voice = voice;
    this.run = run;
    this.stream = streamNameOf(voice.target, voice.logGroup, run.environment);
  }
}

/** What is drawn for a line of an invocation. */
export function drawnFor({ hash }: Run, number: number): number {
  return mix(hash, number >>> 0);
}

/** One event of a flood. */
export class FloodEvent implements LogEvent {
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly order: number;
  readonly #writing: RunWriting;
  readonly #kind: LineKind | undefined;
  readonly #number: number;

  /** The line `number` at its time, ms since the epoch; without a kind one of the flood's own. */
  constructor(
    writing: RunWriting,
    number: number,
    kind: LineKind | undefined,
    timestamp: number,
    ingestionTime: number,
  ) {
    this.timestamp = timestamp;
    this.ingestionTime = ingestionTime;
    // An initialisation has no number: it comes before the line with which its invocation begins.
    this.order = kind === 'init-start' ? 2 * number - 1 : 2 * number;
    this.#writing = writing;
    this.#kind = kind;
    this.#number = number;
  }

  get stream(): string {
    return this.#writing.stream;
  }

  get message(): string {
    const { voice, run } = this.#writing;
    if (this.#kind === undefined) {
      return floodLine(voice, run, this.timestamp, this.#number, drawnFor(run, this.#number));
    }
    return messageOf(voice, run, { kind: this.#kind, at: this.timestamp, number: 0 });
  }
}
