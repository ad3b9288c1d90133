/** The embedded account's own SQS. */
import { drainMessages, queueWorld, withFunction } from '../queues.ts';
import type { QueueServer } from './queue-server.ts';

/** See the file's head. */
export const embeddedServer: QueueServer = {
  name: 'the embedded account',
  lacks: [],
  runs: { crashes: 15, faults: 25 },
  async start() {
    const world = await queueWorld();
    const events = await withFunction(world);
    const queueOf = ({ name }: { readonly name: string }) => {
      const queue = world.account.world.queues.named(name);
      if (!queue) throw new Error(`no queue ${name}`);
      return queue;
    };
    return {
      ...world,
      events,
      create: async (name, target) =>
        world.create(name, {
          redrivePolicy: target && { deadLetterTargetArn: target.arn, maxReceiveCount: 1 },
        }),
      fill: async (queue, letters) => world.fill(queueOf(queue), letters),
      counts: async (queue) => world.counts(queueOf(queue)),
      take: async (queue) =>
        drainMessages(world, queueOf(queue)).map((message) => {
          const { id, body, attributes, traceHeader = null, groupId = null } = message;
          return { id, body, attributes, traceHeader, groupId };
        }),
      pass: async (ms) => world.pass(ms),
      addFault: (rule) => void world.account.faults.add(rule),
      clearFaults: () => world.account.faults.clear(),
    };
  },
};
