/** What a plan for a function is made from: fresh reads, all at once. What may not be read is null, and said. */
import { AppError, toAppError } from '../../domain/app-error.ts';
import type { Target, Warning } from '../../domain/changes/plan.ts';
import type {
  ChangesGateway,
  EventSourceMapping,
  FunctionFacts,
  ProvisionedConcurrency,
} from '../../gateways/changes.ts';

/** A function as AWS shows it now. */
export interface Situation {
  readonly target: Target;
  readonly facts: FunctionFacts;
  /** null = could not be read. */
  readonly provisioned: readonly ProvisionedConcurrency[] | null;
  /** null = could not be read. */
  readonly mappings: readonly EventSourceMapping[] | null;
  /** What could not be read, for a person. */
  readonly unread: readonly Warning[];
}

/** Reads a function's situation. Rejects with an AppError only when the function itself cannot be read. */
export async function readSituation(
  functionArn: string,
  gateway: ChangesGateway,
  signal: AbortSignal,
): Promise<Situation> {
  const unread: Warning[] = [];
  const orUnknown = async <Value>(what: string, read: Promise<Value>): Promise<Value | null> =>
    read.catch((thrown) => {
      const error = toAppError(thrown);
      if (error.code === 'interrupted') throw error;
      unread.push({ level: 'risk', text: `${what} could not be read: ${error.message}` });
      return null;
    });
  const [facts, provisioned, mappings] = await Promise.all([
    gateway.functionFacts(functionArn, signal),
    orUnknown('its provisioned concurrency', gateway.provisionedConcurrency(functionArn, signal)),
    orUnknown('its triggers', gateway.eventSourceMappings(functionArn, signal)),
  ]);
  return { target: { arn: facts.arn, name: facts.name }, facts, provisioned, mappings, unread };
}

/** The mappings, or the reason why a change of them cannot be planned. */
export function knownMappings({ mappings, unread }: Situation): readonly EventSourceMapping[] {
  if (mappings) return mappings;
  throw new AppError(
    'access-denied',
    unread.map(({ text }) => text).join(' ') || 'Its triggers are unknown.',
  );
}
