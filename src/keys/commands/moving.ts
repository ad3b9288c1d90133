import type { Commands } from '../command.ts';

/** Moving about in what is shown. None of these ever changes anything. */
export const moving = {
  'move.down': {
    keys: ['j', 'down'],
    description: 'Move down one row',
    label: 'down',
    group: 'Move',
    where: ['screens', 'help', 'dialog'],
  },
  'move.up': {
    keys: ['k', 'up'],
    description: 'Move up one row',
    label: 'up',
    group: 'Move',
    where: ['screens', 'help', 'dialog'],
  },
  'move.first': {
    keys: ['g', 'home'],
    description: 'Move to the first row',
    label: 'top',
    group: 'Move',
    where: ['screens', 'help', 'dialog'],
  },
  'move.last': {
    keys: ['G', 'end'],
    description: 'Move to the last row',
    label: 'bottom',
    group: 'Move',
    where: ['screens', 'help', 'dialog'],
  },
  'move.page-down': {
    keys: ['pagedown'],
    description: 'Move down one page',
    label: 'page down',
    group: 'Move',
    where: ['screens', 'help', 'dialog'],
  },
  'move.page-up': {
    keys: ['pageup'],
    description: 'Move up one page',
    label: 'page up',
    group: 'Move',
    where: ['screens', 'help', 'dialog'],
  },
  'move.half-page-down': {
    keys: ['ctrl-d'],
    description: 'Move down half a page',
    label: 'half down',
    group: 'Move',
    where: ['screens', 'help', 'dialog'],
  },
  'move.half-page-up': {
    keys: ['ctrl-u'],
    description: 'Move up half a page',
    label: 'half up',
    group: 'Move',
    where: ['screens', 'help', 'dialog'],
  },
  'move.left': {
    keys: ['<', 'left'],
    description: 'Scroll sideways to the columns on the left',
    label: 'columns left',
    group: 'Move',
    where: ['screens', 'help'],
  },
  'move.right': {
    keys: ['>', 'right'],
    description: 'Scroll sideways to the columns on the right',
    label: 'columns right',
    group: 'Move',
    where: ['screens', 'help'],
  },
} as const satisfies Commands;
