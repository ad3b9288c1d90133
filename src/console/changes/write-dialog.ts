/** `:write`: lifts the config file's read-only for half an hour, once the account was named by hand, and records it. */
import { toAppError } from '../../domain/app-error.ts';
import type { DialogContent } from '../../domain/dialog/content.ts';
import { formatClock } from '../../domain/figures.ts';
import { accountDigits } from '../../domain/protection/rules.ts';
import { LIFT_MS } from '../../domain/protection/write-policy.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import type { Operations } from '../../operations/operations.ts';
import type { Flash } from '../../stores/shell-store.ts';
import type { Dialogs } from '../dialogs.ts';

/** What lifting needs. */
export interface WriteDialogTools {
  readonly dialogs: Dialogs;
  readonly operations: Pick<Operations, 'liftReadOnly'>;
  readonly access: AwsAccount['access'];
  readonly identity: Pick<AwsAccount['identity'], 'callerIdentity'>;
  readonly say: (text: string, level: Flash['level']) => void;
  /** It is lifted. */
  readonly onLifted: () => void;
}

const CANCEL = 'cancel';
const LIFT = 'lift';
const DIGITS = 'digits';

/** Asks AWS whose account it is, and opens the dialog for it; says why where nothing can be lifted. */
export async function openWriteDialog(tools: WriteDialogTools): Promise<void> {
  const { access, identity, say } = tools;
  try {
    if (access.refusal() === null) {
      const until = access.liftedUntil;
      say(until === null ? 'It is not read-only' : `Read-only is lifted until ${formatClock(until)}`, 'info');
      return;
    }
    const { account } = await identity.callerIdentity();
    access.refuseToLift();
    open(account, tools);
  } catch (thrown) {
    const { message, next } = toAppError(thrown);
    say([message, ...next].join(' '), 'warn');
  }
}

function open(account: string, tools: WriteDialogTools): void {
  const handle = tools.dialogs.open({
    content: contentFor(account),
    onCancel: () => handle.close(),
    onPress: (button) => {
      handle.close();
      if (button === LIFT) void lift(tools);
    },
  });
}

function contentFor(account: string): DialogContent {
  const minutes = LIFT_MS / 60_000;
  return {
    title: `Lift read-only for ${minutes} minutes`,
    dangerous: true,
    sections: [
      { kind: 'facts', facts: [{ label: 'account', value: account, tone: 'strong' }] },
      {
        kind: 'remarks',
        remarks: [
          {
            text: `The config file makes this account read-only. For ${minutes} minutes lambdatop will change it where you confirm that.`,
          },
          { text: 'This is recorded in the journal; the header says WRITE until it ends.' },
        ],
      },
    ],
    choices: [],
    fields: [
      {
        id: DIGITS,
        prompt: 'Type the account’s last four digits',
        name: null,
        expected: accountDigits(account),
      },
    ],
    buttons: [
      { id: CANCEL, label: 'Cancel' },
      { id: LIFT, label: 'Lift', tone: 'bad', needsFields: true },
    ],
    preferred: CANCEL,
    busy: null,
  };
}

async function lift({ operations, say, onLifted }: WriteDialogTools): Promise<void> {
  try {
    const until = await operations.liftReadOnly();
    onLifted();
    say(`Read-only is lifted until ${formatClock(until)}`, 'warn');
  } catch (thrown) {
    const { message, next } = toAppError(thrown);
    say(`Read-only stays: ${[message, ...next].join(' ')}`, 'error');
  }
}
