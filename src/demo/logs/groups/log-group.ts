import type { LambdaFunction } from '../../world/model.ts';
import type { EventSource } from '../events/log-event.ts';
import type { StoredSource } from '../events/stored-source.ts';

/** Classes of log groups: only standard ones can be read or tailed, and infrequent ones still be queried. */
export type LogGroupClass = 'STANDARD' | 'INFREQUENT_ACCESS' | 'DELIVERY';

/** A log group as it is now. */
export interface LogGroup {
  name: string;
  /** ms since the epoch. */
  created: number;
  groupClass: LogGroupClass;
  /** Days; undefined = never expire. */
  retentionDays: number | undefined;
  storedBytes: number;
  /** ms since the epoch: what is older is gone. */
  since: number;
  /** Everything in it, whoever wrote it. */
  source: EventSource;
  /** The functions that log here. */
  functions: readonly LambdaFunction[];
  /** What clients put here, if anything. */
  stored: StoredSource | undefined;
}

/** A group's two ARNs: the one with `:*` is for policies, live tail takes the other (facts, section 3). */
export function groupArn(name: string, { region, account }: { region: string; account: string }): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}
