import type { Operation } from '../wire/service.ts';
import { queuePage } from './list-queues.ts';
import { queueOf, urlOf } from './queue-reference.ts';

/** The queues whose dead letters come to this one. Its model spells `queueUrls` with a small q. */
export const listDeadLetterSourceQueues: Operation = (call) => {
  const queue = queueOf(call);
  const sources = call.world.queues.sourcesOf(queue.arn);
  const page = queuePage(call, sources, `ListDeadLetterSourceQueues ${queue.name}`);
  return {
    queueUrls: page.items.map((each) => urlOf(call, each)),
    ...(page.next === undefined ? {} : { NextToken: page.next }),
  };
};
