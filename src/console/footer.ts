/** The last line: the keys that work here, the letters a chord waits for, or what was just said. */
import { cutEnd, sanitise, widthOf } from '../domain/text.ts';
import type { AvailableCommand } from '../keys/available.ts';
import type { PendingChord } from '../keys/chords.ts';
import { keyLabel } from '../keys/key-names.ts';
import type { CommandId } from '../keys/keymap.ts';
import type { Flash } from '../stores/shell-store.ts';
import { composeLine, type Segment } from '../ui/segments.ts';
import type { Theme } from '../ui/theme.ts';

/** What the footer is made of. */
export interface FooterInputs {
  readonly flash: Flash | null;
  readonly pending: PendingChord | null;
  readonly available: readonly AvailableCommand[];
  readonly width: number;
  readonly theme: Theme;
}

/** Always on the screen, whatever the width: the ways to everything else and out. */
const ALWAYS: readonly CommandId[] = ['help.toggle', 'go.leave', 'text.submit', 'text.cancel'];

/** Moving about is known to everybody who got this far; its keys are in the help. */
const LEFT_OUT: readonly AvailableCommand['group'][] = ['Move', 'Typing'];

/** One line, at most `width` columns. What was just said comes before everything else. */
export function footerLine({ flash, pending, available, width, theme }: FooterInputs): string {
  if (flash) {
    const style = { info: theme.accent, warn: theme.warn, error: theme.bad }[flash.level];
    return style(cutEnd(sanitise(flash.text), width));
  }
  return composeLine(pending ? chordSegments(pending, width, theme) : keySegments(available, theme), width);
}

/** All letters with their words, or where that is too long, all letters: none is left out. */
function chordSegments({ label, options }: PendingChord, width: number, theme: Theme): Segment[] {
  const words = options.map((option) => ({
    text: `${keyLabel(option.key)} ${option.label}`,
    style: option.enabled ? theme.plain : theme.dim,
    weight: 0,
  }));
  const prompt = { text: `${label}…`, style: theme.accent, weight: 0 };
  const cancel = { text: 'Esc cancel', style: theme.dim, weight: 0 };
  const whole = [prompt, ...words, cancel];
  if (whole.reduce((sum, { text }) => sum + widthOf(text) + 2, -2) <= width) return whole;
  return [prompt, { text: options.map(({ key }) => keyLabel(key)).join(' '), weight: 0 }, cancel];
}

function keySegments(available: readonly AvailableCommand[], theme: Theme): Segment[] {
  const working = available.filter(
    ({ command, enabled, group }) => enabled && (!LEFT_OUT.includes(group) || ALWAYS.includes(command)),
  );
  const segments: Segment[] = [];
  const chords = new Set<string>();
  for (const { command, keys, label, changes } of working) {
    const [key = ''] = keys;
    const [first = '', second] = key.split(' ');
    if (second !== undefined) {
      if (!chords.has(first)) segments.push({ text: `${first} sort`, weight: segments.length + 1 });
      chords.add(first);
      continue;
    }
    const always = ALWAYS.includes(command);
    segments.push({
      text: `${key} ${label}`,
      style: changes ? theme.warn : theme.plain,
      weight: always ? 0 : segments.length + 1,
    });
  }
  return segments;
}
