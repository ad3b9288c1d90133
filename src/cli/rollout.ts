/** `lambdatop rollout`: a guarded canary, in a process of its own that outlives this one. */
import { AppError, EXIT } from '../domain/app-error.ts';
import { durationWords } from '../domain/duration-words.ts';
import type { RolloutRecord } from '../domain/rollout/record.ts';
import type { RolloutPlan } from '../domain/rollout/rollout.ts';
import { endpointOf } from '../gateways/scope.ts';
import { thisProcess } from '../journal/owner.ts';
import { openRolloutFiles } from '../journal/rollout-files.ts';
import { createOperations } from '../operations/operations.ts';
import { beginRollout, takeUp } from '../rollouts/launch.ts';
import { driveRollout } from '../rollouts/process.ts';
import { proposeRollout, type RolloutProposal } from '../rollouts/proposal.ts';
import { unfinishedOf } from '../rollouts/unfinished.ts';
import { onAccount, type Session } from './account.ts';
import { askConsent, cancelled, requireConsent, withoutUnconfirmed } from './changes/consent.ts';
import type { Planned } from './changes/ended.ts';
import { plannedJson } from './changes/json.ts';
import { changeOptions, textOption } from './changes/options.ts';
import { type Paint, paintFor } from './changes/paint.ts';
import { planText } from './changes/plan-text.ts';
import { sayRecoveries } from './changes/recoveries.ts';
import type { Command, CommandContext } from './context.ts';
import { refuseForeignArns } from './foreign-arns.ts';
import type { Invocation } from './parse.ts';
import { type AliasTarget, aliasTarget, onInterrupt, wishFrom } from './rollout/request.ts';
import { watchRollout } from './rollout/watching.ts';

/** An interruption is this command's own to deal with, for as long as that takes: a day, ms. */
const GRACE_MS = 86_400_000;

/** Rolls out, or attaches to a rollout (`--resume`), or is the process of one (`--drive`). */
export const rollout: Command = async (invocation, context) => {
  const drive = textOption(invocation, 'drive');
  if (drive !== null) return driveHere(drive, invocation, context);
  const target = aliasTarget(invocation.words[0] ?? '', 'rollout');
  const isResumed = invocation.options.resume === true;
  const wish = isResumed ? null : wishFrom(invocation, target);
  const options = changeOptions(invocation);
  if (wish !== null) requireConsent(options, context.input, false);
  return onAccount(
    invocation,
    context,
    async (session, signal) => {
      await refuseForeignArns([target.name], session, signal);
      const here = await surroundings(session, invocation, context, signal);
      let record: RolloutRecord;
      if (wish === null) record = await resumed(target, here, session, context, signal);
      else {
        await sayRecoveries(here.operations, context, signal);
        const { account } = session;
        const proposal = await proposeRollout(wish, { ...here, account, clock: context.clock }, signal);
        const planned = plannedOf(proposal);
        if (options.dryRun) return showPlan(proposal, planned, invocation, context);
        await agree(proposal, planned, invocation, session, context, signal);
        record = await beginRollout(proposal, here.actor, { ...here, clock: context.clock });
      }
      return watchRollout({
        ...here,
        record,
        context,
        json: invocation.globals.json,
        onInterrupt: onInterrupt(invocation),
        interruption: signal,
      });
    },
    GRACE_MS,
  );
};

/** What all of it needs. */
async function surroundings(
  session: Session,
  { globals }: Invocation,
  context: CommandContext,
  signal: AbortSignal,
) {
  const { scope, account } = session;
  const { stateDir, clock, environment } = context;
  const operations = createOperations({ scope, aws: account, stateDir, clock });
  const identity = await account.identity.callerIdentity(signal);
  const endpoint = endpointOf(scope, 'lambda');
  const directory = stateDir.forScope({ account: identity.account, region: scope.region, endpoint });
  const option = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`--${name}`, value];
  return {
    operations,
    directory,
    actor: identity.arn,
    files: openRolloutFiles(directory, clock),
    self: thisProcess(),
    program: {
      path: context.program,
      environment,
      options: [
        ...option('profile', globals.profile),
        ...option('region', scope.region),
        ...option('endpoint-url', globals.endpointUrl),
        ...option('account', identity.account),
        ...option('state-dir', stateDir.root),
        ...(globals.write ? ['--write'] : []),
      ],
    },
  };
}

type Surroundings = Awaited<ReturnType<typeof surroundings>>;

/** The rollout of the alias, with a process that drives it. */
async function resumed(
  target: AliasTarget,
  { files, self, program }: Surroundings,
  { account }: Session,
  { clock }: CommandContext,
  signal: AbortSignal,
): Promise<RolloutRecord> {
  const name = `${target.function}:${target.alias}`;
  const { arn } = await account.changes.functionFacts(target.function, signal);
  const found = await unfinishedOf(files, { functionArn: arn, alias: target.alias }, self);
  if (found === null) {
    throw new AppError('refused', `No rollout of ${name} is in progress.`, {
      next: [
        'list them: lambdatop rollouts',
        `begin one: lambdatop rollout ${name} --to VERSION --strategy STEPS`,
      ],
    });
  }
  const { record, state } = found;
  if (state === 'elsewhere') {
    throw new AppError(
      'refused',
      `The rollout of ${name} belongs to process ${record.owner.pid} on ${record.owner.host}.`,
      {
        next: [
          `attach there: lambdatop rollout ${name} --resume`,
          `or take it back from here: lambdatop rollback ${name}`,
        ],
      },
    );
  }
  return state === 'running' ? record : takeUp(record, { program, files, self, clock });
}

function plannedOf({ plan, wish }: RolloutProposal): Planned {
  const request = {
    operation: 'promote',
    function: wish.function,
    alias: wish.alias,
    options: { to: wish.to, continues: null },
  } as const;
  return { subject: { label: plan.target.name, request }, plan, radius: null };
}

async function showPlan(
  proposal: RolloutProposal,
  planned: Planned,
  { globals }: Invocation,
  { output }: CommandContext,
): Promise<number> {
  const { rollout: plan, wish } = proposal;
  if (globals.json) {
    const steps = plan.strategy.steps.map(({ weight, bakeMs }) => ({ weight, bakeS: bakeMs / 1_000 }));
    const { stable, canary, strategy } = plan;
    const json = {
      ...plannedJson(planned),
      rollout: { stable, canary, strategy: strategy.name, steps, guard: wish.guard },
    };
    await output.data(`${JSON.stringify(json)}\n`);
  } else {
    const paint = paintFor(output);
    await output.data(`${[...head(plan, paint), ...planText(planned, paint, true)].join('\n')}\n`);
  }
  return proposal.plan.refusal ? EXIT.refused : EXIT.done;
}

/** Rejects with an AppError unless the person agrees. */
async function agree(
  proposal: RolloutProposal,
  planned: Planned,
  invocation: Invocation,
  { account }: Session,
  { output, input }: CommandContext,
  signal: AbortSignal,
): Promise<void> {
  const { rollout: plan } = proposal;
  const options = changeOptions(invocation);
  const [agreed] = options.yes ? withoutUnconfirmed([planned], options, account.access) : [planned];
  const refusal = agreed?.plan?.refusal ?? null;
  if (refusal) throw new AppError(refusal.code, refusal.message, { next: refusal.next });
  const paint = paintFor(output.words);
  if (options.yes) {
    for (const { level, text } of planned.plan?.warnings ?? []) {
      output.say(
        ...paint.paragraph(level === 'note' ? '  · ' : '  ! ', text, level === 'note' ? undefined : 'yellow'),
      );
    }
    return;
  }
  output.say(...head(plan, paint), ...planText(planned, paint, false));
  const { target, danger } = proposal.plan;
  const asking = { input, paint, signal, siblings: [] };
  // Where the first step finds its weight set, there is still a rollout to agree to.
  if (danger === 'dangerous' || account.access.protectedBy(target.name) !== null)
    await askConsent([planned], options, account.access, asking);
  else {
    const answer = await input.ask(`\nRoll out ${plan.canary} on ${target.name}? [y/N] `, signal);
    if (!/^y(es)?$/i.test(answer?.trim() ?? '')) throw cancelled();
  }
}

function head({ stable, canary, alias, strategy }: RolloutPlan, paint: Paint): string[] {
  const steps = strategy.steps.map(
    ({ weight, bakeMs }) => `${weight} % for ${durationWords(bakeMs / 1_000)}`,
  );
  const way = [...steps, '100 %'].join(', ');
  return [paint.style('bold', `roll out ${canary} on ${alias}, from ${stable}: ${way}`), ''];
}

/** The process of a rollout: nobody reads what it says, and no terminal ends it. */
async function driveHere(id: string, invocation: Invocation, context: CommandContext): Promise<number> {
  const unending = new AbortController().signal;
  process.on('SIGHUP', () => {});
  process.on('SIGINT', () => {});
  return onAccount(invocation, { ...context, interruption: () => unending }, async (session) => {
    const { operations, directory } = await surroundings(session, invocation, context, unending);
    const { account } = session;
    const { clock, logger } = context;
    const onTerminate = (terminate: () => void): void => void process.on('SIGTERM', terminate);
    const ended = await driveRollout(id, { directory, account, operations, clock, logger, onTerminate });
    return ended === null ? EXIT.refused : EXIT.done;
  });
}
