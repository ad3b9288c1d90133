import type { Exception } from '../invocations/invocation.ts';
import type { LambdaFunction } from '../model.ts';
import { hashText } from '../random.ts';

/** Flaws remembered: more than the messages that are on their tries at once. */
const MOST_JUDGED = 1_000;

/** One way in which a function's code fails on some events. */
export interface Flaw {
  exception: Exception;
  /** Whether it fails on this event (parsed JSON, or the text itself); `hash` is drawn from the text. */
  fails: (event: unknown, hash: number) => boolean;
}

/** What is wrong with a function's code. */
export interface Defect {
  functionName: string;
  /** Looked at in this order: the first that fails is what happens. */
  flaws: readonly Flaw[];
  /** Whether the code logs the id of the message that it fails on. */
  logsMessageIds: boolean;
  isActive: boolean;
}

/** Of a function that is broken without a scenario: it fails on whatever it is given. */
const ANYTHING: Flaw = {
  exception: { type: 'Error', message: 'dependency unavailable', frames: [] },
  fails: () => true,
};

/**
 * What is wrong with the code of the account's functions: on which events given one by one it fails, and
 * how. Whether an event is hit depends on its text alone, so one that failed fails again until it is healed.
 */
export class Defects {
  readonly #defects = new Map<string, Defect>();
  /** By function and text: the flaws that were met of late. */
  readonly #judged = new Map<string, Flaw>();

  /** All there are, healed ones too. */
  list(): readonly Defect[] {
    return [...this.#defects.values()];
  }

  add(defect: Defect): void {
    this.#defects.set(defect.functionName, defect);
  }

  /** Repairs a function, or all. */
  heal(functionName?: string): void {
    for (const defect of this.#named(functionName)) defect.isActive = false;
  }

  /** Breaks a function again, or all; one without a defect gets one that fails on everything. */
  poison(functionName?: string): void {
    if (functionName !== undefined && !this.#defects.has(functionName)) {
      this.add({ functionName, flaws: [ANYTHING], logsMessageIds: false, isActive: true });
    }
    for (const defect of this.#named(functionName)) defect.isActive = true;
  }

  /** What a function throws on an event (its text); undefined when nothing. */
  thrownOn(target: LambdaFunction, text: string): Exception | undefined {
    const defect = this.#defects.get(target.name);
    if (defect?.isActive !== true) return undefined;
    return this.#flawOf(defect, text)?.exception;
  }

  /** Whether a function logs the ids of the messages it fails on. */
  logsMessageIds(target: LambdaFunction): boolean {
    return this.#defects.get(target.name)?.logsMessageIds === true;
  }

  /** A message that fails is looked at again on each of its tries, and nothing else comes of it. */
  #flawOf({ functionName, flaws }: Defect, text: string): Flaw | undefined {
    const key = `${functionName} ${text}`;
    const known = this.#judged.get(key);
    if (known !== undefined) return known;
    const flaw = flawOf(flaws, text);
    if (flaw === undefined) return undefined;
    if (this.#judged.size >= MOST_JUDGED) this.#judged.clear();
    this.#judged.set(key, flaw);
    return flaw;
  }

  #named(functionName: string | undefined): Defect[] {
    return this.list().filter((each) => functionName === undefined || each.functionName === functionName);
  }
}

/** The flaw that an event (its text) meets, if any. */
export function flawOf(flaws: readonly Flaw[], text: string): Flaw | undefined {
  const event = parse(text);
  const hash = hashText(17, text);
  return flaws.find((flaw) => flaw.fails(event, hash));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
