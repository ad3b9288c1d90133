/** A function's resource policy, read for who may invoke it. */

import { AppError } from '../../domain/app-error.ts';
import type { InvokePermission, Invoker } from '../../domain/invokers.ts';

/** A statement as IAM writes it, as far as it was found to be one. */
type Statement = Readonly<Record<string, unknown>>;

/**
 * The ways in that a policy (JSON) opens; what does not concern invoking is left out.
 *
 * @throws AppError `unsupported` for a text that is no policy: "nobody" would be a dangerous misreading
 */
export function invokePermissionsOf(policy: string, qualifier: string): InvokePermission[] {
  return statementsOf(policy)
    .filter(({ Effect }) => Effect === 'Allow')
    .filter(({ Action }) => listOf(Action).some((action) => /^(lambda:(invoke|\*)|\*$)/i.test(action)))
    .flatMap((statement) =>
      invokersOf(statement.Principal).map((invoker) => ({
        qualifier,
        invoker,
        sourceArn: conditionOf(statement, 'aws:sourcearn'),
        urlOnly: isUrlOnly(statement),
      })),
    );
}

function statementsOf(policy: string): Statement[] {
  try {
    const { Statement } = JSON.parse(policy) as Statement;
    const statements = Array.isArray(Statement) ? Statement : [Statement];
    if (statements.every(isRecord)) return statements;
  } catch {
    // Said below.
  }
  throw new AppError('unsupported', 'The resource policy cannot be read.', { operation: 'lambda:GetPolicy' });
}

/** `*`, `{"AWS": "*"}`, `{"Service": "sns.amazonaws.com"}`, `{"AWS": ["111122223333", "arn:…"]}`. */
function invokersOf(principal: unknown): Invoker[] {
  if (principal === '*') return [{ kind: 'anyone' }];
  if (!isRecord(principal)) return [];
  const services = listOf(principal.Service).map((name): Invoker => ({ kind: 'service', name }));
  const accounts = listOf(principal.AWS).map(
    (name): Invoker => (name === '*' ? { kind: 'anyone' } : { kind: 'account', name }),
  );
  return [...services, ...accounts];
}

/** The value that a condition on this key compares with, whatever the operator; keys ignore case. */
function conditionOf({ Condition }: Statement, key: string): string | null {
  const comparisons = isRecord(Condition) ? Object.values(Condition).filter(isRecord) : [];
  const found = comparisons.flatMap((comparison) =>
    Object.entries(comparison).filter(([name]) => name.toLowerCase() === key),
  );
  return listOf(found[0]?.[1])[0] ?? null;
}

function isUrlOnly(statement: Statement): boolean {
  if (listOf(statement.Action).every((action) => /:InvokeFunctionUrl$/i.test(action))) return true;
  return conditionOf(statement, 'lambda:invokedviafunctionurl') === 'true';
}

function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((each) =>
    typeof each === 'string' || typeof each === 'boolean' ? String(each) : [],
  );
}

function isRecord(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
