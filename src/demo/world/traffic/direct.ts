import type { Minute } from './minute.ts';
import type { Path } from './paths.ts';

interface DirectMinute {
  runs: { path: Path; failed: boolean; cold: boolean }[];
  throttles: number;
}

/** Invocations of a function that clients asked for one by one, counted beside the traffic that is drawn. */
export class DirectInvocations {
  readonly #minutes = new Map<number, DirectMinute>();

  /** Whether there has been none ever. */
  get isEmpty(): boolean {
    return this.#minutes.size === 0;
  }

  /** Counts one that ran; `at` in ms since the epoch. */
  ran(at: number, path: Path, failed: boolean, cold: boolean): void {
    this.#minuteAt(at).runs.push({ path, failed, cold });
  }

  /** Counts one that was throttled; `at` in ms since the epoch. */
  throttled(at: number): void {
    this.#minuteAt(at).throttles += 1;
  }

  /** A minute (since the epoch) of drawn traffic, with those that came beside it. */
  addedTo(minute: number, drawn: Minute): Minute {
    const own = this.#minutes.get(minute);
    if (own === undefined) return drawn;
    const paths = drawn.paths.map((each) => ({ ...each }));
    for (const { path, failed } of own.runs) {
      let part = paths.find(
        (each) => each.path.qualifier === path.qualifier && each.path.version === path.version,
      );
      if (part === undefined) {
        part = { path, invocations: 0, errors: 0 };
        paths.push(part);
      }
      part.invocations += 1;
      part.errors += failed ? 1 : 0;
    }
    return {
      ...drawn,
      invocations: drawn.invocations + own.runs.length,
      errors: drawn.errors + own.runs.filter((run) => run.failed).length,
      throttles: drawn.throttles + own.throttles,
      concurrency: Math.max(drawn.concurrency, own.runs.length > 0 ? 1 : 0),
      coldStarts: drawn.coldStarts + own.runs.filter((run) => run.cold).length,
      paths,
    };
  }

  #minuteAt(at: number): DirectMinute {
    const minute = Math.floor(at / 60_000);
    const known = this.#minutes.get(minute);
    if (known !== undefined) return known;
    const fresh: DirectMinute = { runs: [], throttles: 0 };
    this.#minutes.set(minute, fresh);
    return fresh;
  }
}
