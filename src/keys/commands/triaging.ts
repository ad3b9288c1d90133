import type { Commands } from '../command.ts';

/** Keys of the dead-letters screen beside those that work everywhere. */
export const triaging = {
  'letters.widen': {
    keys: ['+'],
    description: 'Look at twice as many messages, when only a part of the queue was looked at',
    label: 'more',
    group: 'Dead letters',
    where: ['dead-letters'],
    palette: { name: 'more' },
  },
  'letters.redrive': {
    keys: ['R'],
    description: 'Send dead letters again: a message, a group or the whole queue (opens its dialog)',
    label: 'redrive',
    group: 'Dead letters',
    where: ['dead-letters'],
    changes: true,
    palette: { name: 'redrive' },
  },
  'letters.retain': {
    keys: ['E'],
    description: 'Keep the messages of a queue for 14 days, before they expire (opens its dialog)',
    label: 'keep longer',
    group: 'Dead letters',
    where: ['dead-letters'],
    changes: true,
    palette: { name: 'retain' },
  },
  'letters.edit': {
    keys: ['e'],
    description: 'Edit one message in $VISUAL or $EDITOR and send it again (opens its dialog)',
    label: 'edit',
    group: 'Dead letters',
    where: ['dead-letters'],
    changes: true,
    palette: { name: 'edit' },
  },
  'letters.save': {
    keys: [],
    description: 'Save the messages shown to a new file, a JSON object a line that dlq import reads',
    label: 'save',
    group: 'Dead letters',
    where: ['dead-letters'],
    palette: { name: 'export', argument: 'FILE' },
  },
  'letters.sort-depth': {
    keys: [['s', 'd']],
    description: 'Sort by how many messages there are',
    label: 'depth',
    group: 'Dead letters',
    where: ['dead-letters'],
  },
  'letters.sort-oldest': {
    keys: [['s', 'o']],
    description: 'Sort by the age of the oldest message',
    label: 'oldest',
    group: 'Dead letters',
    where: ['dead-letters'],
  },
  'letters.sort-growth': {
    keys: [['s', 'g']],
    description: 'Sort by how many come a minute',
    label: 'growth',
    group: 'Dead letters',
    where: ['dead-letters'],
  },
} as const satisfies Commands;
