/** Dialogs that give an order to a rollout that runs. Enter confirms: the way back is never more than two keys away. */
import type { Button, DialogContent, Fact, Section } from '../../domain/dialog/content.ts';
import { durationWords } from '../../domain/duration-words.ts';
import { formatShare } from '../../domain/figures.ts';
import { type RolloutRecord, targetOf } from '../../domain/rollout/record.ts';
import { type Order, refusal, stepOf } from '../../domain/rollout/rollout.ts';
import { type RolloutsStore, weightText } from '../../stores/rollouts-store.ts';
import type { Dialogs } from '../dialogs.ts';

/** What a person may order: an abort too. */
export type AnyOrder = Order | 'abort';

/** What the dialog needs. */
export interface OrderTools {
  readonly dialogs: Dialogs;
  readonly store: RolloutsStore;
  readonly give: (record: RolloutRecord, order: AnyOrder) => void;
}

const CANCEL = 'cancel';
const GIVE = 'give';

const TITLE: Readonly<Record<AnyOrder, string>> = {
  advance: 'Advance the rollout of',
  hold: 'Hold the rollout of',
  resume: 'Resume the rollout of',
  promote: 'Promote now on',
  abort: 'Roll back',
};

const YES: Readonly<Record<AnyOrder, string>> = {
  advance: 'Advance',
  hold: 'Hold',
  resume: 'Resume',
  promote: 'Promote',
  abort: 'Roll back',
};

/** Opens it; it follows the rollout while it is open, and closes when there is nothing left to order. */
export function openOrderDialog(id: string, order: AnyOrder, { dialogs, store, give }: OrderTools): void {
  const find = (): RolloutRecord | null =>
    store.getState().known?.find(({ record, state }) => record.id === id && state === 'running')?.record ??
    null;
  const first = find();
  if (first === null) return;
  const close = (): void => {
    unsubscribe();
    handle.close();
  };
  const unsubscribe = store.subscribe(() => {
    const record = find();
    if (record === null) close();
    else handle.update(orderContent(record, order));
  });
  const handle = dialogs.open({
    content: orderContent(first, order),
    onCancel: close,
    onPress: (button) => {
      const record = find();
      close();
      if (button === GIVE && record !== null) give(record, order);
    },
  });
}

/** What it says. */
export function orderContent(record: RolloutRecord, order: AnyOrder): DialogContent {
  const reason =
    order === 'abort'
      ? record.rollout.aborted === null
        ? null
        : 'It is being rolled back'
      : refusal(record.rollout, order);
  const give: Button = {
    id: GIVE,
    label: YES[order],
    tone: order === 'abort' ? 'bad' : 'strong',
    reason,
  };
  return {
    title: `${TITLE[order]} ${targetOf(record)}`,
    dangerous: false,
    sections: sectionsOf(record, order),
    choices: [],
    fields: [],
    buttons: [{ id: CANCEL, label: 'Leave it as it is' }, give],
    preferred: GIVE,
    busy: null,
  };
}

function sectionsOf(record: RolloutRecord, order: AnyOrder): Section[] {
  const { rollout, verdict, seenShare } = record;
  const { canary, stable } = rollout.plan;
  const step = stepOf(rollout);
  const seen = seenShare === null ? '' : `, ${formatShare(seenShare)} really ran it`;
  const facts: Fact[] = [
    { label: 'now', value: `${weightText(record)} on ${canary}${seen}` },
    ...(step === null
      ? []
      : [
          {
            label: 'step',
            value: `${rollout.step + 1} of ${rollout.plan.strategy.steps.length}, watched for ${durationWords(rollout.bakedMs / 1_000)} of ${durationWords(step.bakeMs / 1_000)}${rollout.held ? ', held' : ''}`,
          },
        ]),
    ...(verdict === null
      ? []
      : [
          {
            label: 'guard',
            value: verdict.sentence,
            tone: verdict.name === 'healthy' ? 'good' : verdict.name === 'worse' ? 'bad' : 'warn',
          } as const,
        ]),
    { label: 'then', value: consequence(record, order, stable, canary), tone: 'strong' },
  ];
  const isUnproved = verdict !== null && verdict.name !== 'healthy';
  const goesOn = order === 'advance' || order === 'promote';
  return [
    { kind: 'facts', facts },
    ...(goesOn && isUnproved
      ? [
          {
            kind: 'remarks',
            remarks: [{ text: 'The guard has not called it healthy.', tone: 'warn', sign: '!' }],
          } as const,
        ]
      : []),
  ];
}

function consequence({ rollout }: RolloutRecord, order: AnyOrder, stable: string, canary: string): string {
  const next = rollout.plan.strategy.steps[rollout.step + 1];
  switch (order) {
    case 'advance':
      return next ? `${next.weight} % to ${canary}, at once` : `all of the traffic to ${canary}, at once`;
    case 'promote':
      return `all of the traffic to ${canary}, at once; the guard ends`;
    case 'hold':
      return 'it stays here until it is resumed; the guard goes on, and may roll back';
    case 'resume':
      return 'its clock goes on';
    case 'abort':
      return `all of the traffic back to ${stable}, at once; this is not taken back`;
  }
}
