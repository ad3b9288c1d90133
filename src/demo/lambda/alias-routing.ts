import { constraintViolation, ServiceError } from '../wire/errors.ts';
import { isRecord, readRecord } from '../wire/input.ts';
import type { Input } from '../wire/service.ts';
import type { LambdaFunction, Routing } from '../world/model.ts';
import { functionNotFound, invalidParameterValue, resourceConflict } from './errors.ts';
import { configurationOf } from './function-reference.ts';
import { readRuledText, type TextRule } from './members.ts';

/** What an alias may be called. */
export const ALIAS_NAME: TextRule = {
  pattern: /^(?!\d+$)[a-zA-Z0-9\-_]+$/,
  spelling: '(?!^[0-9]+$)([a-zA-Z0-9-_]+)',
  largest: 128,
};

/** What an alias may point to. */
export const VERSION: TextRule = {
  pattern: /^(\$LATEST|\d+)$/,
  spelling: '(\\$LATEST|[0-9]+)',
  largest: 1024,
};

/** The weights asked for: undefined when `RoutingConfig` is absent, empty when they are to be cleared. */
export function readWeights(input: Input): Record<string, number> | undefined {
  if (input.RoutingConfig === undefined || input.RoutingConfig === null) return undefined;
  const given = readRecord(input, 'RoutingConfig').AdditionalVersionWeights ?? {};
  if (!isRecord(given)) {
    throw new ServiceError('SerializationException', 'Start of structure or map found where not expected.');
  }
  return Object.fromEntries(
    Object.entries(given).map(([version, weight]) => [version, checked(version, weight)]),
  );
}

function checked(version: string, weight: unknown): number {
  if (typeof weight !== 'number') {
    throw new ServiceError('SerializationException', `Value for '${version}' is not a valid double`);
  }
  const member = 'routingConfig.additionalVersionWeights';
  const pair = `{${version}=${Number.isInteger(weight) ? weight.toFixed(1) : weight}}`;
  if (!/^\d+$/.test(version)) {
    throw constraintViolation(
      pair,
      member,
      'Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+, Member must not be null]',
    );
  }
  if (!(weight >= 0 && weight <= 1)) {
    throw constraintViolation(
      pair,
      member,
      'Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]',
    );
  }
  return weight;
}

/** The version an alias is to point to, if the call says so. */
export function readVersion(input: Input): string | undefined {
  return readRuledText(input, 'FunctionVersion', VERSION);
}

/** Throws what Lambda throws for a routing that cannot be (facts, section 2). */
export function checkRouting(target: LambdaFunction, { version, additionalWeights }: Routing): void {
  checkVersion(target, version);
  const additional = Object.keys(additionalWeights);
  if (additional.length > 1) {
    throw invalidParameterValue('Number of items in AdditionalVersionWeights cannot be greater than 1');
  }
  for (const other of additional) {
    if (version === '$LATEST') {
      // Alone among these refusals, this one comes without a `Type` (as recorded from AWS).
      throw new ServiceError(
        'InvalidParameterValueException',
        '$LATEST is not supported for an alias pointing to more than 1 version',
      );
    }
    if (other === version) {
      throw invalidParameterValue(
        `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
      );
    }
    checkVersion(target, other);
    checkAlike(target, version, other);
  }
}

function checkVersion(target: LambdaFunction, version: string): void {
  if (version !== '$LATEST' && !target.versions.has(version)) {
    throw functionNotFound(`${target.arn}:${version}`);
  }
}

/** Both versions need the same role and dead-letter target (AWS documents the rule, not the words). */
function checkAlike(target: LambdaFunction, version: string, other: string): void {
  const [one, two] = [version, other].map((each) => configurationOf({ target, version: each, arn: '' }));
  if (one?.Role !== two?.Role) {
    throw invalidParameterValue('The function versions of an alias must have the same execution role.');
  }
  if (one?.DeadLetterConfig?.TargetArn !== two?.DeadLetterConfig?.TargetArn) {
    throw invalidParameterValue(
      'The function versions of an alias must have the same dead letter queue configuration.',
    );
  }
}

/** A provisioned alias may not come to point to a version that has provisioned concurrency of its own. */
export function checkProvisioned(target: LambdaFunction, alias: string, version: string): void {
  const isProvisioned = (qualifier: string) =>
    target.provisioned.current.some((each) => each.qualifier === qualifier);
  if (isProvisioned(alias) && isProvisioned(version)) {
    throw resourceConflict(
      "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
    );
  }
}
