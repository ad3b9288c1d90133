import { constraintViolation } from '../wire/errors.ts';
import { readRecord, readText } from '../wire/input.ts';
import type { Call, Input, Operation } from '../wire/service.ts';
import type { LambdaFunction } from '../world/model.ts';
import { functionNotFound, invalidParameterValue } from './errors.ts';
import { findFunction } from './function-reference.ts';
import { required } from './members.ts';

const RESOURCE = /^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:function:/;
const RESOURCE_PATTERN =
  'arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-f-]{36})';
const MOST_TAGS = 50;

/** Tags of a function, which this operation takes by its ARN only. */
export const listTags: Operation = (call) => ({ Tags: findTagged(call, 'ListTags').tags });

/** Adds tags, or gives those that are there another value. */
export const tagResource: Operation = (call) => {
  const added = readTags(call.input, 'Tags');
  const target = findTagged(call, 'TagResource');
  if (Object.keys(added).length === 0) {
    throw invalidParameterValue('An error occurred and the request cannot be processed.');
  }
  const tags = { ...target.tags, ...added };
  if (Object.keys(tags).length > MOST_TAGS) {
    throw invalidParameterValue('Number of tags exceeds resource tag limit.');
  }
  changeTags(call, target, tags);
  return {};
};

/** Removes tags by key; keys that are not there do not matter. */
export const untagResource: Operation = (call) => {
  const given = required(call.input.tagKeys ?? undefined, 'tagKeys');
  const target = findTagged(call, 'UntagResource');
  const keys = new Set(Array.isArray(given) ? given : [given]);
  changeTags(call, target, Object.fromEntries(Object.entries(target.tags).filter(([key]) => !keys.has(key))));
  return {};
};

/** Tags by key, as CreateFunction and TagResource carry them. */
export function readTags(input: Input, name: string): Record<string, string> {
  const tags = readRecord(input, name);
  return Object.fromEntries(Object.keys(tags).map((key) => [key, readText(tags, key) ?? '']));
}

/** Other tags are another revision of the function (as recorded from AWS). */
function changeTags({ world }: Call, target: LambdaFunction, tags: LambdaFunction['tags']): void {
  target.tags = tags;
  target.configuration = { ...target.configuration, RevisionId: world.nextId() };
}

function findTagged(call: Call, action: string): LambdaFunction {
  const resource = readText(call.input, 'Resource') ?? '';
  if (!RESOURCE.test(resource)) {
    throw constraintViolation(
      resource,
      'resource',
      `Member must satisfy regular expression pattern: ${RESOURCE_PATTERN}`,
    );
  }
  const { target, qualifier } = findFunction(
    { ...call, input: { FunctionName: resource } },
    action,
    functionNotFound,
  );
  if (qualifier === undefined) return target;
  throw invalidParameterValue(
    'Tags on function aliases and versions are not supported. Please specify a function ARN.',
  );
}
