/** What a kill does to the world outside of the function, in the order in which a person should read it. */

import type { Warning, WarningLevel } from '../changes/plan.ts';
import { durationWords } from '../duration-words.ts';
import { asyncWarnings } from './async-warnings.ts';
import { type BlastFact, blastFacts } from './blast-facts.ts';
import { type Findings, knownValue } from './findings.ts';
import { invokerGroups, runsAtEdge } from './invoker-groups.ts';
import { type DisabledTriggers, sourceWarnings } from './source-warnings.ts';

/** The choices of the kill that the consequences depend on. */
export interface KillChoices {
  /** Which event source mappings are disabled with it. */
  readonly disabled: DisabledTriggers;
}

/** What a kill would do, as far as it is known now. */
export interface BlastRadius {
  readonly facts: readonly BlastFact[];
  /** Losses first, then risks, then what is good to know. */
  readonly warnings: readonly Warning[];
  /** A sentence that recommends pausing its triggers instead; null when that would not stop it. */
  readonly pauseInstead: string | null;
  /** Nothing is being read any more. */
  readonly complete: boolean;
}

/** The blast radius of what was found so far. Text of AWS in it is as AWS sent it. */
export function blastRadius(findings: Findings, { disabled }: KillChoices): BlastRadius {
  const warnings = [
    ...asyncWarnings(findings),
    ...sourceWarnings(findings, disabled),
    ...provisionedWarnings(findings),
    ...callerWarnings(findings),
    ...executionWarnings(findings),
    ...generalNotes(findings),
  ];
  const parts = [...Object.values({ ...findings, queues: undefined }), ...findings.queues.values()];
  return {
    facts: blastFacts(findings),
    warnings: warnings.toSorted((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level)),
    pauseInstead: pauseInstead(findings),
    complete: parts.every((part) => part?.state !== 'reading'),
  };
}

const LEVELS: readonly WarningLevel[] = ['loss', 'risk', 'note'];

function provisionedWarnings({ provisioned }: Findings): Warning[] {
  const configs = knownValue(provisioned) ?? [];
  if (configs.length === 0) return [];
  const named = configs.map(({ qualifier, requested }) => `${requested} of ${qualifier}`).join(', ');
  return [
    {
      level: 'risk',
      text: `AWS refuses concurrency 0 while there is provisioned concurrency (${named}): it has to be removed first, and giving it back takes AWS minutes.`,
    },
    { level: 'note', text: 'Where Application Auto Scaling manages it, it may put it back by itself.' },
  ];
}

/** Those who wait for an answer feel it at once; who is behind an account's own roles cannot be seen. */
function callerWarnings({ permissions, urls }: Findings): Warning[] {
  const open = knownValue(urls) ?? [];
  const allowed = knownValue(permissions) ?? [];
  const callers = invokerGroups(allowed).flatMap(({ name, mode, effect }): Warning[] =>
    mode === 'async' ? [] : [{ level: 'risk', text: `${name}: ${effect}.` }],
  );
  const unseen: Warning = {
    level: 'note',
    text: 'Step Functions, EventBridge Scheduler, other functions and all who call it by a role of this account do not show in its policy: their calls are refused too.',
  };
  return [
    ...(open.length > 0
      ? [{ level: 'risk' as const, text: 'Its function URL answers 429 to everyone.' }]
      : []),
    ...callers,
    ...(runsAtEdge(allowed) ? [EDGE_COPIES] : []),
    ...(permissions.state === 'reading' ? [] : [unseen]),
  ];
}

const EDGE_COPIES: Warning = {
  level: 'risk',
  text: 'CloudFront runs copies of it (Lambda@Edge). Whether concurrency 0 stops those is not documented: remove the association in CloudFront.',
};

function executionWarnings(findings: Findings): Warning[] {
  const target = knownValue(findings.function);
  if (target === null) return [];
  const concurrency = knownValue(findings.traffic)?.concurrency ?? null;
  const upTo = target.timeoutS === null ? 'its timeout' : durationWords(target.timeoutS);
  const who =
    concurrency === null ? 'Executions that run now' : `The executions that run now (about ${concurrency})`;
  const warnings: Warning[] = [
    { level: 'note', text: `${who} are not stopped: they may go on for up to ${upTo}.` },
  ];
  const running = knownValue(findings.executions);
  if (target.durable && running?.count !== 0) {
    const many =
      running === null
        ? 'Durable executions may be under way'
        : `${running.count}${running.more ? ' or more' : ''} durable executions are under way`;
    warnings.push({
      level: 'risk',
      text: `${many}: whether they go on while concurrency is 0 is not documented. Stopping one (StopDurableExecution) is for good.`,
    });
  }
  return warnings;
}

function generalNotes(findings: Findings): Warning[] {
  const events = knownValue(findings.traffic)?.asyncEvents;
  const queued: Warning[] = events?.perMin
    ? [
        {
          level: 'note',
          text: 'What becomes of asynchronous events that are queued already is not documented.',
        },
      ]
    : [];
  return [
    ...queued,
    { level: 'note', text: 'The next deployment by CloudFormation or Terraform may undo this.' },
  ];
}

/** With nothing but SQS behind it, pausing the triggers stops it, and no message is refused or dead-lettered. */
function pauseInstead(findings: Findings): string | null {
  const mappings = knownValue(findings.sources);
  const permissions = knownValue(findings.permissions);
  const urls = knownValue(findings.urls);
  const asyncEvents = knownValue(findings.traffic)?.asyncEvents;
  if (mappings === null || permissions === null || urls === null) return null;
  const onlyQueues = mappings.length > 0 && mappings.every(({ kind }) => kind === 'sqs');
  if (!onlyQueues || permissions.length > 0 || urls.length > 0 || asyncEvents?.quiet !== true) return null;
  const what = mappings.length === 1 ? 'an SQS queue' : 'SQS queues';
  return `All that invokes it, as far as can be seen, is ${what}: pausing its triggers stops it too, and the messages wait.`;
}
