/** The columns of `lambdatop dlq`, and the same as JSON. */
import { type DeadLetterTarget, functionsBehind } from '../../domain/dead-letters/discovery.ts';
import { timeLeftS } from '../../domain/dead-letters/queue-figures.ts';
import { KIND_WORDS, type KnownTarget, remarksOn } from '../../domain/dead-letters/target-words.ts';
import { durationWords } from '../../domain/duration-words.ts';
import { formatCount, UNKNOWN } from '../../domain/figures.ts';
import { sanitise } from '../../domain/text.ts';
import type { TableColumn } from '../table.ts';

/** A target with the events of its functions that were lost altogether in the last 3 h; null = unknown. */
export interface ListedTarget extends KnownTarget {
  readonly lost: number | null;
}

/** A column and what stands in it. */
interface TargetColumn extends TableColumn {
  readonly text: (row: ListedTarget) => string;
}

const number = (head: string, text: TargetColumn['text']): TargetColumn => ({ head, align: 'right', text });

/** In their order. */
export const TARGET_COLUMNS: readonly TargetColumn[] = [
  { head: 'queue', align: 'left', text: ({ target }) => sanitise(target.name) },
  number('depth', ({ queue }) => formatCount(queue?.depth ?? null)),
  number('in flight', ({ queue }) => formatCount(queue?.inFlight ?? null)),
  number('oldest', ({ figures }) => seconds(figures?.oldestAgeS ?? null)),
  number('growth/m', ({ figures }) => growthText(figures?.growthPerMin ?? null)),
  {
    head: 'kinds',
    align: 'left',
    text: ({ target }) => target.kinds.map((kind) => KIND_WORDS[kind]).join(' + '),
  },
  { head: 'of', align: 'left', text: ({ target }) => sanitise(behind(target)) },
  {
    head: '',
    align: 'left',
    text: (row) =>
      sanitise(
        remarksOn(row, row.lost ?? 0)
          .map(({ text }) => text)
          .join('; '),
      ),
  },
];

/** A row as JSON; null = unknown, and for what is no queue. */
export function targetJson({
  target,
  queue,
  figures,
  lost,
}: ListedTarget): Readonly<Record<string, unknown>> {
  const { arn, name, service, sources, kinds, consumers } = target;
  const { url = null, depth = null, inFlight = null, retentionS = null } = queue ?? {};
  const { oldestAgeS = null, growthPerMin = null } = figures ?? {};
  return {
    name,
    url,
    arn,
    depth,
    inFlight,
    oldestAgeS,
    sources: sources.map((source) => source.arn),
    kinds,
    functions: functionsBehind(target),
    readable: service === 'sqs',
    growthPerMin,
    retentionS,
    timeLeftS: timeLeftS(retentionS, oldestAgeS, depth),
    lostEventsIn3h: lost,
    consumers: consumers.filter(({ active }) => active).map((consumer) => consumer.name),
  };
}

function behind(target: DeadLetterTarget): string {
  const names = functionsBehind(target);
  const [first = UNKNOWN, ...others] = names;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function seconds(value: number | null): string {
  return value === null ? UNKNOWN : durationWords(value);
}

function growthText(perMin: number | null): string {
  if (perMin === null) return UNKNOWN;
  return `${perMin > 0 ? '+' : perMin < 0 ? '-' : ''}${formatCount(Math.abs(perMin))}`;
}
