import type { Commands } from '../command.ts';

/** Keys of the journal beside those that work everywhere. */
export const recounting = {
  'journal.undo': {
    keys: ['u'],
    description: 'Undo the entry: what it changed goes back to what it was (opens its dialog)',
    label: 'undo',
    group: 'Change AWS',
    where: ['journal'],
    changes: true,
    palette: { name: 'undo' },
  },
  'journal.save': {
    keys: ['w'],
    description: 'Save the entries shown as Markdown, for the post-mortem',
    label: 'save',
    group: 'View',
    where: ['journal'],
    palette: { name: 'save markdown', argument: 'FILE' },
  },
} as const satisfies Commands;
