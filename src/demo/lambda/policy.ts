import { readBoolean, readText } from '../wire/input.ts';
import type { Call, Operation } from '../wire/service.ts';
import { attachmentsOf, type PolicyStatement } from '../world/attachments.ts';
import type { LambdaFunction } from '../world/model.ts';
import type { World } from '../world/world.ts';
import {
  functionNotFound,
  invalidParameterValue,
  notFound,
  qualifierNotFound,
  resourceConflict,
  stalePrecondition,
} from './errors.ts';
import {
  configurationOf,
  findFunction,
  type Missing,
  type Resolved,
  resolveQualifier,
} from './function-reference.ts';
import { readChoice, readRuledText, required, type TextRule } from './members.ts';

const QUALIFIER: TextRule = { pattern: /^[a-zA-Z0-9$_-]*$/, spelling: '(|[a-zA-Z0-9$_-]+)', largest: 128 };

/** A function, version or alias with the policy of its own; `key` is the qualifier, `$LATEST` without one. */
interface PolicyHolder extends Resolved {
  key: string;
}

/** The policy of a function, a version or an alias: each has its own (facts, section 1). */
export const getPolicy: Operation = (call) => {
  const { target, qualifier } = findFunction(call, 'GetPolicy', functionNotFound);
  const Statement = attachmentsOf(target, call.world).policies.get(qualifier ?? '$LATEST');
  if (Statement === undefined) throw notFound('The resource you requested does not exist.');
  const holder = findHolder(call, 'GetPolicy', functionNotFound);
  return {
    Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement }),
    RevisionId: revisionOf(holder),
  };
};

/** Adds a statement to a policy, made of the few things that AddPermission can say. */
export const addPermission: Operation = (call) => {
  const { input, world } = call;
  const Sid = required(
    readRuledText(input, 'StatementId', {
      pattern: /^[a-zA-Z0-9\-_]+$/,
      spelling: '([a-zA-Z0-9-_]+)',
      largest: 100,
    }),
    'StatementId',
  );
  const Action = required(
    readRuledText(input, 'Action', {
      pattern: /^(lambda:\*|lambda:[a-zA-Z]+|\*)$/,
      spelling: '(lambda:[*]|lambda:[a-zA-Z]+|[*])',
    }),
    'Action',
  );
  const principal = required(readText(input, 'Principal'), 'Principal');
  if (readText(input, 'Qualifier') === '$LATEST') {
    throw invalidParameterValue('We currently do not support adding policies for $LATEST.');
  }
  const holder = findHolder(call, 'AddPermission', qualifierNotFound);
  refuseStale(call, holder);
  const { policies } = attachmentsOf(holder.target, world);
  const before = policies.get(holder.key) ?? [];
  if (before.some((each) => each.Sid === Sid)) {
    throw resourceConflict(
      `The statement id (${Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  const Condition = conditionOf(call);
  const statement: PolicyStatement = {
    Sid,
    Effect: 'Allow',
    Principal: principalOf(principal),
    Action,
    Resource: holder.arn,
    ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
  };
  policies.set(holder.key, [...before, statement]);
  renewRevision(world, holder);
  return { Statement: JSON.stringify(statement) };
};

/** Takes a statement away, and the policy with its last one. */
export const removePermission: Operation = (call) => {
  const sid = readText(call.input, 'StatementId') ?? '';
  const holder = findHolder(call, 'RemovePermission', (arn) => notFound(`No policy found for: ${arn}`));
  const { policies } = attachmentsOf(holder.target, call.world);
  const before = policies.get(holder.key);
  if (before === undefined) throw notFound('No policy is associated with the given resource.');
  const left = before.filter((each) => each.Sid !== sid);
  if (left.length === before.length) {
    throw notFound(`Statement ${sid} is not found in resource policy.`);
  }
  refuseStale(call, holder);
  if (left.length === 0) policies.delete(holder.key);
  else policies.set(holder.key, left);
  renewRevision(call.world, holder);
  return {};
};

/** What carries the policy a call is about; a function that is not there is refused with `missing`. */
function findHolder(call: Call, action: string, missing: Missing): PolicyHolder {
  readRuledText(call.input, 'Qualifier', QUALIFIER);
  const reference = findFunction(call, action, missing);
  const { target, qualifier } = reference;
  if (qualifier !== undefined && qualifier !== '$LATEST' && !isThere(target, qualifier)) {
    throw qualifierNotFound(target.arn, qualifier);
  }
  return { ...resolveQualifier(reference), key: qualifier ?? '$LATEST' };
}

function isThere({ versions, aliases }: LambdaFunction, qualifier: string): boolean {
  return versions.has(qualifier) || aliases.has(qualifier);
}

function revisionOf(holder: PolicyHolder): string {
  return holder.target.aliases.get(holder.key)?.revisionId ?? configurationOf(holder).RevisionId;
}

function refuseStale({ input }: Call, holder: PolicyHolder): void {
  const asked = readText(input, 'RevisionId');
  if (asked !== undefined && asked !== revisionOf(holder)) throw stalePrecondition();
}

/** A change of policy is a new revision of what carries it. */
function renewRevision(world: World, { target, key }: PolicyHolder): void {
  const alias = target.aliases.get(key);
  const version = target.versions.get(key);
  const RevisionId = world.nextId();
  if (alias !== undefined) alias.revisionId = RevisionId;
  else if (version !== undefined) version.changes = { ...version.changes, RevisionId };
  else target.configuration = { ...target.configuration, RevisionId };
}

/** Who it is, as IAM writes it; an account stands for its root. */
function principalOf(principal: string): PolicyStatement['Principal'] {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (/^arn:aws[a-z-]*:(iam|sts):/.test(principal)) return { AWS: principal };
  if (principal.endsWith('.amazonaws.com')) return { Service: principal };
  throw invalidParameterValue(
    'The provided principal was invalid. Please check the principal and try again.',
  );
}

function conditionOf({ input }: Call): Record<string, Record<string, string>> {
  const source = readText(input, 'SourceArn');
  const isViaUrl = readBoolean(input, 'InvokedViaFunctionUrl');
  const equal = Object.entries({
    'AWS:SourceAccount': readText(input, 'SourceAccount'),
    'lambda:FunctionUrlAuthType': readChoice(input, 'FunctionUrlAuthType', ['NONE', 'AWS_IAM']),
    'aws:PrincipalOrgID': readText(input, 'PrincipalOrgID'),
    'lambda:EventSourceToken': readText(input, 'EventSourceToken'),
  }).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return {
    ...(equal.length === 0 ? {} : { StringEquals: Object.fromEntries(equal) }),
    ...(source === undefined ? {} : { ArnLike: { 'AWS:SourceArn': source } }),
    ...(isViaUrl === undefined ? {} : { Bool: { 'lambda:InvokedViaFunctionUrl': String(isViaUrl) } }),
  };
}
