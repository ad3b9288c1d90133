/** What changes AWS in a session: dialogs and runs of changes, of redrives and of rollouts, over one door. */
import type { ConsoleOptions } from '../cli/console-options.ts';
import type { Clock } from '../domain/clock.ts';
import type { AwsAccount } from '../gateways/gateways.ts';
import type { Scope, ScopeOptions } from '../gateways/scope.ts';
import { createOperations } from '../operations/operations.ts';
import type { SessionStores } from '../stores/session-stores.ts';
import { type Changes, type ChangesOptions, createChanges } from './changes/changes.ts';
import { whereOf } from './changes/where.ts';
import { createRedriving } from './dead-letters/redriving.ts';
import type { EditText } from './editor.ts';
import type { Feeds } from './feeds.ts';
import { besideOurRollouts } from './rollouts/beside-our-rollouts.ts';
import { createRollouts, type Rollouts } from './rollouts/rollouts.ts';
import { surroundingsOf } from './rollouts/surroundings.ts';

/** What it needs. */
export interface WritingOptions {
  readonly console: ConsoleOptions;
  /** The scope as it was asked for, and as it was resolved. */
  readonly wanted: ScopeOptions;
  readonly scope: Scope;
  readonly aws: AwsAccount;
  readonly stores: SessionStores;
  readonly feeds: Feeds;
  readonly clock: Clock;
  /** Opens a text in the person's editor. */
  readonly editText: EditText;
  /** What the console lends to changes. */
  readonly lent: Pick<ChangesOptions, 'dialogs' | 'say' | 'openJournal'>;
  /** Whether AWS may be changed may be another now. */
  readonly onAccess: () => void;
}

/** All of it, at work. */
export interface Writing {
  readonly changes: Changes;
  readonly rollouts: Rollouts;
  /** Resolves when what is in flight has ended. */
  stop(): Promise<void>;
}

/** Puts it to work: what a dead process left open is settled first. */
export function startWriting(options: WritingOptions): Writing {
  const { wanted, scope, aws, stores, feeds, clock, editText, lent, onAccess } = options;
  const { stateDir, program, environment, demo, logger } = options.console;
  const operations = besideOurRollouts(createOperations({ scope, aws, stateDir, clock }), {
    stateDir,
    clock,
    identity: aws.identity,
  });
  const shared = { ...lent, aws, operations, stores, clock, logger };
  const redriving = createRedriving({ ...shared, looking: feeds.looking, editText });
  redriving.start();
  const changes = createChanges({ ...shared, changed: feeds.changed, onAccess });
  changes.start();
  const { access } = aws;
  const rollouts = createRollouts({
    ...shared,
    surroundings: surroundingsOf({ operations, access, wanted, stateDir, program, environment, clock }),
    run: (plan) => void changes.run([plan], []),
    changed: (names) => void feeds.changed(names).catch(() => {}),
    where: () => whereOf(stores),
    demo,
  });
  rollouts.start();
  return {
    changes,
    rollouts,
    async stop() {
      await Promise.all([redriving.stop(), changes.stop(), rollouts.stop()]);
    },
  };
}
