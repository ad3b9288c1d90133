/** `lambdatop rollouts`: what is being rolled out, and what was left unfinished, with what AWS says of it now. */
import { EXIT, toAppError } from '../domain/app-error.ts';
import type { Owner } from '../domain/changes/entry.ts';
import { formatShare } from '../domain/figures.ts';
import { momentText } from '../domain/killed.ts';
import { functionOf, type RolloutRecord, targetOf } from '../domain/rollout/record.ts';
import { stepOf } from '../domain/rollout/rollout.ts';
import { sanitise } from '../domain/text.ts';
import { type Routing, routingOf, routingText } from '../domain/traffic/routing.ts';
import { endpointOf } from '../gateways/scope.ts';
import { thisProcess } from '../journal/owner.ts';
import { openRolloutFiles, type RolloutFiles } from '../journal/rollout-files.ts';
import { closeIfSettled, type RolloutState, stateOf } from '../rollouts/unfinished.ts';
import { onAccount, refuseOtherAccount, type Session } from './account.ts';
import type { Command, CommandContext } from './context.ts';
import { wordsOf } from './output.ts';
import { waysOn } from './rollout/watching.ts';

/** A rollout with what AWS shows of its alias; null = not known. */
interface Row {
  readonly record: RolloutRecord;
  readonly state: RolloutState;
  readonly present: Routing | null;
}

/** Lists them; nothing where there are none. Without AWS (a login that has expired) what is written down here. */
export const rollouts: Command = (invocation, context) => {
  const { account: expected, ...others } = invocation.globals;
  // It is compared below, where it can be.
  const unchecked = { ...invocation, globals: others };
  return onAccount(unchecked, context, async (session, signal) => {
    const { clock, output } = context;
    const directories = await directoriesOf(session, expected, context, signal);
    const self = thisProcess();
    const rowsOf = async (directory: string): Promise<Row[]> => {
      const files = openRolloutFiles(directory, clock);
      const rowOf = (record: RolloutRecord): Promise<Row[]> =>
        readRow(record, { directory, files, self }, session, signal);
      return (await Promise.all((await files.list()).map(rowOf))).flat();
    };
    const rows = (await Promise.all(directories.map(rowsOf))).flat();
    if (invocation.globals.json) {
      const lines = rows.map((row) => JSON.stringify(rowJson(row)));
      await output.data(lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`);
    } else {
      const texts = rows.map((row) => rowText(row, clock.now()).map(sanitise).join('\n'));
      if (texts.length > 0) await output.data(`${texts.join('\n\n')}\n`);
      else output.say('lambdatop: no rollout is in progress');
    }
    return EXIT.done;
  });
};

/** Where the rollouts of the account are written down; where AWS does not tell which it is, all of the region's. */
async function directoriesOf(
  { scope, account }: Session,
  expected: string | undefined,
  { stateDir, output }: CommandContext,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const place = { region: scope.region, endpoint: endpointOf(scope, 'lambda') };
  try {
    if (expected) await refuseOtherAccount(account, expected, signal);
    const identity = await account.identity.callerIdentity(signal);
    return [stateDir.forScope({ account: identity.account, ...place })];
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === 'wrong-account' || signal.aborted) throw error;
    const { message, next } = error;
    output.say(
      ...wordsOf({
        message: `${message} What is written down on this machine is listed all the same.`,
        next,
      }),
    );
    return expected ? [stateDir.forScope({ account: expected, ...place })] : stateDir.ofRegion(place);
  }
}

/** A rollout as it is listed; none when it is over. */
async function readRow(
  record: RolloutRecord,
  { directory, files, self }: { directory: string; files: RolloutFiles; self: Owner },
  { account }: Session,
  signal: AbortSignal,
): Promise<Row[]> {
  const state = stateOf(record, self);
  if (state === 'over') return [];
  const { functionArn, alias } = record.rollout.plan;
  const found = await account.aliases.alias(functionArn, alias, signal).catch(() => null);
  const present = found && routingOf(found);
  if (state !== 'unfinished' || present === null) return [{ record, state, present }];
  // Whoever ended it by hand has ended it here too.
  const closed = await closeIfSettled(record, present, { files, directory, self });
  return closed === record ? [{ record, state, present }] : [];
}

function rowJson({ record, state, present }: Row): Record<string, unknown> {
  const { id, rollout, startedAt, updatedAt, owner, attached, verdict, actor } = record;
  const { plan, phase, step, held, blindSince } = rollout;
  return {
    rollout: id,
    state,
    function: functionOf(record),
    alias: plan.alias,
    stable: plan.stable,
    canary: plan.canary,
    phase,
    step: step + 1,
    steps: plan.strategy.steps.length,
    weight: stepOf(rollout)?.weight ?? 100,
    present: present && { version: present.version, weights: present.weights },
    verdict: verdict?.name ?? null,
    reason: verdict?.sentence ?? null,
    held,
    blindSince: blindSince === null ? null : new Date(blindSince).toISOString(),
    attached: attached && state === 'running',
    actor,
    startedAt: new Date(startedAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    process: { pid: owner.pid, host: owner.host },
  };
}

function rowText({ record, state, present }: Row, now: number): string[] {
  const { rollout, guard, verdict, owner, stopped, seenShare, updatedAt, attached } = record;
  const { plan, phase, held, blindSince } = rollout;
  const target = targetOf(record);
  const step = stepOf(rollout);
  const how = [
    phase,
    ...(step === null ? [] : [`${step.weight} %`]),
    ...(held ? ['held'] : []),
    ...(blindSince === null ? [] : ['BLIND']),
    ...(seenShare === null || state !== 'running' || blindSince !== null
      ? []
      : [`${formatShare(seenShare)} seen`]),
  ];
  const shown = present === null ? 'AWS cannot be read' : `AWS shows ${routingText(present)}`;
  const head = `${target}  ${plan.stable} → ${plan.canary}  ${how.join(', ')}`;
  const said = verdict === null ? [] : [`  ${verdict.sentence}`];
  switch (state) {
    case 'running':
      return [
        head,
        ...said,
        ...(attached
          ? []
          : [
              `  nobody is attached: it ${guard === null ? 'does not' : 'may hold or roll back, never'} advance`,
            ]),
        `  process ${owner.pid}; attach: lambdatop rollout ${target} --resume`,
      ];
    case 'elsewhere':
      return [head, `  ${shown}; it belongs to process ${owner.pid} on ${owner.host}`];
    default: {
      const why = stopped?.sentence ?? 'its process died';
      const since = momentText(updatedAt, now);
      return [
        head,
        `  UNFINISHED since ${since}: ${why}`,
        `  ${shown}`,
        ...waysOn(target).map((way) => `  ${way}`),
      ];
    }
  }
}
