/** What a person asks for in a change's dialog, as data: its choices, and the requests that come of them. */
import type { Plan, Target } from '../../domain/changes/plan.ts';
import { parseRestoreStages } from '../../domain/changes/restore-stages.ts';
import { sourceName } from '../../domain/changes/words.ts';
import type { Choice, Field } from '../../domain/dialog/content.ts';
import type { ChangeRequest, Triggers } from '../../operations/requests.ts';

/** What is asked for. */
export type Asked =
  | { readonly kind: 'kill'; readonly triggers: Triggers; readonly removeProvisioned: boolean }
  | {
      readonly kind: 'restore';
      /** `former`: what the journal knows; `none`: unset; `number`: what is typed. */
      readonly to: 'former' | 'none' | 'number';
      readonly number: number | null;
      readonly stages: string | null;
    }
  | {
      readonly kind: 'reserve';
      /** Undefined: not typed yet; null = unset. */
      readonly to: number | null | undefined;
    }
  | { readonly kind: 'pause' | 'resume'; readonly source: string | null }
  | { readonly kind: 'undo'; readonly entry: string }
  /** Seconds. */
  | { readonly kind: 'retain'; readonly forS: number };

/** What the dialog knows that decides about the choices. */
export interface Known {
  readonly plans: readonly Plan[];
  /** ARNs of the event sources of the one target; empty for several, or while they are not known. */
  readonly sources: readonly string[];
}

/** The first question of each kind. */
export function askedFirst(kind: 'kill' | 'restore' | 'reserve' | 'pause'): Asked {
  switch (kind) {
    case 'kill':
      return { kind, triggers: 'sqs', removeProvisioned: false };
    case 'restore':
      return { kind, to: 'former', number: null, stages: null };
    case 'reserve':
      return { kind, to: undefined };
    case 'pause':
      return { kind, source: null };
  }
}

/** The request for one target; null while something is still to be typed. */
export function requestOf(asked: Asked, { arn }: Target): ChangeRequest | null {
  switch (asked.kind) {
    case 'kill': {
      const { triggers, removeProvisioned } = asked;
      return { operation: 'kill', function: arn, options: { triggers, removeProvisioned } };
    }
    case 'restore': {
      if (asked.to === 'number' && asked.number === null) return null;
      const to = asked.to === 'former' ? undefined : asked.to === 'none' ? null : asked.number;
      const stages = asked.stages === null ? null : parseRestoreStages(asked.stages);
      return { operation: 'restore', function: arn, options: { to, stages, stagesText: asked.stages } };
    }
    case 'reserve':
      return asked.to === undefined ? null : { operation: 'reserve', function: arn, to: asked.to };
    case 'undo':
      return { operation: 'undo', entry: asked.entry };
    case 'retain':
      return { operation: 'retain', queue: arn, forS: asked.forS };
    default:
      return { operation: asked.kind, function: arn, options: { source: asked.source } };
  }
}

/** How a restored function's queues may be let in. */
const STAGES = '2,10,50,all@2m';

const ALL_SOURCES = 'all';

/** What can be chosen, given what is known of the targets. */
export function choicesOf(asked: Asked, known: Known): Choice[] {
  switch (asked.kind) {
    case 'kill':
      return killChoices(asked, known);
    case 'restore':
      return restoreChoices(asked, known);
    case 'pause':
    case 'resume':
      return triggerChoices(asked, known);
    default:
      return [];
  }
}

function killChoices(asked: Extract<Asked, { kind: 'kill' }>, { plans }: Known): Choice[] {
  const hasProvisioned =
    asked.removeProvisioned ||
    plans.some(({ refusal }) => refusal?.message.includes('provisioned concurrency'));
  return [
    {
      id: 'triggers',
      label: 'triggers off too',
      options: [
        { value: 'sqs', label: 'SQS' },
        { value: 'all', label: 'all' },
        { value: 'none', label: 'none' },
      ],
      chosen: asked.triggers,
    },
    ...(hasProvisioned
      ? [
          {
            id: 'provisioned',
            label: 'provisioned concurrency',
            options: [
              { value: 'keep', label: 'keep (AWS then refuses)' },
              { value: 'remove', label: 'remove first' },
            ],
            chosen: asked.removeProvisioned ? 'remove' : 'keep',
          },
        ]
      : []),
  ];
}

function restoreChoices(asked: Extract<Asked, { kind: 'restore' }>, { plans }: Known): Choice[] {
  const isUnknown = asked.to !== 'former' || plans.some(({ refusal }) => refusal !== null);
  const hasQueues =
    asked.stages !== null ||
    plans.some(({ stages }) =>
      stages.some(({ changes }) =>
        changes.some(({ setting }) => 'sourceArn' in setting && setting.sourceArn?.split(':')[2] === 'sqs'),
      ),
    );
  return [
    ...(isUnknown
      ? [
          {
            id: 'to',
            label: 'reserved concurrency',
            options: [
              { value: 'former', label: 'as the journal knows' },
              { value: 'none', label: 'none' },
              { value: 'number', label: 'a number' },
            ],
            chosen: asked.to,
          },
        ]
      : []),
    ...(hasQueues
      ? [
          {
            id: 'stages',
            label: 'queues are let in',
            options: [
              { value: 'at-once', label: 'at once' },
              { value: STAGES, label: `by 2, 10, 50, then all, 2 min each` },
            ],
            chosen: asked.stages ?? 'at-once',
          },
        ]
      : []),
  ];
}

function triggerChoices(
  asked: Extract<Asked, { kind: 'pause' | 'resume' }>,
  { plans, sources }: Known,
): Choice[] {
  // One that lambdatop did not pause has to be named, even where it is the only one.
  const isToBeNamed = asked.source !== null || plans.some(({ refusal }) => refusal !== null);
  return [
    {
      id: 'direction',
      label: 'triggers',
      options: [
        { value: 'pause', label: 'pause' },
        { value: 'resume', label: 'resume' },
      ],
      chosen: asked.kind,
    },
    ...(sources.length > 1 || (sources.length === 1 && isToBeNamed)
      ? [
          {
            id: 'source',
            label: 'which',
            options: [
              { value: ALL_SOURCES, label: asked.kind === 'pause' ? 'all' : 'all that lambdatop paused' },
              ...sources.map((arn) => ({ value: arn, label: sourceName({ sourceArn: arn, uuid: arn }) })),
            ],
            chosen: asked.source ?? ALL_SOURCES,
          },
        ]
      : []),
  ];
}

/** What is asked for once another option was chosen. */
export function withChoice(asked: Asked, choice: string, value: string): Asked {
  switch (asked.kind) {
    case 'kill':
      if (choice === 'triggers') return { ...asked, triggers: triggersFrom(value) };
      return choice === 'provisioned' ? { ...asked, removeProvisioned: value === 'remove' } : asked;
    case 'restore':
      if (choice === 'stages') return { ...asked, stages: value === 'at-once' ? null : value };
      if (choice !== 'to') return asked;
      return { ...asked, to: value === 'none' || value === 'number' ? value : 'former' };
    case 'pause':
    case 'resume':
      if (choice === 'direction')
        return { kind: value === 'resume' ? 'resume' : 'pause', source: asked.source };
      return choice === 'source' ? { ...asked, source: value === ALL_SOURCES ? null : value } : asked;
    default:
      return asked;
  }
}

function triggersFrom(value: string): Triggers {
  return value === 'all' || value === 'none' ? value : 'sqs';
}

/** The number that is still to be typed; null when nothing is. */
export function amountField(asked: Asked): Field | null {
  const field = { id: 'amount', name: null, expected: null } as const;
  if (asked.kind === 'reserve') return { ...field, prompt: 'Reserve how many (a number, or none)' };
  return asked.kind === 'restore' && asked.to === 'number' ? { ...field, prompt: 'Reserve how many' } : null;
}

/** What is asked for once an amount was typed; a sentence when it is none. */
export function withAmount(asked: Asked, text: string): Asked | string {
  const isNone = text.toLowerCase() === 'none';
  const number = /^\d{1,6}$/.test(text) ? Number(text) : null;
  if (asked.kind === 'restore') {
    return number === null ? 'Type a whole number' : { ...asked, number };
  }
  if (asked.kind !== 'reserve') return asked;
  if (isNone) return { ...asked, to: null };
  if (number === null) return 'Type a whole number, or none';
  return number === 0 ? 'Reserving 0 stops it: that is K, kill' : { ...asked, to: number };
}
