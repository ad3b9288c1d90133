import { isRecord, readInteger, readText } from '../wire/input.ts';
import type { Call, Operation } from '../wire/service.ts';
import { MOST_ACTIVE_TASKS, type MoveTask } from '../world/queues/move-tasks.ts';
import type { Queue } from '../world/queues/queue.ts';
import { invalidParameterValue, missingParameter, resourceNotFound, unsupportedOperation } from './errors.ts';

const MOST_RATE = 500;
const MOST_LISTED = 10;

/** Starts moving a dead-letter queue's messages away. The refusals are as recorded (facts, section 4). */
export const startMessageMoveTask: Operation = (call) => {
  const { world, input } = call;
  const source = queueAt(call, 'SourceArn');
  const ratePerS = readRate(call);
  if (world.queues.sourcesOf(source.arn).length === 0) {
    throw invalidParameterValue('Source queue must be configured as a Dead Letter Queue.');
  }
  const destinationArn = readText(input, 'DestinationArn');
  if (destinationArn !== undefined && queueAt(call, 'DestinationArn').isFifo !== source.isFifo) {
    throw invalidParameterValue('The source queue and destination queue must be of the same queue type.');
  }
  if (destinationArn === source.arn) {
    // Nobody has recorded AWS's words for it; a task that gives itself work would never end.
    throw invalidParameterValue('The source queue and destination queue must be different.');
  }
  const now = world.clock.now();
  const active = world.queues.tasks.active(now);
  if (active.some((task) => task.sourceArn === source.arn)) {
    throw invalidParameterValue(
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    );
  }
  if (active.length >= MOST_ACTIVE_TASKS) {
    // The limit is documented, its error is not.
    throw unsupportedOperation(`There can be at most ${MOST_ACTIVE_TASKS} active message move tasks.`);
  }
  return { TaskHandle: handleOf(world.queues.tasks.start(source, { destinationArn, ratePerS }, now)) };
};

/** Cancels a running task; it still moves a few messages. */
export const cancelMessageMoveTask: Operation = (call) => {
  const { world, input } = call;
  const handle = readText(input, 'TaskHandle');
  if (handle === undefined || handle === '') throw missingParameter('TaskHandle');
  const { taskId, sourceArn } = readTaskHandle(handle);
  if (world.queues.at(sourceArn) === undefined) throw noSuchQueue('SourceArn');
  const now = world.clock.now();
  const known = world.queues.tasks.of(sourceArn, now).some((task) => task.id === taskId);
  if (!known) throw resourceNotFound('Task does not exist.');
  const task = world.queues.tasks.cancel(taskId, now);
  if (task === undefined) throw invalidParameterValue('Only active tasks can be cancelled.');
  return { ApproximateNumberOfMessagesMoved: task.moved };
};

/** The latest tasks of a source queue. The handle is shown only while it runs. */
export const listMessageMoveTasks: Operation = (call) => {
  const source = queueAt(call, 'SourceArn');
  const most = readInteger(call.input, 'MaxResults') ?? 1;
  if (most < 1 || most > MOST_LISTED) {
    throw invalidParameterValue(
      `Value for parameter MaxResults is invalid. Reason: You must enter a number that's between 1 and ${MOST_LISTED}.`,
    );
  }
  const { queues, clock } = call.world;
  return { Results: queues.tasks.of(source.arn, clock.now()).slice(0, most).map(describe) };
};

function describe(task: Readonly<MoveTask>) {
  return {
    TaskHandle: task.status === 'RUNNING' ? handleOf(task) : undefined,
    Status: task.status,
    SourceArn: task.sourceArn,
    DestinationArn: task.destinationArn,
    MaxNumberOfMessagesPerSecond: task.ratePerS,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    FailureReason: task.failureReason,
    StartedTimestamp: task.startedAt,
  };
}

function readRate({ input }: Call): number | undefined {
  const rate = readInteger(input, 'MaxNumberOfMessagesPerSecond');
  if (rate !== undefined && (rate < 1 || rate > MOST_RATE)) {
    throw invalidParameterValue(
      `Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must enter a number that's between 1 and ${MOST_RATE}.`,
    );
  }
  return rate;
}

function queueAt({ world, input }: Call, member: 'SourceArn' | 'DestinationArn'): Queue {
  const arn = readText(input, member);
  if (arn === undefined || arn === '') throw missingParameter(member);
  if (!/^arn:aws:sqs:[^:]+:\d+:[^:]+$/.test(arn)) {
    throw invalidParameterValue(
      `You must use this format to specify the ${member}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>`,
    );
  }
  const queue = world.queues.at(arn);
  if (queue === undefined) throw noSuchQueue(member);
  return queue;
}

function noSuchQueue(member: string) {
  return resourceNotFound(`The resource that you specified for the ${member} parameter doesn't exist.`);
}

/** As AWS's handles are: JSON in Base64. */
function handleOf({ id, sourceArn }: Readonly<MoveTask>): string {
  return Buffer.from(JSON.stringify({ taskId: id, sourceArn })).toString('base64');
}

function readTaskHandle(handle: string): { taskId: string; sourceArn: string } {
  try {
    const value: unknown = JSON.parse(Buffer.from(handle, 'base64').toString('utf8'));
    if (isRecord(value)) {
      const { taskId, sourceArn } = value;
      if (typeof taskId === 'string' && typeof sourceArn === 'string') return { taskId, sourceArn };
    }
  } catch {
    // not JSON: refused like any other text
  }
  throw invalidParameterValue('Value for parameter TaskHandle is invalid.');
}
