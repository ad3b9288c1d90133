import type { Commands } from '../command.ts';

/**
 * Commands that change AWS. Each of them only opens a dialog, which shows the plan and asks; the dispatcher
 * refuses all of them in a read-only session and from a burst of keys.
 */
export const changing = {
  'function.kill': {
    keys: ['K'],
    description: 'Stop a function: reserved concurrency 0, its SQS triggers off (opens its dialog)',
    label: 'kill',
    group: 'Change AWS',
    where: ['screens'],
    changes: true,
    palette: { name: 'kill', argument: 'NAME' },
  },
  'function.restore': {
    keys: ['U'],
    description: 'Bring a killed function back exactly as it was (opens its dialog)',
    label: 'restore',
    group: 'Change AWS',
    where: ['screens'],
    changes: true,
    palette: { name: 'restore', argument: 'NAME' },
  },
  'function.reserve': {
    keys: ['c'],
    description: 'Reserve or cap concurrency (opens its dialog)',
    label: 'reserve',
    group: 'Change AWS',
    where: ['screens'],
    changes: true,
    palette: { name: 'reserve', argument: 'NAME' },
  },
  'function.triggers': {
    keys: ['T'],
    description: 'Pause or resume triggers (opens its dialog)',
    label: 'triggers',
    group: 'Change AWS',
    where: ['screens'],
    changes: true,
    palette: { name: 'triggers', argument: 'NAME' },
  },
  'rollout.roll-back': {
    keys: ['B'],
    description: 'Roll an alias back (opens its dialog)',
    label: 'roll back',
    group: 'Change AWS',
    where: ['screens'],
    changes: true,
    palette: { name: 'rollback', argument: 'NAME' },
  },
  'rollout.advance': {
    keys: ['a'],
    description: 'Advance a rollout to its next step (opens its dialog)',
    label: 'advance',
    group: 'Change AWS',
    where: ['rollouts'],
    changes: true,
    palette: { name: 'advance' },
  },
  'rollout.hold': {
    keys: ['h'],
    description: 'Hold a rollout where it is (opens its dialog)',
    label: 'hold',
    group: 'Change AWS',
    where: ['rollouts'],
    changes: true,
    palette: { name: 'hold' },
  },
  'rollout.promote': {
    keys: ['A'],
    description: 'Promote the canary to all traffic (opens its dialog)',
    label: 'promote',
    group: 'Change AWS',
    where: ['rollouts'],
    changes: true,
    palette: { name: 'promote' },
  },
} as const satisfies Commands;
