/** What can be asked of an alias outside a rollout: promote, roll back, shift a weight, publish a version. */
import type { Plan } from '../../domain/changes/plan.ts';
import type { Section } from '../../domain/dialog/content.ts';
import { isWeight } from '../../domain/rollout/strategy.ts';
import { evidenceText, type RollBackCandidate } from '../../domain/traffic/candidate.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import type { Operations } from '../../operations/operations.ts';
import type { ChangeRequest } from '../../operations/requests.ts';
import {
  MOST_VERSIONS,
  type Overriding,
  overrideChoice,
  versionChoice,
  versionsFor,
} from './alias-choices.ts';
import type { AliasQuestion } from './alias-dialog.ts';
import { type AliasTarget, nameOf } from './alias-target.ts';

/** What the questions need. */
export interface AliasChangeTools {
  readonly operations: Pick<Operations, 'plan' | 'rollBackChoice'>;
  readonly aliases: Pick<AwsAccount['aliases'], 'alias' | 'versions'>;
  /** Applies what was confirmed. */
  readonly run: (plan: Plan) => void;
}

/** What most questions have in common. */
function plainQuestion<Asked extends Overriding>(
  requestOf: (asked: Asked) => ChangeRequest | null,
  { operations, run }: AliasChangeTools,
) {
  return {
    load: null,
    goesOn: false,
    plan: (asked: Asked, signal: AbortSignal) => {
      const request = requestOf(asked);
      if (request === null) return null;
      return operations.plan(request, signal).then((plan) => ({ plan, confirm: () => run(plan) }));
    },
    instead: () => null,
    choices: ({ override }: Asked, plan: Plan | null) => overrideChoice(override, plan),
    choose: (asked: Asked, choice: string, value: string): Asked =>
      choice === 'override' ? { ...asked, override: value === '' ? null : value } : asked,
    prompt: (): string | null => null,
    typed: (asked: Asked): Asked | string => asked,
    override: ({ override }: Asked) => override,
    sections: (): readonly Section[] => [],
  };
}

/** Promote the version that has a share. */
export function promoteQuestion(target: AliasTarget, tools: AliasChangeTools): AliasQuestion<Overriding> {
  const requestOf = ({ override }: Overriding): ChangeRequest => ({
    operation: 'promote',
    function: target.functionArn,
    alias: target.alias,
    options: { to: null, continues: null, overrideDeployment: override },
  });
  return {
    ...plainQuestion(requestOf, tools),
    title: `Promote on ${nameOf(target)}`,
    yes: 'Promote',
    isWayBack: false,
    asked: { override: null },
  };
}

/** Publish a version of $LATEST. */
export function publishQuestion(target: AliasTarget, tools: AliasChangeTools): AliasQuestion<Overriding> {
  const requestOf = (): ChangeRequest => ({ operation: 'publish', function: target.functionArn });
  return {
    ...plainQuestion(requestOf, tools),
    title: `Publish a version of ${target.functionName}`,
    yes: 'Publish',
    isWayBack: false,
    asked: { override: null },
  };
}

interface RollBackAsked extends Overriding {
  /** Null = the primary one of a split, or the one before lambdatop's own last change. */
  readonly to: string | null;
  readonly candidates: readonly RollBackCandidate[];
}

/**
 * Take the traffic back; where nothing says where to, the version that served last is preselected.
 *
 * @param just when a rollout of it was rolled back a moment ago, in words: who presses the key for that must not
 *   take back the version that it went back to
 */
export function rollBackQuestion(
  target: AliasTarget,
  tools: AliasChangeTools,
  just: string | null,
): AliasQuestion<RollBackAsked> {
  const { functionArn, alias } = target;
  const requestOf = ({ to, override }: RollBackAsked): ChangeRequest => ({
    operation: 'rollback',
    function: functionArn,
    alias,
    options: { to, continues: null, overrideDeployment: override },
  });
  const plain = plainQuestion(requestOf, tools);
  return {
    ...plain,
    title: `Roll back ${nameOf(target)}`,
    yes: 'Roll back',
    isWayBack: just === null,
    asked: { to: null, candidates: [], override: null },
    async load(asked, signal) {
      // Of a split the way back is known, and nothing has to be waited for.
      const { weights } = await tools.aliases.alias(functionArn, alias, signal);
      if (Object.keys(weights).length > 0) return asked;
      const { candidates } = await tools.operations.rollBackChoice(functionArn, alias, signal);
      return { ...asked, candidates: candidates.slice(0, MOST_VERSIONS) };
    },
    instead({ to, candidates, override }, { refusal }) {
      const [first] = candidates;
      // A version that was never seen to serve is no way back until somebody chooses it.
      const isKnown = first !== undefined && first.evidence !== 'published';
      return refusal?.needsVersion && to === null && isKnown
        ? { to: first.version, candidates, override }
        : null;
    },
    choices: ({ to, candidates, override }, plan) => [
      ...(candidates.length === 0
        ? []
        : [
            {
              id: 'to',
              label: 'back to',
              options: [
                ...(to === null ? [{ value: '', label: 'choose' }] : []),
                ...candidates.map(({ version }) => ({ value: version, label: version })),
              ],
              chosen: to ?? '',
            },
          ]),
      ...overrideChoice(override, plan),
    ],
    choose: (asked, choice, value) =>
      choice === 'to' ? { ...asked, to: value === '' ? null : value } : plain.choose(asked, choice, value),
    sections: ({ to, candidates }) => [
      ...(just === null
        ? []
        : [{ kind: 'remarks', remarks: [{ text: just, tone: 'warn', sign: '!' }] } as const]),
      ...(candidates.length === 0 ? [] : [candidateSection(candidates, to)]),
    ],
  };
}

function candidateSection(candidates: readonly RollBackCandidate[], to: string | null): Section {
  return {
    kind: 'facts',
    heading: 'What it may go back to',
    facts: candidates.map((each) => ({
      label: each.version,
      value: evidenceText(each),
      tone: each.version === to ? 'strong' : 'dim',
    })),
  };
}

interface ShiftAsked extends Overriding {
  readonly to: string | null;
  readonly versions: readonly string[];
  /** Percent; null = not typed yet. */
  readonly weight: number | null;
}

/** Give a version a share by hand. */
export function shiftQuestion(target: AliasTarget, tools: AliasChangeTools): AliasQuestion<ShiftAsked> {
  const { functionArn, alias } = target;
  const requestOf = ({ to, weight, override }: ShiftAsked): ChangeRequest | null =>
    to === null || weight === null
      ? null
      : {
          operation: 'shift',
          function: functionArn,
          alias,
          options: { to, weight, continues: null, overrideDeployment: override },
        };
  const plain = plainQuestion(requestOf, tools);
  return {
    ...plain,
    title: `Shift traffic of ${nameOf(target)}`,
    yes: 'Shift',
    isWayBack: false,
    asked: { to: null, versions: [], weight: null, override: null },
    async load(asked, signal) {
      const { versions, chosen } = await versionsFor(target, tools.aliases, signal);
      return { ...asked, versions, to: chosen };
    },
    choices: ({ to, versions, override }, plan) => [
      ...versionChoice(versions, to),
      ...overrideChoice(override, plan),
    ],
    choose: (asked, choice, value) =>
      choice === 'version' ? { ...asked, to: value } : plain.choose(asked, choice, value),
    prompt: () => 'Percent for that version (0 to 100, steps of 0.1)',
    typed(asked, text) {
      const weight = Number(text.replace(/\s*%$/, ''));
      if (text === '' || !isWeight(weight)) return 'Type percent from 0 to 100, in steps of 0.1';
      if (asked.to === null) return 'There is no other version: V publishes one';
      return { ...asked, weight };
    },
  };
}
