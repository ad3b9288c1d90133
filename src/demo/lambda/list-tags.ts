import { constraintViolation } from '../wire/errors.ts';
import { readText } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { findFunction, refuseQualifier } from './function-reference.ts';

/** Tags of a function, which this operation takes by its ARN only. */
export const listTags: Operation = (call) => {
  const resource = readText(call.input, 'Resource') ?? '';
  if (!/^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:function:/.test(resource)) {
    throw constraintViolation(
      resource,
      'resource',
      'Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-f-]{36})',
    );
  }
  const reference = findFunction({ ...call, input: { FunctionName: resource } }, 'ListTags');
  refuseQualifier(reference);
  return { Tags: reference.target.tags };
};
