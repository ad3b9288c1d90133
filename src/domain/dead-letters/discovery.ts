/**
 * Where the failed work of an account goes, told by its configuration alone: nothing has to be received for it,
 * which would raise receive counts.
 */
import type { FailurePath } from '../invokers.ts';
import type { DeadLetterKind } from './kind.ts';

/** The kinds of dead letters that a configuration promises. */
export type ExpectedKind = Exclude<DeadLetterKind['kind'], 'other'>;

/** Something whose failed work goes to a target. */
export interface DeadLetterSource {
  readonly kind: ExpectedKind;
  /** The queue that SQS moves messages from, or the function, with its qualifier where a destination has one. */
  readonly arn: string;
  /** Names of the functions that failed at it, as far as event source mappings tell. */
  readonly functionNames: readonly string[];
}

/** What a target is; only queues can be read back. */
type TargetService = 'sqs' | 'sns' | 'lambda' | 'events' | 's3' | 'kafka' | 'other';

/** Something that failed work goes to. */
export interface DeadLetterTarget {
  readonly arn: string;
  /** Its own name, without account and region. */
  readonly name: string;
  readonly service: TargetService;
  readonly sources: readonly DeadLetterSource[];
  /** The kinds its sources send, in a fixed order. */
  readonly kinds: readonly ExpectedKind[];
  /** Names of the functions that read it by an event source mapping: they take messages away while we look. */
  readonly consumers: readonly { readonly name: string; readonly active: boolean }[];
}

/** An event source mapping, as far as failed work is concerned. */
export interface SourceMapping {
  /** Unqualified. */
  readonly functionArn: string;
  readonly sourceArn: string | null;
  readonly state: string | null;
  readonly onFailureArn: string | null;
}

/** What has been read so far. What is missing makes the list shorter, never wrong. */
export interface DiscoveryFacts {
  readonly functions: readonly {
    readonly name: string;
    readonly arn: string;
    readonly deadLetterArn: string | null;
  }[];
  readonly mappings: readonly SourceMapping[];
  /** By function name. */
  readonly failurePaths: ReadonlyMap<string, { readonly paths: readonly FailurePath[] }>;
  /** ARNs of queues → ARN of the queue their RedrivePolicy names. */
  readonly redrives: ReadonlyMap<string, string>;
}

const KIND_ORDER: readonly ExpectedKind[] = ['sqs-source', 'async', 'destination', 'stream-record'];

/** All targets, in the order of their names. */
export function findTargets(facts: DiscoveryFacts): DeadLetterTarget[] {
  const sources = new Map<string, DeadLetterSource[]>();
  const add = (targetArn: string, source: DeadLetterSource): void => {
    sources.set(targetArn, [...(sources.get(targetArn) ?? []), source]);
  };
  const readers = Map.groupBy(facts.mappings, ({ sourceArn }) => sourceArn);
  for (const [queueArn, targetArn] of facts.redrives) {
    const names = (readers.get(queueArn) ?? []).map(({ functionArn }) => nameIn(functionArn));
    add(targetArn, { kind: 'sqs-source', arn: queueArn, functionNames: unique(names) });
  }
  for (const { name, arn, deadLetterArn } of facts.functions) {
    if (deadLetterArn !== null) add(deadLetterArn, { kind: 'async', arn, functionNames: [name] });
    for (const { qualifier, onFailureArn } of facts.failurePaths.get(name)?.paths ?? []) {
      if (onFailureArn === null) continue;
      const qualified = qualifier === '$LATEST' ? arn : `${arn}:${qualifier}`;
      add(onFailureArn, { kind: 'destination', arn: qualified, functionNames: [name] });
    }
  }
  for (const { functionArn, onFailureArn } of facts.mappings) {
    if (onFailureArn === null) continue;
    add(onFailureArn, { kind: 'stream-record', arn: functionArn, functionNames: [nameIn(functionArn)] });
  }
  return [...sources]
    .map(([arn, all]) => targetOf(arn, all, readers.get(arn) ?? []))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Names of the functions whose failed work goes to a target. */
export function functionsBehind({ sources }: Pick<DeadLetterTarget, 'sources'>): string[] {
  return unique(sources.flatMap(({ functionNames }) => functionNames));
}

/** The ARN of a queue in the same account and region as another, by its URL: `…/123456789012/orders`. */
export function queueArnFrom(url: string, sibling: string): string | null {
  const [account, name] = url.split('/').slice(-2);
  const [arn, partition, service, region] = sibling.split(':');
  return account && name ? [arn, partition, service, region, account, name].join(':') : null;
}

function targetOf(
  arn: string,
  sources: readonly DeadLetterSource[],
  readers: readonly SourceMapping[],
): DeadLetterTarget {
  const kinds = new Set(sources.map(({ kind }) => kind));
  return {
    arn,
    name: targetName(arn),
    service: serviceOf(arn),
    sources: sources.toSorted((one, other) => (one.arn < other.arn ? -1 : 1)),
    kinds: KIND_ORDER.filter((kind) => kinds.has(kind)),
    consumers: readers.map(({ functionArn, state }) => ({
      name: nameIn(functionArn),
      active: state !== 'Disabled' && state !== 'Disabling',
    })),
  };
}

function serviceOf(arn: string): TargetService {
  if (arn.startsWith('kafka://')) return 'kafka';
  const service = arn.split(':')[2];
  switch (service) {
    case 'sqs':
    case 'sns':
    case 'lambda':
    case 'events':
    case 's3':
      return service;
    default:
      return 'other';
  }
}

/** Queue, topic and bucket names come last; buses stand behind a slash, functions may have a qualifier. */
function targetName(arn: string): string {
  if (arn.startsWith('kafka://')) return arn.slice('kafka://'.length);
  return (
    arn
      .split(':')
      .slice(arn.includes(':lambda:') ? 6 : 5)
      .join(':')
      .replace(/^event-bus\//, '') || arn
  );
}

function nameIn(functionArn: string): string {
  return functionArn.split(':')[6] ?? functionArn;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
