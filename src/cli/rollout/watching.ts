/** A person, or a script, at a rollout: its progress, its end as an exit code, and what an interruption does. */
import { type AppError, EXIT } from '../../domain/app-error.ts';
import type { Owner } from '../../domain/changes/entry.ts';
import {
  type OnInterrupt,
  type RolloutRecord,
  type StopReason,
  targetOf,
} from '../../domain/rollout/record.ts';
import type { RolloutFiles } from '../../journal/rollout-files.ts';
import { followRollout, giveOrder, type RolloutSight } from '../../rollouts/follow.ts';
import type { CommandContext } from '../context.ts';
import { wordsOf } from '../output.ts';
import { eventJson, RolloutTeller } from './telling.ts';

/** What watching needs. */
export interface Watch {
  readonly record: RolloutRecord;
  readonly files: RolloutFiles;
  readonly self: Owner;
  readonly context: CommandContext;
  readonly json: boolean;
  /** Who gives orders: ARN of the caller. */
  readonly actor: string;
  /** What was said on the command line; null = ask where somebody can be asked. */
  readonly onInterrupt: OnInterrupt | null;
  readonly interruption: AbortSignal;
}

/** Who does not answer within this is not there, ms. */
const ANSWER_MS = 120_000;
/** How long an order after an interruption may take to be heard, ms. */
const ORDER_MS = 15_000;

/** Watches until the rollout is over or the person leaves; resolves with the exit code. */
export async function watchRollout(watch: Watch): Promise<number> {
  const { files, record, self, interruption } = watch;
  const attachment = await files.attach(record.id, self);
  const teller = new RolloutTeller();
  try {
    const last = await tellUntilEnd(watch, teller, interruption);
    if (last !== null && last.state !== 'running' && last.state !== 'elsewhere')
      return exitCodeOf(last, watch);
    return await interrupted(watch, teller);
  } finally {
    await attachment.release();
  }
}

async function tellUntilEnd(
  { files, record, self, context: { output }, json }: Watch,
  teller: RolloutTeller,
  signal: AbortSignal,
): Promise<RolloutSight | null> {
  const target = targetOf(record);
  let last: RolloutSight | null = null;
  for await (const sight of followRollout(files, record.id, self, signal)) {
    last = sight;
    for (const told of teller.tell(sight.record)) {
      if (json) await output.data(`${JSON.stringify(eventJson(told, sight.record))}\n`);
      else output.say(`${timeText(sight.record.updatedAt)} ${target}: ${told.words}`);
    }
    // Blind for too long on its way back, it goes on trying; nobody has to wait for it.
    if (isBlindTooLong(sight.record)) return { ...sight, state: 'unfinished' };
  }
  return last;
}

function isBlindTooLong({ rollout, maxBlindMs, updatedAt }: RolloutRecord): boolean {
  const { blindSince, aborted } = rollout;
  return aborted !== null && blindSince !== null && updatedAt - blindSince > maxBlindMs;
}

const STOPPED: Readonly<Record<StopReason, number>> = {
  blind: EXIT.unconfirmed,
  left: EXIT.unconfirmed,
  refused: EXIT.refused,
};

function exitCodeOf({ record, state }: RolloutSight, { context: { output } }: Watch): number {
  const { rollout, stopped } = record;
  if (rollout.phase === 'promoted') return EXIT.done;
  if (rollout.phase === 'rolled-back')
    return rollout.aborted?.by === 'interrupt' ? EXIT.interrupted : EXIT.no;
  if (rollout.phase === 'stopped') return EXIT.refused;
  const target = targetOf(record);
  if (state === 'unfinished') {
    const message =
      stopped?.sentence ??
      (isBlindTooLong(record)
        ? `AWS cannot be read for too long now; process ${record.owner.pid} goes on trying.`
        : `The process of the rollout of ${target} has died.`);
    output.say(...wordsOf({ message, next: waysOn(target) }));
  }
  return stopped === null ? EXIT.unconfirmed : STOPPED[stopped.why];
}

/** What can be done about a rollout that nobody drives. */
export function waysOn(target: string): string[] {
  return [
    `go on: lambdatop rollout ${target} --resume`,
    `end it: lambdatop promote ${target}`,
    `take it back: lambdatop rollback ${target}`,
  ];
}

type Choice = OnInterrupt | 'leave';

async function interrupted(watch: Watch, teller: RolloutTeller): Promise<number> {
  const { context, record, files, self, actor } = watch;
  const { output } = context;
  const target = targetOf(record);
  const choice = watch.onInterrupt ?? (await ask(watch)) ?? record.onInterrupt;
  const patience = AbortSignal.timeout(ORDER_MS);
  switch (choice) {
    case 'rollback': {
      await files.order(record.id, { order: 'abort', actor, reason: 'interrupted' });
      output.say(`lambdatop: rolling back ${target}`);
      await tellUntilEnd(watch, teller, new AbortController().signal);
      return EXIT.interrupted;
    }
    case 'leave': {
      await giveOrder(files, record.id, { order: 'leave', actor }, self, patience);
      output.say(
        `lambdatop: ${target} is left as it is, and nobody guards it`,
        ...waysOn(target).map((way) => `  ${way}`),
      );
      return EXIT.interrupted;
    }
    case 'hold':
      await giveOrder(files, record.id, { order: 'hold', actor }, self, patience);
      break;
    case 'guard':
      break;
  }
  const held = choice === 'hold' ? 'is held, and ' : '';
  const goesOn =
    record.guard === null
      ? `goes on without a guard, as it was begun, in process ${record.owner.pid}: it does not advance`
      : `is guarded on, in process ${record.owner.pid}: it may hold or roll back, never advance`;
  output.say(
    `lambdatop: ${target} ${held}${goesOn}`,
    `  attach again: lambdatop rollout ${target} --resume`,
    '  all of them: lambdatop rollouts',
  );
  return EXIT.interrupted;
}

/** Only Ctrl-C comes from somebody who can answer: a SIGHUP says that the terminal is gone. */
async function ask({ context: { input }, record, interruption }: Watch): Promise<Choice | null> {
  const { cause } = interruption.reason as AppError;
  if (!input.canAsk || cause !== 'SIGINT') return null;
  const question =
    record.guard === null
      ? '\n[g]o on in its own process, [r]oll back, or [l]eave it as it is? [g] '
      : '\n[g]o on guarding without you, [r]oll back, or [l]eave it unguarded? [g] ';
  const answer = await input.ask(question, AbortSignal.timeout(ANSWER_MS)).catch(() => null);
  switch (answer?.trim().toLowerCase()[0]) {
    case 'r':
      return 'rollback';
    case 'l':
      return 'leave';
    case 'g':
      return 'guard';
    default:
      return null;
  }
}

function timeText(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
