/** What a kill does to the queues and streams that feed a function. */
import type { Warning } from '../changes/plan.ts';
import { sourceName } from '../changes/words.ts';
import { type EventSourceMapping, isPolling, isSettled } from '../concurrency/event-source-mapping.ts';
import { durationWords } from '../duration-words.ts';
import type { QueueAttributes } from '../queue-attributes.ts';
import { queueNameIn } from '../queue-name.ts';
import { targetName } from './arn-names.ts';
import { type Findings, knownValue } from './findings.ts';

/** Which event source mappings are disabled together with the kill. */
export type DisabledTriggers = 'sqs' | 'all' | 'none';

/** DynamoDB keeps a stream's records for 24 h, Kinesis for at least as long. */
const STREAM_RETENTION_S = 24 * 3600;

/** A sentence or two for each source. */
export function sourceWarnings(findings: Findings, disabled: DisabledTriggers): Warning[] {
  const sources = knownValue(findings.sources) ?? [];
  return sources.flatMap((mapping) => warningsOf(mapping, findings, disabled));
}

function warningsOf(mapping: EventSourceMapping, findings: Findings, disabled: DisabledTriggers): Warning[] {
  const name = sourceName(mapping);
  if (isPolling(mapping) === false) return [{ level: 'note', text: `${name} is off already.` }];
  const goesOff = disabled === 'all' || (disabled === 'sqs' && mapping.kind === 'sqs');
  const warnings =
    mapping.kind === 'sqs'
      ? [queueWarning(mapping, name, findings, goesOff)]
      : streamWarnings(mapping, name, knownValue(findings.traffic)?.iteratorAgeMs ?? null);
  if (!goesOff || isSettled(mapping)) return warnings;
  const state = mapping.state ?? 'its state is not known';
  return [
    ...warnings,
    {
      level: 'risk',
      text: `${name} is being changed (${state}): AWS refuses to switch it off until that is through.`,
    },
  ];
}

function queueWarning(
  { sourceArn }: EventSourceMapping,
  name: string,
  { queues }: Findings,
  goesOff: boolean,
): Warning {
  const found = queues.get(sourceArn ?? '');
  const queue = found ? knownValue(found) : null;
  if (goesOff) return { level: 'note', text: `${name} is paused: its messages wait${keptFor(queue)}.` };
  if (queue === null) {
    const text = `${name} stays on: its messages go to its dead-letter queue, if it has one, after visibility timeout × maxReceiveCount. Neither is known.`;
    return { level: 'risk', text };
  }
  const { visibilityTimeoutS: visibility, deadLetters } = queue;
  if (deadLetters === null) {
    const text = `${name} stays on and has no dead-letter queue: its messages are tried again and again${keptFor(queue)}, and are then lost.`;
    return { level: 'risk', text };
  }
  const dlq = queueNameIn(deadLetters.queueArn);
  const after =
    visibility === null
      ? `after ${deadLetters.maxReceiveCount} receives`
      : `after about ${durationWords(visibility * deadLetters.maxReceiveCount)} (visibility timeout ${durationWords(visibility)} × ${deadLetters.maxReceiveCount} receives)`;
  return { level: 'risk', text: `${name} stays on: its messages go to ${dlq} unhandled ${after}.` };
}

function keptFor(queue: QueueAttributes | null): string {
  const retention = queue?.retentionS ?? null;
  return retention === null ? '' : `, for at most ${durationWords(retention)}`;
}

/** Throttled or off, a stream's records wait where they are; what differs is for how long. */
function streamWarnings(mapping: EventSourceMapping, name: string, iteratorAgeMs: number | null): Warning[] {
  const { kind, maximumRecordAgeS, onFailureArn } = mapping;
  const isStream = kind === 'kinesis' || kind === 'dynamodb';
  const warnings: Warning[] = [];
  if (maximumRecordAgeS !== null) {
    const age = durationWords(maximumRecordAgeS);
    warnings.push(
      onFailureArn === null
        ? {
            level: 'loss',
            text: `Records of ${name} WILL BE LOST when they are ${age} old: its mapping gives them up, with no on-failure destination.`,
          }
        : {
            level: 'risk',
            text: `Records of ${name} are given up when they are ${age} old; ${targetName(onFailureArn)} is told where they were.`,
          },
    );
  } else if (isStream) {
    const kept = kind === 'dynamodb' ? '24 h' : '24 h, or as long as the stream keeps them';
    warnings.push({
      level: 'risk',
      text: `Records of ${name} wait in the stream for ${kept}${leftOf(kind, iteratorAgeMs)}; then they are lost.`,
    });
  } else {
    warnings.push({
      level: 'note',
      text: `What ${name} holds waits there for as long as it is kept at its source.`,
    });
  }
  return warnings;
}

/** How much of the retention is left; only where it is known how long that is. */
function leftOf(kind: EventSourceMapping['kind'], iteratorAgeMs: number | null): string {
  if (iteratorAgeMs === null) return '';
  const age = durationWords(iteratorAgeMs / 1_000);
  if (kind !== 'dynamodb') return ` (the last one read was ${age} old)`;
  return ` (the last one read was ${age} old: ${durationWords(STREAM_RETENTION_S - iteratorAgeMs / 1_000)} left)`;
}
