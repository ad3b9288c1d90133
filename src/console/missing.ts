/**
 * Keys of the design whose screens and operations this version does not have. They say so, and what to run
 * instead: somebody who presses K at 3 a.m. needs an answer, not silence.
 */
import type { Handler } from '../keys/handlers.ts';
import type { CommandIn } from '../keys/keymap.ts';

const INSTEAD: Readonly<Partial<Record<CommandIn<'functions'>, string>>> = {
  'go.into': 'aws lambda get-function --function-name NAME',
  'screen.function': 'aws lambda get-function --function-name NAME',
  'screen.audit': 'aws lambda get-policy --function-name NAME',
};

/** Handlers that never run: each says what to run in a shell instead. */
export function missingHandlers(): Partial<Record<CommandIn<'functions'>, Handler>> {
  return Object.fromEntries(
    Object.entries(INSTEAD).map(([command, shell]) => [
      command,
      { run: () => {}, disabled: () => `not in this version; in a shell: ${shell}` },
    ]),
  );
}
