import { mix } from '../../world/random.ts';
import { logsTo } from '../events/invocation-events.ts';
import type { LineKind } from '../lines/plan.ts';
import { Voices } from '../lines/voice.ts';
import { drawnFor, FloodEvent, RunWriting } from './flood-event.ts';
import { floodLevel } from './flood-lines.ts';
import type { FloodPlan } from './flood-plan.ts';

/** What an environment wrote in so long (ms) is sent together. */
export const BATCH_MS = 250;
const LEAST_DELAY_MS = 100;
const DELAY_SPREAD_MS = 500;
/** One batch in so many takes longer, by up to so much (ms). */
const LATE_ONE_IN = 97;
const LATE_SPREAD_MS = 2_500;
/** No line arrives later than this after it was written, ms. */
export const MOST_DELAY_MS = BATCH_MS + LEAST_DELAY_MS + DELAY_SPREAD_MS + LATE_SPREAD_MS;
/** An initialisation takes no longer, ms. */
export const LONGEST_INIT_MS = 10_000;

/** When CloudWatch Logs gets what an environment writes at an instant; both ms since the epoch. */
export function arrivalOf(place: number, instant: number): number {
  const batch = Math.floor(instant / BATCH_MS);
  const hash = mix(place, batch >>> 0);
  const late = hash % LATE_ONE_IN === 0 ? mix(hash, 1) % LATE_SPREAD_MS : 0;
  return (batch + 1) * BATCH_MS + LEAST_DELAY_MS + (hash % DELAY_SPREAD_MS) + late;
}

/** Writes what one environment of a flood says to a log group, remembering the invocation it is in. */
export class FloodWriter {
  readonly #plan: FloodPlan;
  readonly #place: number;
  readonly #group: string;
  readonly #voices: Voices;
  #runNumber = -1;
  #writing: RunWriting | undefined;

  constructor(plan: FloodPlan, place: number, group: string) {
    this.#plan = plan;
    this.#place = place;
    this.#group = group;
    this.#voices = new Voices(plan.target);
  }

  /** Writes the line of that number, unless nobody let its invocation in or its level hides it. */
  write(number: number, into: FloodEvent[]): void {
    const writing = this.#writingOf(this.#plan.runNumberOf(number));
    if (writing === undefined) return;
    const kind = this.#kindOf(writing, number);
    if (writing.voice.hidesInfo && kind === undefined && floodLevel(drawnFor(writing.run, number)) === 'INFO')
      return;
    const timestamp = this.#plan.timeOf(number);
    const arrival = arrivalOf(this.#place, timestamp);
    into.push(new FloodEvent(writing, number, kind, timestamp, arrival));
  }

  /** Writes everything with a timestamp in [from, until), ms since the epoch; in no order. */
  writeBetween(from: number, until: number, into: FloodEvent[]): void {
    const end = this.#plan.firstAt(until);
    for (
      let number = this.#plan.firstOfAt(this.#place, from);
      number < end;
      number += this.#plan.environments
    ) {
      this.write(number, into);
    }
    into.push(...this.initialisationsBetween(from, until));
  }

  /** The lines with which execution environments begin; timestamps in [from, until), ms since the epoch. */
  initialisationsBetween(from: number, until: number): FloodEvent[] {
    const events: FloodEvent[] = [];
    const latest = this.#plan.runNumberOf(this.#plan.firstOfAt(this.#place, until + LONGEST_INIT_MS));
    let { birth } = this.#plan.lifeOf(this.#place, latest);
    while (this.#plan.startOf(this.#place, birth) > from) {
      const writing = this.#writingOf(birth);
      const start = writing?.run.start ?? 0;
      if (writing !== undefined && start >= from && start < until) {
        const { first } = writing.run;
        events.push(new FloodEvent(writing, first, 'init-start', start, arrivalOf(this.#place, start)));
      }
      birth = this.#plan.lifeOf(this.#place, birth - 1).birth;
    }
    return events;
  }

  /** The log stream of one of its invocations; undefined when nobody let it in. */
  streamOf(runNumber: number): string | undefined {
    return this.#writingOf(runNumber)?.stream;
  }

  #kindOf({ run, voice }: RunWriting, number: number): LineKind | undefined {
    const { environments, linesEach } = this.#plan;
    const line = (number - run.first) / environments;
    if (line === 0 && !voice.hidesSuccess) return 'start';
    if (number === this.#plan.failureOf(run.first) && run.outcome === 'error') return 'failure';
    if (line === linesEach - 2 && !voice.isJson) return 'end';
    const isTold = !voice.hidesSuccess || run.outcome === 'error';
    return line === linesEach - 1 && isTold ? 'report' : undefined;
  }

  #writingOf(runNumber: number): RunWriting | undefined {
    if (runNumber === this.#runNumber) return this.#writing;
    this.#runNumber = runNumber;
    const run = this.#plan.run(this.#place, runNumber);
    this.#writing =
      run === undefined || !logsTo(this.#group, run)
        ? undefined
        : new RunWriting(this.#voices.on(run.path), run);
    return this.#writing;
  }
}
