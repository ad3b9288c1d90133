/** The ways in that a function's policies open, put together by who comes through them. */

import type { InvokePermission } from '../invokers.ts';
import { lastPart } from './arn-names.ts';
import { isEdgePrincipal, triggerService } from './trigger-services.ts';

/** All of one service or account that comes in by one qualifier. */
export interface InvokerGroup {
  /** "SNS orders-topic, returns-topic", "account 111122223333", "anyone". */
  readonly name: string;
  readonly mode: 'async' | 'sync' | 'other';
  /** What becomes of its calls, as the end of a sentence; null for asynchronous ones. */
  readonly effect: string | null;
  readonly qualifier: string;
}

/** At most so many sources of a service are named; the rest is counted. */
const NAMED = 3;

/** Who invokes it other than by its URL, services first. CloudFront is left out: see `runsAtEdge`. */
export function invokerGroups(permissions: readonly InvokePermission[]): readonly InvokerGroup[] {
  const groups = new Map<
    string,
    { group: Omit<InvokerGroup, 'name'>; label: string; sources: Set<string> }
  >();
  for (const permission of permissions) {
    const { invoker, sourceArn, qualifier } = permission;
    if (permission.urlOnly || (invoker.kind === 'service' && isEdgePrincipal(invoker.name))) continue;
    const { label, mode, effect } = described(permission);
    const key = `${label} ${qualifier}`;
    const known = groups.get(key) ?? { group: { mode, effect, qualifier }, label, sources: new Set() };
    if (sourceArn) known.sources.add(lastPart(sourceArn));
    groups.set(key, known);
  }
  return [...groups.values()]
    .map(({ group, label, sources }) => ({ ...group, name: named(label, [...sources]) }))
    .sort((one, other) => ORDER.indexOf(one.mode) - ORDER.indexOf(other.mode));
}

const ORDER: readonly InvokerGroup['mode'][] = ['async', 'sync', 'other'];

/** CloudFront runs copies of it. */
export function runsAtEdge(permissions: readonly InvokePermission[]): boolean {
  return permissions.some(({ invoker }) => invoker.kind === 'service' && isEdgePrincipal(invoker.name));
}

function described({ invoker, sourceArn }: InvokePermission) {
  const effect = 'calls are refused (429), and asynchronous events fare as all others';
  switch (invoker.kind) {
    case 'service':
      return triggerService(invoker.name, sourceArn);
    case 'account': {
      const [, , , , owner, resource] = invoker.name.split(':');
      const label =
        resource && resource !== 'root'
          ? `${resource} of account ${owner}`
          : `account ${owner ?? invoker.name}`;
      return { label, mode: 'other' as const, effect };
    }
    case 'anyone':
      return { label: 'anyone its policy lets in', mode: 'other' as const, effect };
  }
}

function named(label: string, sources: readonly string[]): string {
  if (sources.length === 0) return label;
  const more = sources.length > NAMED ? ` and ${sources.length - NAMED} more` : '';
  return `${label} ${sources.slice(0, NAMED).join(', ')}${more}`;
}
