/** How long a queue keeps messages: longer, so that none expires before somebody has looked at it. */
import type { Place, Plan, Warning } from '../../domain/changes/plan.ts';
import type { Setting, SettingChange } from '../../domain/changes/setting.ts';
import { durationTyped } from '../../domain/duration.ts';
import { formatCount } from '../../domain/figures.ts';
import type { QueueAttributes } from '../../domain/queue-attributes.ts';
import { change, emptyPlan, lambdatopLine, leaving, refused, sortWarnings, stage } from './parts.ts';

/**
 * Plans it.
 *
 * @param forS seconds, 60 to 1,209,600
 */
export function planRetain(queue: QueueAttributes, place: Place, forS: number): Plan {
  const { arn, url, retentionS: present, depth } = queue;
  const name = arn.split(':')[5] ?? arn;
  const setting: Setting = { kind: 'queue-retention', queueArn: arn, queueUrl: url };
  const plan: Plan = {
    ...emptyPlan({ operation: 'retain', target: { arn, name }, place }),
    commandLine: retainLine(name, forS, place),
  };
  if (present === null) {
    return refused(plan, {
      code: 'unsupported',
      message: `AWS does not tell how long ${name} keeps messages: that could not be put back.`,
      next: ['sqs:GetQueueAttributes on the queue tells it'],
    });
  }
  const changes = change(setting, present, forS, 'set');
  const now = [{ setting, value: present }];
  if (changes.length === 0) return leaving(plan, now);
  const shorter = changes.flatMap(forgetfulness);
  const warnings: readonly Warning[] = [
    ...shorter,
    ...(shorter.length > 0 || depth === 0
      ? []
      : [
          {
            level: 'risk' as const,
            text: 'AWS takes up to 15 min to go by it: what expires before that is lost all the same',
          },
        ]),
    {
      level: 'note',
      text: `it counts from when each message ${queue.fifo ? 'came there' : 'was first sent'}, for ${depth === null ? 'those that lie there' : `the ${formatCount(depth)} that lie there`} too`,
    },
    { level: 'note', text: 'whoever deploys this queue sets it back: change it there as well' },
  ];
  return leaving(
    {
      ...plan,
      stages: [stage('retention', changes)],
      warnings: sortWarnings(warnings),
      danger: shorter.length > 0 ? 'dangerous' : 'ordinary',
      undo: retainLine(name, present, place),
    },
    now,
  );
}

/** What is lost by a change that makes a queue keep messages for less long; nothing by any other. */
export function forgetfulness({ setting, from, to }: SettingChange): Warning[] {
  if (setting.kind !== 'queue-retention' || typeof from !== 'number' || typeof to !== 'number') return [];
  if (to >= from) return [];
  return [{ level: 'loss', text: `messages older than ${durationTyped(to)} are lost for good` }];
}

/** The command that makes a queue keep messages that long. */
export function retainLine(queueName: string, forS: number, place: Place): string {
  return lambdatopLine(['dlq', 'retain', queueName, '--for', durationTyped(forS)], place);
}
