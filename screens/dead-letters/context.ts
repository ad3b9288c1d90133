/** What the parts of the dead-letters screen share. */

import type { Handler } from '../../src/keys/handlers.ts';
import type { LetterTrace } from '../../src/stores/dead-letters-peek-store.ts';
import type { SessionStores } from '../../src/stores/session-stores.ts';
import type { ScreenHost } from '../screen.ts';
import type { TargetRow } from './queues/row.ts';
import type { TargetsView, TargetsViewModel } from './queues/view-model.ts';
import type { TriageModels } from './triage/view-model.ts';

/** See the file's head. */
export interface TriageContext {
  readonly host: ScreenHost;
  readonly stores: SessionStores;
  readonly targets: TargetsViewModel;
  readonly models: TriageModels;
  /** The list as it is on the screen now. */
  readonly list: () => TargetsView;
  /** The queue that is open, with what is known of it now; null at the list, or when it is no target any more. */
  readonly openQueue: () => TargetRow | null;
}

/** Messages that are looked at in the first go; each widening doubles them. */
export const SAMPLE = 500;

/** Looks into a queue. What was seen of another one is given back. */
export function look({ stores }: TriageContext, queueArn: string): void {
  stores.deadLettersPeek.setState({ queueArn, wanted: SAMPLE, phase: 'reading', letters: [], error: null });
  stores.letterGroupsView.setState({ cursor: null, top: 0, filter: '', typing: null });
  stores.deadLettersView.setState({ level: 'groups', group: null });
}

/** Opens the log of the invocation in which a message failed. */
export function openTrace({ host, stores }: TriageContext, { functionName, line }: LetterTrace): void {
  stores.logsLookups.setState({ asked: line });
  host.go('logs', [functionName]);
}

/** What the key for logs does while one message is meant: its invocation, as soon as it is found. */
export function logHandler(context: TriageContext, messageId: () => string | null): Handler {
  const { host, stores } = context;
  return {
    run: () => {
      const id = messageId();
      if (id === null) return;
      const { traces, lookup } = stores.deadLettersPeek.getState();
      const trace = traces.get(id);
      if (trace && trace.line.requestId !== null) {
        openTrace(context, trace);
        return;
      }
      if (lookup?.messageId === id && lookup.isOver) {
        if (trace) openTrace(context, trace);
        else host.say('No log tells in which invocation this message failed', 'warn');
        return;
      }
      host.say('Looking for its invocation…');
      stores.deadLettersPeek.setState({ lookup: { messageId: id, opens: true, isOver: false } });
    },
    disabled: () => (messageId() === null ? 'No message is focused' : null),
  };
}

/** Why a queue cannot be looked into now; null when it can. Read-only refuses it: receiving raises receive counts. */
export function lookRefused({ stores, openQueue }: TriageContext): string | null {
  const { readOnly, readOnlySource } = stores.account.getState();
  if (readOnly) {
    return `read-only (${readOnlySource ?? 'this session'}): looking at messages receives them, which raises their receive counts`;
  }
  return openQueue()?.queue ? null : 'this queue could not be read';
}
