import { type Origin, readEnvironmentId } from '../../world/invocations/environment.ts';
import type { FunctionInvocations } from '../../world/invocations/invocations.ts';
import type { LambdaFunction } from '../../world/model.ts';
import type { World } from '../../world/world.ts';
import type { LogGroup } from './log-group.ts';

/** Where the events of a log stream may lie: timestamps in [from, until), ms since the epoch. */
export interface StreamRange {
  from: number;
  until: number;
}

/** The range of a stream of this group; undefined when there is no such stream (yet). */
export function findStream(world: World, group: LogGroup, name: string): StreamRange | undefined {
  const stored = group.stored.streams.get(name);
  if (stored !== undefined) {
    return { from: stored.first ?? stored.created, until: (stored.last ?? stored.created) + 1 };
  }
  for (const target of group.functions) {
    const id = environmentIdIn(name, target);
    const origin = id === undefined ? undefined : readEnvironmentId(id, target.key);
    if (origin === undefined) continue;
    return rangeOf(world.invocations.of(target), origin, world.clock.now());
  }
  return undefined;
}

/** `2026/11/20/[3]ID` or `2026/11/20/FUNCTION[3]ID`. */
function environmentIdIn(stream: string, target: LambdaFunction): string | undefined {
  const found = /^\d{4}\/\d\d\/\d\d\/([^[]*)\[[^\]]+\]([0-9a-f]{32})$/.exec(stream);
  return found !== null && (found[1] === '' || found[1] === target.name) ? found[2] : undefined;
}

function rangeOf(invocations: FunctionInvocations, origin: Origin, now: number): StreamRange | undefined {
  const from = origin.minute * 60_000;
  if (from > now || !invocations.births.has(origin)) return undefined;
  const last = invocations.births.lastMinuteOf(origin, Math.floor(now / 60_000));
  return { from, until: Math.min(now + 1, (last + 1 + invocations.reach) * 60_000) };
}
