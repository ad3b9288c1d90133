import { readRecord, readText, readTexts } from '../wire/input.ts';
import type { Input, Operation } from '../wire/service.ts';
import type { Queue } from '../world/queues/queue.ts';
import { invalidParameterValue, missingParameter } from './errors.ts';
import { queueOf } from './queue-reference.ts';

const MOST_TAGS = 50;

/** Adds tags, or gives them new values. */
export const tagQueue: Operation = (call) => {
  const queue = queueOf(call);
  const tags = readRecord(call.input, 'Tags');
  if (Object.keys(tags).length === 0) throw missingParameter('Tags');
  setTags(queue, tags);
  return {};
};

/** Removes tags; those that are not there are no error. */
export const untagQueue: Operation = (call) => {
  const queue = queueOf(call);
  const keys = readTexts(call.input, 'TagKeys');
  if (keys.length === 0) throw missingParameter('TagKeys');
  for (const key of keys) queue.tags.delete(key);
  return {};
};

/** A queue's tags; absent when it has none. */
export const listQueueTags: Operation = (call) => {
  const { tags } = queueOf(call);
  return tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) };
};

/** Sets tags from a map of text, all or none. */
export function setTags(queue: Queue, tags: Input): void {
  const entries = Object.keys(tags).map((key) => [key, readText(tags, key) ?? ''] as const);
  if (entries.some(([key]) => key === '' || key.length > 128)) {
    throw invalidParameterValue('Tag keys must be between 1 and 128 characters in length.');
  }
  if (new Set([...queue.tags.keys(), ...Object.keys(tags)]).size > MOST_TAGS) {
    throw invalidParameterValue(`Too many tags added for queue ${queue.name}.`);
  }
  for (const [key, value] of entries) queue.tags.set(key, value);
}
