/** The findings as labelled values, for the upper part of the kill dialog. */

import { sourceName } from '../changes/words.ts';
import { type EventSourceMapping, isPolling } from '../concurrency/event-source-mapping.ts';
import type { ProvisionedConcurrency } from '../concurrency/provisioned.ts';
import { formatCount } from '../figures.ts';
import type { FailurePath, FunctionUrl, InvokePermission } from '../invokers.ts';
import { targetName } from './arn-names.ts';
import { type Activity, type Findings, type Found, type KillableFunction, knownValue } from './findings.ts';
import { invokerGroups } from './invoker-groups.ts';

/** One labelled value. */
export interface BlastFact {
  readonly label: string;
  /** Null while it is being read; "not known (denied)" when it is not to be had. */
  readonly value: string | null;
  /** It could not be read. */
  readonly unknown: boolean;
}

/** All facts, always in this order, so that nothing moves when one comes in. */
export function blastFacts(findings: Findings): readonly BlastFact[] {
  const { function: target, traffic } = findings;
  const durable = knownValue(target)?.durable
    ? [
        fact(
          'durable executions',
          findings.executions,
          ({ count, more }) => `${count}${more ? '+' : ''} running`,
        ),
      ]
    : [];
  return [
    fact('invocations', traffic, ({ invocations }) => activityText(invocations)),
    fact('in flight', traffic, inFlightText),
    fact('reserved', target, reservedText),
    fact('provisioned', findings.provisioned, provisionedText),
    fact('event sources', findings.sources, sourcesText),
    fact('async events', traffic, ({ asyncEvents }) => activityText(asyncEvents)),
    fact('failed events to', both(target, findings.failurePaths), failureText),
    fact('function URL', findings.urls, urlsText),
    fact('invoked by', findings.permissions, invokersText),
    ...durable,
  ];
}

function fact<Value>(label: string, found: Found<Value>, text: (value: Value) => string): BlastFact {
  switch (found.state) {
    case 'reading':
      return { label, value: null, unknown: false };
    case 'known': {
      const value = text(found.value);
      return { label, value, unknown: value === NOT_KNOWN };
    }
    case 'unknown':
      return { label, value: `${NOT_KNOWN} (${found.why})`, unknown: true };
  }
}

const NOT_KNOWN = 'not known';

/** Two findings that only make sense together. */
function both<One, Other>(one: Found<One>, other: Found<Other>): Found<readonly [One, Other]> {
  if (one.state === 'unknown') return one;
  if (other.state === 'unknown') return other;
  if (one.state === 'reading' || other.state === 'reading') return { state: 'reading' };
  return { state: 'known', value: [one.value, other.value] };
}

function activityText({ perMin, quiet }: Activity): string {
  if (perMin !== null) return `${formatCount(perMin)} a minute`;
  return quiet ? 'none in the last 30 min' : NOT_KNOWN;
}

function inFlightText({
  concurrency,
  invocations,
}: {
  concurrency: number | null;
  invocations: Activity;
}): string {
  if (concurrency !== null) return `${formatCount(concurrency)} at once`;
  return invocations.quiet ? 'none seen in the last 30 min' : NOT_KNOWN;
}

function reservedText({ reservedConcurrency }: KillableFunction): string {
  if (reservedConcurrency === null) return 'unset';
  return reservedConcurrency === 0 ? '0 (killed)' : formatCount(reservedConcurrency);
}

function provisionedText(configs: readonly ProvisionedConcurrency[]): string {
  const each = configs.map(({ qualifier, requested, status }) =>
    status === null || status === 'READY'
      ? `${qualifier} ${requested}`
      : `${qualifier} ${requested} (${status})`,
  );
  return each.join(', ') || 'none';
}

function sourcesText(mappings: readonly EventSourceMapping[]): string {
  const each = mappings.map((mapping) => {
    const off = isPolling(mapping) === false ? ', off' : '';
    return `${sourceName(mapping)} (${mapping.kind}${off})`;
  });
  return each.join(', ') || 'none';
}

function failureText([{ deadLetterArn }, paths]: readonly [
  KillableFunction,
  readonly FailurePath[],
]): string {
  const targets = paths.flatMap(({ qualifier, onFailureArn }) =>
    onFailureArn === null ? [] : [`${targetName(onFailureArn)} (${qualifier})`],
  );
  if (deadLetterArn !== null) targets.push(targetName(deadLetterArn));
  return targets.join(', ') || 'nowhere';
}

function urlsText(urls: readonly FunctionUrl[]): string {
  const each = urls.map(({ qualifier, authType }) => {
    const open = authType === 'NONE' ? 'public' : (authType ?? 'auth not known');
    return qualifier === '$LATEST' ? open : `${open} (${qualifier})`;
  });
  return each.join(', ') || 'none';
}

function invokersText(permissions: readonly InvokePermission[]): string {
  const names = invokerGroups(permissions).map(({ name }) => name);
  return [...new Set(names)].join('; ') || 'nobody in its policy';
}
