import { constraintViolation } from '../wire/errors.ts';
import { readRecord, readText } from '../wire/input.ts';
import type { Call, Input, Operation } from '../wire/service.ts';
import type { LambdaFunction } from '../world/model.ts';
import { invalidParameterValue } from './errors.ts';
import { findFunction, refuseQualifier } from './function-reference.ts';

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
  const tags = { ...target.tags, ...added };
  if (Object.keys(tags).length > MOST_TAGS) {
    throw invalidParameterValue('Number of tags exceeds resource tag limit.');
  }
  target.tags = tags;
  return {};
};

/** Removes tags by key; keys that are not there do not matter. */
export const untagResource: Operation = (call) => {
  const target = findTagged(call, 'UntagResource');
  const given = call.input.tagKeys;
  const keys = new Set(Array.isArray(given) ? given : [given]);
  target.tags = Object.fromEntries(Object.entries(target.tags).filter(([key]) => !keys.has(key)));
  return {};
};

/** Tags by key, as CreateFunction and TagResource carry them. */
export function readTags(input: Input, name: string): Record<string, string> {
  const tags = readRecord(input, name);
  return Object.fromEntries(Object.keys(tags).map((key) => [key, readText(tags, key) ?? '']));
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
  const reference = findFunction({ ...call, input: { FunctionName: resource } }, action);
  refuseQualifier(reference);
  return reference.target;
}
