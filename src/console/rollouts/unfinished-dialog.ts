/** A rollout that nobody drives any more: what AWS shows of it, and the three ways on. Shown before anything else. */
import type { Button, DialogContent } from '../../domain/dialog/content.ts';
import { momentText } from '../../domain/killed.ts';
import { type RolloutRecord, targetOf } from '../../domain/rollout/record.ts';
import { type Routing, routingText } from '../../domain/traffic/routing.ts';

/** What the person decides. */
export type WayOn = 'later' | 'resume' | 'promote' | 'roll-back';

/** The dialog; `present` is the alias as AWS shows it now, null when it cannot be read. */
export function unfinishedContent(
  record: RolloutRecord,
  present: Routing | null,
  refused: string | null,
  now: number,
): DialogContent {
  const { rollout, guard, verdict, stopped, owner, updatedAt } = record;
  const { stable, canary, strategy } = rollout.plan;
  const why = stopped?.sentence ?? `its process (${owner.pid} on ${owner.host}) has died`;
  const button = (id: WayOn, label: string): Button => ({ id, label, reason: refused });
  return {
    title: `The rollout of ${targetOf(record)} is unfinished`,
    dangerous: true,
    sections: [
      {
        kind: 'facts',
        facts: [
          { label: 'what', value: `from ${stable} to ${canary}, ${strategy.name}` },
          { label: 'why', value: why, tone: 'warn' },
          { label: 'last word', value: momentText(updatedAt, now) },
          {
            label: 'AWS says now',
            value: present === null ? 'not known: it cannot be read' : routingText(present),
            tone: 'strong',
          },
          ...(rollout.aborted === null
            ? []
            : [{ label: 'was aborted', value: rollout.aborted.reason, tone: 'bad' } as const]),
          ...(verdict === null ? [] : [{ label: 'guard', value: verdict.sentence }]),
        ],
      },
      {
        kind: 'remarks',
        remarks: [
          {
            text: rollout.aborted
              ? 'Nobody drives it now. Resuming completes the roll back.'
              : guard === null
                ? 'Nobody drives it now. Resuming starts its process again, without a guard as before.'
                : 'Nobody guards it now. Resuming starts its process again: it judges what was missed before any step.',
          },
        ],
      },
    ],
    choices: [],
    fields: [],
    buttons: [
      { id: 'later', label: 'Decide later' },
      button('resume', rollout.aborted ? 'Resume the roll back' : 'Resume'),
      ...(rollout.aborted ? [] : [button('promote', 'Promote…')]),
      button('roll-back', 'Roll back…'),
    ],
    // It comes up by itself: a key that was meant for something else must not move traffic.
    preferred: 'later',
    busy: null,
  };
}
