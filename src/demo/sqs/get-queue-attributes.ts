import { readTexts } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { invalidAttributeName } from './errors.ts';
import { attributesOf, QUEUE_ATTRIBUTES } from './queue-attributes.ts';
import { queueOf } from './queue-reference.ts';

/** The attributes asked for; none asked for gives an empty reply (facts, section 4). */
export const getQueueAttributes: Operation = (call) => {
  const queue = queueOf(call);
  const asked = readTexts(call.input, 'AttributeNames');
  const unknown = asked.find((name) => name !== 'All' && !QUEUE_ATTRIBUTES.has(name));
  if (unknown !== undefined) throw invalidAttributeName(`Unknown Attribute ${unknown}.`);
  const given = Object.entries(attributesOf(call.world, queue)).filter(
    ([name]) => asked.includes('All') || asked.includes(name),
  );
  return given.length === 0 ? {} : { Attributes: Object.fromEntries(given) };
};
