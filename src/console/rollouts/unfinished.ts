/** Asks once about every rollout that nobody drives, after a look at what AWS shows of its alias now. */
import type { Owner } from '../../domain/changes/entry.ts';
import type { Clock } from '../../domain/clock.ts';
import { functionOf, type RolloutRecord } from '../../domain/rollout/record.ts';
import { routingOf } from '../../domain/traffic/routing.ts';
import type { AliasesGateway } from '../../gateways/aliases.ts';
import { closeIfSettled } from '../../rollouts/unfinished.ts';
import type { Dialogs } from '../dialogs.ts';
import type { AliasTarget } from './alias-target.ts';
import type { Surroundings } from './surroundings.ts';
import { unfinishedContent, type WayOn } from './unfinished-dialog.ts';

/** What asking needs. */
export interface UnfinishedTools {
  readonly aliases: Pick<AliasesGateway, 'alias'>;
  readonly dialogs: Dialogs;
  readonly clock: Clock;
  readonly self: Owner;
  readonly surroundings: () => Promise<Surroundings>;
  /** Why nothing may be changed; null when it may. */
  readonly refused: () => string | null;
  readonly resume: (record: RolloutRecord) => void;
  readonly ask: (action: 'promote' | 'roll-back', target: AliasTarget) => void;
  readonly onFailure: (thrown: unknown) => void;
}

/** How long the look at the alias may take, ms: without it the question is asked all the same. */
const LOOK_MS = 5_000;

/** See the file's head. */
export interface Unfinished {
  /** Asks about it by itself, once for each process that left it. Never rejects. */
  show(record: RolloutRecord): Promise<void>;
  /** Asks about it because a person wants to be asked; false when it has ended meanwhile. Never rejects. */
  askAgain(record: RolloutRecord): Promise<boolean>;
  /** Closes its record when the alias is no longer split between its versions. Never rejects. */
  settle(record: RolloutRecord): Promise<void>;
}

/** See the file's head. */
export function createUnfinished(tools: UnfinishedTools): Unfinished {
  const { aliases, dialogs, clock, self, surroundings, refused, resume, ask, onFailure } = tools;
  /** A process that gave up twice is asked about twice. */
  const shown = new Set<string>();

  /** The alias as AWS shows it now, null when it cannot be read; and whether that has ended the rollout. */
  const look = async (record: RolloutRecord) => {
    const { functionArn, alias } = record.rollout.plan;
    const { files, directory } = await surroundings();
    const found = await aliases.alias(functionArn, alias, AbortSignal.timeout(LOOK_MS)).catch(() => null);
    if (found === null) return { present: null, isSettled: false };
    const present = routingOf(found);
    const closed = await closeIfSettled(record, present, { files, directory, self });
    return { present, isSettled: closed !== record };
  };

  const open = async (record: RolloutRecord): Promise<boolean> => {
    const { functionArn, alias } = record.rollout.plan;
    const { present, isSettled } = await look(record);
    // Whoever ended it by hand has ended it here too.
    if (isSettled) return false;
    const handle = dialogs.open({
      content: unfinishedContent(record, present, refused(), clock.now()),
      onCancel: () => handle.close(),
      onPress: (button) => {
        handle.close();
        const way = button as WayOn;
        if (way === 'resume') resume(record);
        if (way === 'promote' || way === 'roll-back') {
          ask(way, { functionName: functionOf(record), functionArn, alias });
        }
      },
    });
    return true;
  };

  return {
    async show(record) {
      const key = `${record.id} ${record.owner.pid}`;
      if (shown.has(key)) return;
      shown.add(key);
      await open(record).then(() => {}, onFailure);
    },
    askAgain: (record) =>
      open(record).catch((thrown) => {
        onFailure(thrown);
        return true;
      }),
    settle: (record) => look(record).then(() => {}, onFailure),
  };
}
