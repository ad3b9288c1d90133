/** Starting a rollout: which version, by which steps, guarded or not; the plan shows what stands against it. */
import { AppError } from '../../domain/app-error.ts';
import type { Section } from '../../domain/dialog/content.ts';
import { durationWords } from '../../domain/duration-words.ts';
import { DEFAULT_GUARD } from '../../domain/guard/settings.ts';
import { parseStrategy, type Strategy } from '../../domain/rollout/strategy.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import type { RolloutProposal, RolloutWish } from '../../rollouts/proposal.ts';
import { type Overriding, overrideChoice, versionChoice, versionsFor } from './alias-choices.ts';
import type { AliasQuestion } from './alias-dialog.ts';
import { type AliasTarget, nameOf } from './alias-target.ts';

/** What starting needs. */
export interface StartTools {
  readonly aliases: Pick<AwsAccount['aliases'], 'alias' | 'versions'>;
  readonly propose: (wish: RolloutWish, signal: AbortSignal) => Promise<RolloutProposal>;
  /** Launches what was confirmed. */
  readonly begin: (proposal: RolloutProposal) => void;
}

/** How long a rollout may be blind, ms, as on the command line. */
const MAX_BLIND_MS = 10 * 60_000;

/** Strategies to choose from; anything else is typed. */
const OFFERED = ['canary10percent5minutes', 'linear10percentevery1minute', '5,25,50,100@5m', 'all-at-once'];
const OWN = 'own';

interface StartAsked extends Overriding {
  readonly to: string | null;
  readonly versions: readonly string[];
  readonly primary: string;
  /** As it is named or typed; null = not typed yet. */
  readonly strategy: string | null;
  readonly isOwn: boolean;
  readonly guarded: boolean;
}

/** See the file's head. */
export function startQuestion(target: AliasTarget, tools: StartTools): AliasQuestion<StartAsked> {
  const { aliases, propose, begin } = tools;
  return {
    title: `Roll out on ${nameOf(target)}`,
    yes: 'Start',
    isWayBack: false,
    goesOn: true,
    asked: {
      to: null,
      versions: [],
      primary: '',
      strategy: OFFERED[0] ?? null,
      isOwn: false,
      guarded: true,
      override: null,
    },
    async load(asked, signal) {
      const { versions, chosen, primary } = await versionsFor(target, aliases, signal);
      if (chosen !== null) return { ...asked, versions, to: chosen, primary };
      throw new AppError('refused', `${target.functionName} has no other version than ${primary}.`, {
        next: ['V publishes one of $LATEST'],
      });
    },
    plan({ to, strategy, guarded, override }, signal) {
      if (to === null || strategy === null) return null;
      const wish: RolloutWish = {
        function: target.functionArn,
        alias: target.alias,
        to,
        strategy: parseStrategy(strategy),
        guard: guarded ? DEFAULT_GUARD : null,
        onInterrupt: 'guard',
        maxBlindMs: MAX_BLIND_MS,
        overrideDeployment: override,
      };
      return propose(wish, signal).then((proposal) => ({
        plan: proposal.plan,
        confirm: () => begin(proposal),
      }));
    },
    instead: () => null,
    choices: ({ to, versions, strategy, isOwn, guarded, override }, plan) => [
      ...versionChoice(versions, to),
      {
        id: 'strategy',
        label: 'steps',
        options: [
          ...OFFERED.map((name) => ({ value: name, label: shortName(name) })),
          { value: OWN, label: 'own' },
        ],
        chosen: isOwn ? OWN : (strategy ?? OWN),
      },
      {
        id: 'guard',
        label: 'guard',
        options: [
          { value: 'on', label: 'on' },
          { value: 'off', label: 'off' },
        ],
        chosen: guarded ? 'on' : 'off',
      },
      ...overrideChoice(override, plan),
    ],
    choose(asked, choice, value) {
      if (choice === 'version') return { ...asked, to: value };
      if (choice === 'override') return { ...asked, override: value === '' ? null : value };
      if (choice === 'guard') return { ...asked, guarded: value === 'on' };
      const isOwn = value === OWN;
      return { ...asked, isOwn, strategy: isOwn ? null : value };
    },
    prompt: ({ isOwn }) => (isOwn ? 'Steps, such as 5,25,50,100@5m or 1@10m,10@5m,100' : null),
    typed(asked, text) {
      try {
        parseStrategy(text);
        return { ...asked, strategy: text };
      } catch (thrown) {
        return thrown instanceof AppError ? thrown.message : String(thrown);
      }
    },
    override: ({ override }) => override,
    sections: (asked) => [waySection(asked)],
  };
}

function shortName(name: string): string {
  return name
    .replace('canary10percent5minutes', '10 %, 5 min')
    .replace('linear10percentevery1minute', '10 % a min')
    .replace('all-at-once', 'at once');
}

function waySection({ to, primary, strategy, guarded }: StartAsked): Section {
  const way = strategy === null ? 'still to be typed' : wayText(parseStrategy(strategy));
  const guard = guarded
    ? 'on: the new version is judged against the old one all along, and rolled back when it is worse'
    : 'off: time alone decides';
  return {
    kind: 'facts',
    facts: [
      { label: 'from', value: to === null ? null : `${primary} to ${to}`, tone: 'strong' },
      { label: 'steps', value: way },
      { label: 'guard', value: guard, tone: guarded ? 'plain' : 'warn' },
      {
        label: 'process',
        value:
          'its own: it outlives this console, then holds or rolls back, and advances only while one is open',
      },
    ],
  };
}

function wayText({ steps }: Strategy): string {
  const parts = steps.map(({ weight, bakeMs }) => `${weight} % for ${durationWords(bakeMs / 1_000)}`);
  return [...parts, '100 %'].join(', ');
}
