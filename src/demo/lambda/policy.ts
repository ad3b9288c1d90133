import { readBoolean, readText } from '../wire/input.ts';
import type { Call, Operation } from '../wire/service.ts';
import { attachmentsOf, type PolicyStatement } from '../world/attachments.ts';
import type { World } from '../world/world.ts';
import { invalidParameterValue, notFound, resourceConflict, stalePrecondition } from './errors.ts';
import { configurationOf, findFunction, type Resolved, resolveQualifier } from './function-reference.ts';
import { readChoice, readRuledText, required } from './members.ts';

/** A function, version or alias with the policy of its own; `key` is the qualifier, `$LATEST` without one. */
interface PolicyHolder extends Resolved {
  key: string;
}

/** The policy of a function, a version or an alias: each has its own (facts, section 1). */
export const getPolicy: Operation = (call) => {
  const holder = findHolder(call, 'GetPolicy');
  const Statement = attachmentsOf(holder.target, call.world).policies.get(holder.key);
  if (Statement === undefined) throw notFound('The resource you requested does not exist.');
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
  const holder = findHolder(call, 'AddPermission');
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
  const holder = findHolder(call, 'RemovePermission');
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

function findHolder(call: Call, action: string): PolicyHolder {
  const reference = findFunction(call, action);
  return { ...resolveQualifier(reference), key: reference.qualifier ?? '$LATEST' };
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
    'lambda:FunctionUrlAuthType': readChoice(input, 'FunctionUrlAuthType', ['NONE', 'AWS_IAM']),
    'aws:PrincipalOrgID': readText(input, 'PrincipalOrgID'),
    'AWS:SourceAccount': readText(input, 'SourceAccount'),
    'lambda:EventSourceToken': readText(input, 'EventSourceToken'),
  }).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return {
    ...(equal.length === 0 ? {} : { StringEquals: Object.fromEntries(equal) }),
    ...(source === undefined ? {} : { ArnLike: { 'AWS:SourceArn': source } }),
    ...(isViaUrl === undefined ? {} : { Bool: { 'lambda:InvokedViaFunctionUrl': String(isViaUrl) } }),
  };
}
