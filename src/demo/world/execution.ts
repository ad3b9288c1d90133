import { type Environment, environmentFrom, pathHashOf } from './invocations/environment.ts';
import { initMsOf } from './invocations/initialisation.ts';
import { endOf, type Invocation, type Outcome } from './invocations/invocation.ts';
import type { LambdaFunction } from './model.ts';
import { provisionedAt } from './provisioned.ts';
import { hashText, mix, unit } from './random.ts';
import { troubleAt } from './traffic/demand.ts';
import { durationAtRank, meanDuration } from './traffic/durations.ts';
import { durationsOf, slowdownAt } from './traffic/minute.ts';
import { type Path, path } from './traffic/paths.ts';
import { failingShare } from './version-traits.ts';
import type { World } from './world.ts';

const SALT = { version: 111, throttle: 112, outcome: 113, rank: 114, init: 115, salt: 116 } as const;
/** Durations are drawn as if the minute had this many invocations. */
const SAMPLE = 1000;
/** Slots of environments that only serve such invocations: no traffic ever comes this far. */
const FIRST_SLOT = 8_000_000;
/** An environment that nobody used for this long is gone, ms. */
const IDLE_MS = 8 * 60_000;

/** Why an invocation was not let in, in Lambda's own words. */
export type Throttle =
  | 'ReservedFunctionConcurrentInvocationLimitExceeded'
  | 'ConcurrentInvocationLimitExceeded';

/** What is settled about an invocation before it happens. */
export interface Asked extends Pick<Invocation, 'requestId' | 'exception' | 'remarks'> {
  /** ms since the epoch: now unless told. */
  at?: number;
  /** Root of what is drawn about it; a fresh one unless told. */
  hash?: number;
}

/**
 * Lets one invocation of a function happen, as its profile has it, on the version that an alias's
 * weights choose. It counts in the metrics and is written in the logs. `qualifier` must exist.
 */
export function execute(
  world: World,
  target: LambdaFunction,
  qualifier: string,
  asked: Asked = {},
): Invocation | Throttle {
  const { at: now = world.clock.now(), hash = hashText(target.key, world.nextId()), ...settled } = asked;
  const traffic = world.traffic.of(target);
  const throttle = throttleOf(world, target, now, hash);
  if (throttle !== undefined) {
    traffic.direct.throttled(now, qualifier);
    return throttle;
  }
  const way = pathOf(target, qualifier, unit(mix(hash, SALT.version)), now);
  const drawn = draw(world, target, way, now, hash);
  const isFailing = settled.exception !== undefined && drawn.outcome !== 'timeout';
  const invocation: Invocation = { ...drawn, ...settled, ...(isFailing ? { outcome: 'error' } : {}) };
  const end = endOf(invocation);
  const running = world.invocations.of(target).record(invocation);
  traffic.direct.ran({ path: way, failed: invocation.outcome !== 'success', at: now, end, running });
  return invocation;
}

/**
 * What reserves 0 lets nothing in, nor does what has as much running as it reserves, nor the account when all is
 * used that nobody reserves. Drawn traffic that is over its limit lets in as many as of its own.
 */
function throttleOf(world: World, target: LambdaFunction, now: number, hash: number): Throttle | undefined {
  const reserved = target.reservedConcurrency.at(now);
  if (reserved === 0) return 'ReservedFunctionConcurrentInvocationLimitExceeded';
  const running = world.invocations.of(target).recordedRunningAt(now);
  const drawn = world.traffic.of(target).minuteAsOf(now, Math.floor(now / 60_000));
  const busy = running + (drawn.invocations * meanDuration(target.profile, drawn.slowdown)) / 60_000;
  const share = drawn.throttles === 0 ? 0 : drawn.throttles / (drawn.invocations + drawn.throttles);
  const isUnlucky = unit(mix(hash, SALT.throttle)) < share;
  if (reserved !== undefined) {
    const isFull = isUnlucky || Math.floor(busy) >= reserved;
    return isFull ? 'ReservedFunctionConcurrentInvocationLimitExceeded' : undefined;
  }
  if (busy < provisionedAt(target, now)) return undefined;
  return isUnlucky || world.isConcurrencyUsedUp(now) ? 'ConcurrentInvocationLimitExceeded' : undefined;
}

/** The way of one invocation; `drawn` (0–1) decides between the versions of a split alias. */
function pathOf(target: LambdaFunction, qualifier: string, drawn: number, now: number): Path {
  const alias = target.aliases.get(qualifier);
  if (alias === undefined) return path(target, qualifier, false, qualifier, 1, now);
  const { version, additionalWeights } = alias.routing.current;
  const additional = Object.entries(additionalWeights).find(([, weight]) => drawn < weight);
  return path(target, qualifier, true, additional?.[0] ?? version, 1, now);
}

function draw(world: World, target: LambdaFunction, way: Path, start: number, hash: number): Invocation {
  const { profile } = target;
  const minute = Math.floor(start / 60_000);
  const relative = minute - world.traffic.of(target).birthMinute;
  const durations = durationsOf(target, way, minute, slowdownAt(profile, relative), SAMPLE);
  const durationMs = durationAtRank(durations, mix(hash, SALT.rank) % SAMPLE);
  const usualShare = troubleAt(profile.troubles, 'errors', relative, profile.errorShare);
  const errorShare = failingShare(way.traits, usualShare);
  const isError = unit(mix(hash, SALT.outcome)) < errorShare;
  const outcome: Outcome =
    durationMs >= way.configuration.Timeout * 1000 ? 'timeout' : isError ? 'error' : 'success';
  const environment = warmEnvironment(world, target, way, start);
  return {
    hash,
    salt: mix(hash, SALT.salt),
    path: way,
    environment: environment ?? coldEnvironment(world, target, way, minute),
    start,
    initMs: environment === undefined ? initMsOf(target, way.configuration, mix(hash, SALT.init)) : undefined,
    durationMs,
    outcome,
  };
}

/** An environment that an earlier one left behind: free by now, and not idle for too long. */
function warmEnvironment(
  world: World,
  target: LambdaFunction,
  { qualifier, version }: Path,
  now: number,
): Environment | undefined {
  const seen = new Set<string>();
  const { recorded } = world.invocations.of(target);
  for (let index = recorded.length - 1; index >= 0; index--) {
    const earlier = recorded[index];
    if (earlier === undefined || now - earlier.start > IDLE_MS) return undefined;
    const { environment, path: way, outcome } = earlier;
    if (way.qualifier !== qualifier || way.version !== version || seen.has(environment.id)) continue;
    if (outcome !== 'timeout' && endOf(earlier) <= now) return environment;
    seen.add(environment.id);
  }
  return undefined;
}

function coldEnvironment(world: World, target: LambdaFunction, way: Path, minute: number): Environment {
  const slot = FIRST_SLOT + world.invocations.of(target).recordedTotal;
  return environmentFrom({ pathHash: pathHashOf(way), slot, minute, birth: 0 }, way.version, target.key);
}
