/**
 * What a kill does to asynchronous events: with reserved concurrency 0 they do not wait. They go to the
 * on-failure destination or the dead-letter queue at once and unretried, and without either they are dropped
 * (facts/aws.md section 0).
 */

import type { Warning } from '../changes/plan.ts';
import { formatCount } from '../figures.ts';
import { targetName } from './arn-names.ts';
import { type Activity, type Findings, knownValue } from './findings.ts';
import { type InvokerGroup, invokerGroups } from './invoker-groups.ts';

const NOWHERE = 'there is no dead-letter queue and no on-failure destination';

/** Sentences about asynchronous events; none before it is known, or known to be unknown, where they would go. */
export function asyncWarnings(findings: Findings): Warning[] {
  const { failurePaths, function: target, traffic } = findings;
  if ([failurePaths, target, findings.permissions, traffic].some(({ state }) => state === 'reading'))
    return [];
  const events = knownValue(traffic)?.asyncEvents ?? null;
  const senders = invokerGroups(knownValue(findings.permissions) ?? []).filter(
    ({ mode }) => mode === 'async',
  );
  if (senders.length === 0 && events?.quiet && findings.permissions.state === 'known') {
    return [{ level: 'note', text: 'No asynchronous events came in the last 30 min.' }];
  }
  const paths = knownValue(failurePaths);
  const configuration = knownValue(target);
  if (paths === null || configuration === null) {
    return [
      { level: 'loss', text: `${said(events, senders)} may be lost: where failed ones go is not known.` },
    ];
  }
  const destinations = new Map(paths.map((path) => [path.qualifier, path.onFailureArn]));
  const targetOf = (qualifier: string) => destinations.get(qualifier) ?? configuration.deadLetterArn;
  if (senders.length === 0) return [unseenSenders(events, destinations, configuration.deadLetterArn)];
  const byTarget = Map.groupBy(senders, ({ qualifier }) => targetOf(qualifier));
  return [...byTarget].map(([arn, group]) => outcome(said(byTarget.size === 1 ? events : null, group), arn));
}

function outcome(subject: string, targetArn: string | null): Warning {
  return targetArn === null
    ? { level: 'loss', text: `${subject} WILL BE LOST: ${NOWHERE}.` }
    : {
        level: 'risk',
        text: `${subject} go straight to ${targetName(targetArn)}, unretried: redrive them from there afterwards.`,
      };
}

/** Nobody in the policies sends any, and yet they come, or may: which qualifier they name cannot be seen. */
function unseenSenders(
  events: Activity | null,
  destinations: ReadonlyMap<string, string | null>,
  deadLetterArn: string | null,
): Warning {
  const subject = said(events, []);
  const reached = [...destinations].filter(([, arn]) => arn !== null);
  if (deadLetterArn !== null || reached.length === 0) return outcome(subject, deadLetterArn);
  const named = reached.map(([qualifier, arn]) => `${targetName(arn ?? '')} when they name ${qualifier}`);
  return {
    level: 'loss',
    text: `${subject} go straight to ${named.join(', ')}; all others WILL BE LOST.`,
  };
}

/** "Asynchronous events (about 30 a minute, from SNS orders-topic)". */
function said(events: Activity | null, senders: readonly InvokerGroup[]): string {
  const rate = events?.perMin ? [`about ${formatCount(events.perMin)} a minute`] : [];
  const from = senders.length > 0 ? [`from ${senders.map(({ name }) => name).join('; ')}`] : [];
  const more = [...rate, ...from].join(', ');
  if (more) return `Asynchronous events (${more})`;
  return events?.perMin === null || events === null
    ? 'Asynchronous events, if there are any,'
    : 'Asynchronous events';
}
