import { accessDenied, constraintViolation, type ServiceError } from '../wire/errors.ts';
import { readText } from '../wire/input.ts';
import type { Call } from '../wire/service.ts';
import type { FunctionConfiguration, LambdaFunction } from '../world/model.ts';
import { publishedConfiguration } from '../world/version-configuration.ts';
import type { World } from '../world/world.ts';
import { functionNotFound, invalidParameterValue, notFound } from './errors.ts';
import { settle } from './function-state.ts';

/** The model's pattern for a function's name; the text of the refusal quotes it. */
const NAME_PATTERN =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?';
const NAME =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:([a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9\-_.]+)(?::(\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9\-_]+))?$/;

/** A function somebody named, and the qualifier they gave with it. */
export interface FunctionReference {
  target: LambdaFunction;
  /** Version, alias or `$LATEST`; undefined when unqualified. */
  qualifier: string | undefined;
}

/** What a qualifier stands for. */
export interface Resolved {
  target: LambdaFunction;
  /** `$LATEST` or a number. */
  version: string;
  /** With the qualifier, where one was given. */
  arn: string;
}

/** What an operation says of a function that is not there: its unqualified ARN, and the qualifier asked for. */
export type Missing = (arn: string, qualifier: string | undefined) => ServiceError;

/**
 * Finds the function that `FunctionName` (name, partial or full ARN, perhaps with `:qualifier`) and
 * `Qualifier` mean. Throws what Lambda throws: bad name, foreign account or region, unknown function, which
 * some operations have words of their own for.
 */
export function findFunction(
  call: Call,
  action: string,
  missing: Missing = (arn, qualifier) => functionNotFound(qualified(arn, qualifier)),
): FunctionReference {
  const { name, qualifier } = parseFunctionName(call, readText(call.input, 'FunctionName') ?? '', action);
  const { world } = call;
  const target = world.functionNamed(name);
  if (target === undefined) throw missing(functionArn(world, name), qualifier);
  settle(target, world.clock.now());
  return { target, qualifier };
}

/** The name and the qualifier in a `FunctionName` and `Qualifier`, whether there is such a function or not. */
export function parseFunctionName(
  call: Call,
  text: string,
  action: string,
): { name: string; qualifier: string | undefined } {
  const { world } = call;
  const match = NAME.exec(text);
  if (match === null || text.length > 256) {
    throw constraintViolation(
      text,
      'functionName',
      `Member must satisfy regular expression pattern: ${NAME_PATTERN}`,
    );
  }
  const [, region, account, name = '', inName] = match;
  const given = readText(call.input, 'Qualifier');
  if (given !== undefined && inName !== undefined && given !== inName) {
    throw invalidParameterValue(
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  if (account !== undefined && account !== world.account) {
    const arn = `arn:aws:lambda:${region ?? world.region}:${account}:function:${name}`;
    throw accessDenied(world.caller.arn, `lambda:${action}`, arn);
  }
  if (region !== undefined && region !== world.region) {
    throw notFound(`Functions from '${region}' are not reachable in this region ('${world.region}')`);
  }
  return { name, qualifier: given ?? inName };
}

/** The version behind a reference. Throws when the function has no such version or alias. */
export function resolveQualifier({ target, qualifier }: FunctionReference): Resolved {
  const arn = qualified(target.arn, qualifier);
  if (qualifier === undefined || qualifier === '$LATEST') return { target, version: '$LATEST', arn };
  if (target.versions.has(qualifier)) return { target, version: qualifier, arn };
  const alias = target.aliases.get(qualifier);
  if (alias === undefined) throw functionNotFound(arn);
  return { target, version: alias.routing.current.version, arn };
}

/** The configuration of a version as it is listed, under the ARN it was asked for by. */
export function configurationOf({ target, version, arn }: Resolved): FunctionConfiguration {
  const settings = publishedConfiguration(target, version) ?? target.configuration;
  return { ...settings, FunctionArn: arn, Version: version };
}

/** Operations on the whole function refuse a qualifier with these words (facts, section 5). */
export function refuseQualifier({ qualifier }: FunctionReference): void {
  if (qualifier === undefined) return;
  throw invalidParameterValue(
    'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
  );
}

/** An ARN with its qualifier, if any. */
export function qualified(arn: string, qualifier: string | undefined): string {
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

/** The unqualified ARN that a function of that name has or would have. */
export function functionArn({ region, account }: World, name: string): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** The unqualified ARN a call's `FunctionName` means, for the text of an AccessDenied; `*` when there is none. */
export function resourceOf(world: World, functionName: string | undefined): string {
  const name = functionName === undefined ? undefined : NAME.exec(functionName)?.[3];
  return name === undefined ? '*' : functionArn(world, name);
}
