/** What redrives need of their surroundings. */
import type { Clock } from '../../domain/clock.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import type { Operations } from '../operations.ts';
import type { Sleep } from '../runner/patience.ts';

/** The parts of AWS that a redrive reads and changes. */
export type RedriveSources = Pick<
  AwsAccount,
  | 'access'
  | 'identity'
  | 'queues'
  | 'messages'
  | 'functions'
  | 'changes'
  | 'logs'
  | 'deadLetterSources'
  | 'aliases'
  | 'metrics'
>;

/** See the file's head. */
export interface RedriveTools {
  readonly aws: RedriveSources;
  /** Whose journal and place they share. */
  readonly operations: Pick<Operations, 'journal' | 'place'>;
  readonly clock: Clock;
  /** For tests; the machine's own timers otherwise. */
  readonly sleep?: Sleep;
}
