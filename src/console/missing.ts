/**
 * Keys of the design whose screens and operations this version does not have. They say so, and what to run
 * instead: somebody who presses K at 3 a.m. needs an answer, not silence.
 */
import type { Handler } from '../keys/handlers.ts';
import type { CommandIn } from '../keys/keymap.ts';

const INSTEAD: Readonly<Partial<Record<CommandIn<'functions'>, string>>> = {
  'go.into': 'aws lambda get-function --function-name NAME',
  'screen.function': 'aws lambda get-function --function-name NAME',
  'screen.logs': 'aws logs tail /aws/lambda/NAME --follow',
  'screen.traffic': 'aws lambda get-alias --function-name NAME --name ALIAS',
  'screen.dead-letters': 'aws sqs get-queue-attributes --queue-url URL --attribute-names All',
  'screen.audit': 'aws lambda get-policy --function-name NAME',
  'screen.journal': 'aws cloudtrail lookup-events',
  'function.kill':
    'aws lambda put-function-concurrency --function-name NAME --reserved-concurrent-executions 0',
  'function.restore': 'aws lambda delete-function-concurrency --function-name NAME',
  'function.reserve':
    'aws lambda put-function-concurrency --function-name NAME --reserved-concurrent-executions N',
  'function.triggers': 'aws lambda update-event-source-mapping --uuid UUID --no-enabled',
  'rollout.roll-back': 'aws lambda update-alias --function-name NAME --name ALIAS --function-version N',
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
