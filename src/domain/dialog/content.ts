/**
 * What a dialog says and asks, as plain data: the console makes it of a plan, ui/dialog draws it. All of its text
 * may come from AWS; it is made harmless when it is drawn.
 */

/** How a text is meant. */
export type Tone = 'plain' | 'dim' | 'strong' | 'good' | 'warn' | 'bad';

/** Something known, or about to be. */
export interface Fact {
  readonly label: string;
  /** Null: still being read. */
  readonly value: string | null;
  readonly tone?: Tone;
}

/** One value before and after. */
export interface Difference {
  readonly what: string;
  /** Null: still being read. */
  readonly before: string | null;
  readonly after: string;
}

/** A sentence, or one item of a list. */
export interface Remark {
  readonly text: string;
  readonly tone?: Tone;
  /** What stands before it, `!` for a warning. */
  readonly sign?: string;
}

/** A part of what is said, with a line of its own above when it has a heading. */
export type Section = { readonly heading?: string } & (
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'differences'; readonly differences: readonly Difference[] }
  | { readonly kind: 'remarks'; readonly remarks: readonly Remark[] }
  /** Calls and command lines: never cut, broken only where they must be. */
  | { readonly kind: 'commands'; readonly commands: readonly string[] }
);

/** One of several; left and right choose. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: string;
}

/** A line to be typed by hand: a paste is refused. */
export interface Field {
  readonly id: string;
  readonly prompt: string;
  /** The name of which a part is to be typed, with that part's place; null when there is none to show. */
  readonly name: { readonly text: string; readonly start: number; readonly end: number } | null;
  /** What has to be typed; null when anything may be, and the owner judges it. */
  readonly expected: string | null;
}

/** Something to press. */
export interface Button {
  readonly id: string;
  readonly label: string;
  readonly tone?: Tone;
  /** Why it cannot be pressed now; null when it can. */
  readonly reason?: string | null;
  /** It is pressed only when every field holds what it has to. */
  readonly needsFields?: boolean;
}

/** A whole dialog. */
export interface DialogContent {
  readonly title: string;
  /** What it is about loses something or stops something: drawn in red. */
  readonly dangerous: boolean;
  readonly sections: readonly Section[];
  readonly choices: readonly Choice[];
  readonly fields: readonly Field[];
  /** The one that leaves everything as it is comes first. */
  readonly buttons: readonly Button[];
  /** Id of the button that Enter presses at first; as a rule the one that leaves everything as it is. */
  readonly preferred: string;
  /** What is going on, beside a spinner; null when nothing is. */
  readonly busy: string | null;
}
