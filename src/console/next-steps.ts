/**
 * What to do next, as somebody in the console does it: the key first, and the command line for those who write it down.
 * Operations name command lines, since they are the same wherever they are asked for.
 */
import { bindingLabel } from '../keys/check-keymap.ts';
import { type CommandId, keymap } from '../keys/keymap.ts';

/** The console's command for a word of the command line; the others have no key. */
const COMMANDS: Readonly<Record<string, CommandId>> = {
  kill: 'function.kill',
  restore: 'function.restore',
  reserve: 'function.reserve',
  pause: 'function.triggers',
  resume: 'function.triggers',
  rollback: 'rollout.roll-back',
  rollout: 'rollout.start',
  promote: 'rollout.promote',
  shift: 'traffic.shift',
  publish: 'traffic.publish',
  undo: 'journal.undo',
  journal: 'screen.journal',
};

/** A command line at the end of a step, or before what is said about it in brackets or behind a `#`. */
const LINE = /^(?<why>.*?)(?<line>lambdatop (?<word>[a-z]+)[^(#]*?)(?<about>\s+[(#].*)?$/;

/** An option of the command line that the console knows nothing of. */
const ONLY_TYPED = /(^|: )--timeout /;

/** What the dialog that shows the step lets choose: the line's options stand in it. */
const CHOSEN: readonly RegExp[] = [
  /lambdatop kill \S+ --remove-provisioned/,
  /lambdatop restore \S+ --to /,
  /lambdatop resume \S+ --source /,
];

/** Steps for a person in the console; what only the command line can do is left out. */
export function stepsByKey(steps: readonly string[]): readonly string[] {
  return steps.filter((step) => !ONLY_TYPED.test(step)).map((step) => byKey(step, keyTo));
}

/** The same in the dialog of the change itself, which has choices of its own for some of them. */
export function stepsInDialog(steps: readonly string[]): readonly string[] {
  const isChosen = (step: string): boolean => CHOSEN.some((pattern) => pattern.test(step));
  return steps
    .filter((step) => !ONLY_TYPED.test(step))
    .map((step) => byKey(step, isChosen(step) ? () => 'choose it below' : keyTo));
}

/** One sentence that ends in a command line, with the key before it. */
export function sentenceByKey(sentence: string): string {
  return byKey(sentence, keyTo);
}

function byKey(step: string, way: (word: string) => string | null): string {
  const { why = '', line = '', word = '', about = '' } = LINE.exec(step)?.groups ?? {};
  const found = way(word);
  return found === null || line === '' ? step : `${why}${found} (in a shell: ${line})${about}`;
}

function keyTo(word: string): string | null {
  const command = COMMANDS[word];
  const key = command === undefined ? undefined : keymap[command].keys[0];
  return key === undefined ? null : `key ${bindingLabel(key)}`;
}
