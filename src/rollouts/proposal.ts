/** From a wish to a rollout that can be confirmed: fresh reads, what stands against it, and what to know before. */
import { AppError } from '../domain/app-error.ts';
import type { Owner } from '../domain/changes/entry.ts';
import type { Plan, Warning } from '../domain/changes/plan.ts';
import type { Clock } from '../domain/clock.ts';
import { durationWords } from '../domain/duration-words.ts';
import { formatClock } from '../domain/figures.ts';
import { functionNameOf } from '../domain/function-name.ts';
import type { GuardSettings } from '../domain/guard/settings.ts';
import { waitMinutes } from '../domain/guard/verdict.ts';
import type { OnInterrupt } from '../domain/rollout/record.ts';
import type { RolloutPlan } from '../domain/rollout/rollout.ts';
import type { Strategy } from '../domain/rollout/strategy.ts';
import { type Routing, routingOf } from '../domain/traffic/routing.ts';
import type { AwsAccount, MetricsGateway } from '../gateways/gateways.ts';
import type { RolloutFiles } from '../journal/rollout-files.ts';
import type { Operations } from '../operations/operations.ts';
import { lambdatopLine, refused } from '../operations/plans/parts.ts';
import { closeIfSettled, unfinishedOf } from './unfinished.ts';

/** What somebody wants rolled out. */
export interface RolloutWish {
  /** Name or unqualified ARN. */
  readonly function: string;
  readonly alias: string;
  /** The new version. */
  readonly to: string;
  readonly strategy: Strategy;
  /** Null = without a guard. */
  readonly guard: GuardSettings | null;
  readonly onInterrupt: OnInterrupt;
  /** ms. */
  readonly maxBlindMs: number;
  /** Id of a CodeDeploy deployment in progress that this is to override; none unless named. */
  readonly overrideDeployment?: string | null;
}

/** A rollout that has not begun. */
export interface RolloutProposal {
  readonly wish: RolloutWish;
  /** Its first step as an operation, with what is to be known of the whole; refused when it cannot begin. */
  readonly plan: Plan;
  readonly rollout: RolloutPlan;
  /** The alias as it is. */
  readonly routing: Routing & { readonly revisionId: string };
}

/** What proposing needs. */
export interface ProposalTools {
  readonly operations: Pick<Operations, 'plan'>;
  readonly account: Pick<AwsAccount, 'aliases' | 'identity' | 'metrics'>;
  readonly files: RolloutFiles;
  /** Directory of the account, region and endpoint. */
  readonly directory: string;
  readonly self: Owner;
  readonly clock: Clock;
}

const MINUTE_MS = 60_000;
/** The alias's present rate is taken from so many minutes. */
const RATE_MINUTES = 5;

/** Looks at everything. Rejects with an AppError when the function or its alias cannot be read. */
export async function proposeRollout(
  wish: RolloutWish,
  tools: ProposalTools,
  signal: AbortSignal,
): Promise<RolloutProposal> {
  const { operations, account, clock } = tools;
  const [first] = wish.strategy.steps;
  const { to, alias, overrideDeployment = null } = wish;
  const target = { function: wish.function, alias };
  const [plan, found] = await Promise.all([
    operations.plan(
      first
        ? {
            operation: 'shift',
            ...target,
            options: { to, weight: first.weight, continues: null, overrideDeployment },
          }
        : { operation: 'promote', ...target, options: { to, continues: null, overrideDeployment } },
      signal,
    ),
    account.aliases.alias(wish.function, alias, signal),
  ]);
  const functionArn = plan.target.arn.slice(0, -(alias.length + 1));
  const guarded = wish.guard !== null && wish.strategy.steps.length > 0;
  const rollout: RolloutPlan = {
    functionArn,
    alias,
    stable: found.version,
    canary: to,
    strategy: wish.strategy,
    guarded,
  };
  const [rate, expiresAt] = await Promise.all([
    ratePerMinute(functionArn, alias, account.metrics, clock, signal).catch(() => null),
    account.identity.credentialsExpireAt().catch(() => null),
  ]);
  const warnings = [
    ...plan.warnings,
    ...guardWarnings(wish),
    ...evidenceWarnings(wish, rate),
    ...loginWarnings(wish.strategy, expiresAt, clock.now()),
  ];
  const routing = { ...routingOf(found), revisionId: found.revisionId };
  const open = plan.refusal === null ? await refuseSecond(rollout, routing, tools) : null;
  const known = { ...plan, warnings, commandLine: lineOf(wish, plan) };
  return { wish, plan: open ? refused(known, open) : known, rollout, routing };
}

/** The rollout as a command; the plan's own is that of its first step. */
function lineOf({ to, strategy, guard, overrideDeployment }: RolloutWish, { target, place }: Plan): string {
  const words = ['rollout', target.name, '--to', to, '--strategy', strategy.name];
  const override = overrideDeployment ? ['--override-deployment', overrideDeployment] : [];
  const isGuarded = guard !== null || strategy.steps.length === 0;
  return lambdatopLine([...words, ...(isGuarded ? [] : ['--guard', 'off']), ...override], place);
}

/** One rollout at a time; one that nobody drives has to be ended first, unless somebody has done that. */
async function refuseSecond(
  rollout: RolloutPlan,
  routing: Routing,
  { files, directory, self }: ProposalTools,
): Promise<Plan['refusal']> {
  const name = `${functionNameOf(rollout.functionArn)}:${rollout.alias}`;
  const found = await unfinishedOf(files, rollout, self);
  if (found === null) return null;
  const { state, record } = found;
  if (state === 'unfinished') {
    const closed = await closeIfSettled(record, routing, { files, directory, self });
    if (closed !== record) return null;
  }
  const { stable, canary } = record.rollout.plan;
  const what = `A rollout of ${name} from ${stable} to ${canary}`;
  const message = {
    running: `${what} runs already, in process ${record.owner.pid}.`,
    elsewhere: `${what} was begun on ${record.owner.host}, and is not known to have ended.`,
    unfinished: `${what} is unfinished, and nobody drives it.`,
    over: '',
  }[state];
  return {
    code: 'refused',
    message,
    next: [
      `go on with it: lambdatop rollout ${name} --resume`,
      `or end it: lambdatop promote ${name}`,
      `or take it back: lambdatop rollback ${name}`,
    ],
  };
}

function guardWarnings({ strategy, guard }: RolloutWish): Warning[] {
  if (strategy.steps.length === 0) {
    return [
      {
        level: 'risk',
        text: 'All at once is unguarded: every invocation gets the new version, and nothing watches it.',
      },
    ];
  }
  if (guard !== null) return [];
  return [
    {
      level: 'risk',
      text: 'Without the guard time alone decides: a version that fails is promoted all the same.',
    },
  ];
}

function evidenceWarnings({ strategy, guard }: RolloutWish, perMinute: number | null): Warning[] {
  const [first] = strategy.steps;
  if (first === undefined || guard === null) return [];
  if (perMinute === null) {
    return [
      { level: 'note', text: 'How long evidence will take is not known: the alias’s rate cannot be read.' },
    ];
  }
  const canaryPerMinute = (perMinute * first.weight) / 100;
  const minutes = waitMinutes(guard.minimumSample, canaryPerMinute);
  if (minutes === null) {
    const text = 'No invocation came through this alias lately: without any the first step waits for ever.';
    return [{ level: 'risk', text }];
  }
  const isSlow = minutes * MINUTE_MS > first.bakeMs;
  const rate = `${Math.round(perMinute).toLocaleString('en-US')} invocations/min`;
  const wait = durationWords(Math.max(1, minutes * 60));
  const text = `At the present ${rate} the first ${guard.minimumSample} canary invocations take about ${wait}${isSlow ? ', longer than the step itself' : ''}.`;
  return [{ level: isSlow ? 'risk' : 'note', text }];
}

function loginWarnings({ steps }: Strategy, expiresAt: number | null, now: number): Warning[] {
  const takesMs = steps.reduce((sum, { bakeMs }) => sum + bakeMs, 0);
  if (expiresAt === null || expiresAt > now + takesMs) return [];
  const text = `These credentials end at ${formatClock(expiresAt)}, before this rollout does: unless they are renewed it will be blind from then on, and hold.`;
  return [{ level: 'risk', text }];
}

/** Invocations a minute through the alias; 0 when CloudWatch knows of none. */
async function ratePerMinute(
  functionArn: string,
  alias: string,
  metrics: Pick<MetricsGateway, 'series'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<number | null> {
  const name = functionNameOf(functionArn);
  // The newest two minutes are still being counted.
  const end = (Math.floor(clock.now() / MINUTE_MS) - 1) * MINUTE_MS;
  const [series] = await metrics.series(
    [
      {
        key: 'rate',
        metric: 'Invocations',
        statistic: 'Sum',
        dimensions: { FunctionName: name, Resource: `${name}:${alias}` },
      },
    ],
    { start: end - RATE_MINUTES * MINUTE_MS, end },
    AbortSignal.any([signal, AbortSignal.timeout(2_000)]),
  );
  if (series === undefined || !series.complete) return null;
  return [...series.points.values()].reduce((sum, value) => sum + value, 0) / RATE_MINUTES;
}

/**
 * What the arguments alone show to be wrong with a version.
 *
 * @throws AppError `usage`
 */
export function checkVersion(version: string, option: string): void {
  if (/^[1-9]\d*$/.test(version)) return;
  const isLatest = version.toUpperCase() === '$LATEST';
  const message = isLatest
    ? `${option} takes a published version: AWS splits no alias with $LATEST.`
    : `${option} takes the number of a version, not ${version}.`;
  throw new AppError('usage', message, {
    next: isLatest ? ['publish it first: lambdatop publish FUNCTION'] : [],
  });
}
