import type { LambdaFunction } from '../model.ts';
import { mix } from '../random.ts';
import { durationAtRank } from '../traffic/durations.ts';
import type { Births } from './births.ts';
import { type Environment, environmentFrom, type Origin } from './environment.ts';
import { failsToInitialise, initMsOf } from './initialisation.ts';
import type { Invocation } from './invocation.ts';
import { outcomesOf } from './outcomes.ts';
import { Part } from './part.ts';
import { coldIndexes, type Dealing } from './slots.ts';
import type { Stretch } from './stretches.ts';
import { type Placed, timetable } from './timetable.ts';

const SALT = { errors: 92, identity: 93, init: 94, times: 95, salt: 96 } as const;

/** Everything a minute's invocations are made of. */
export interface Expansion {
  target: LambdaFunction;
  /** Since the epoch. */
  minute: number;
  stretches: readonly Stretch[];
  births: Births;
  dealing: Dealing;
}

/** An invocation that has its place in the minute yet to find. */
interface Draft extends Placed {
  invocation: Omit<Invocation, 'environment' | 'start'>;
  /** Of a cold one: the environment born with it. */
  birth: Origin | undefined;
}

/**
 * The invocations that start in a minute, in order of their start. Numbers, errors and durations are
 * those of which the minute's metrics are made, to the last one.
 */
export function expand(expansion: Expansion): Invocation[] {
  const { target, minute, stretches, births, dealing } = expansion;
  const born = births.of(minute);
  let used = 0;
  const all: Invocation[] = [];
  for (const { from, until, whole } of stretches) {
    for (const [place, indexes] of coldIndexes(target, whole, minute).entries()) {
      const mine = new Map(indexes.map((index) => [index, born[used++]]));
      const part = new Part(target, whole, place, minute, dealing);
      if (part.count === 0) continue;
      const drafts = draftsOf(target, part, mine);
      timetable(drafts, dealing.burstSlotOf(minute), mix(part.root, SALT.times));
      for (const each of housed(drafts, part, expansion)) {
        if (each.start >= from && each.start < until) all.push(each);
      }
    }
  }
  return all.sort((left, right) => left.start - right.start || left.hash - right.hash);
}

function draftsOf(
  target: LambdaFunction,
  part: Part,
  born: ReadonlyMap<number, Origin | undefined>,
): Draft[] {
  const { path, root, durations, count, errors } = part;
  const outcomes = outcomesOf(target, durations, errors, mix(root, SALT.errors));
  const identity = mix(root, SALT.identity);
  const salt = mix(root, SALT.salt);
  const drafts: Draft[] = [];
  for (let index = 0; index < count; index++) {
    const rank = part.rankOf(index);
    const birth = born.get(index);
    const hash = mix(identity, index);
    const initMs =
      birth === undefined ? undefined : initMsOf(target, path.configuration, mix(hash, SALT.init));
    const durationMs = durationAtRank(durations, rank);
    const outcome = outcomes.get(rank) ?? 'success';
    const isInit = outcome === 'error' && initMs !== undefined && failsToInitialise(target);
    drafts.push({
      invocation: {
        hash,
        salt: mix(salt, index),
        path,
        initMs,
        durationMs,
        outcome: isInit ? 'init-error' : outcome,
      },
      birth,
      busyMs: Math.ceil(durationMs) + Math.ceil(initMs ?? 0) + 2,
      isCold: birth !== undefined,
      slot: part.slotOf(index),
      at: 0,
    });
  }
  return drafts;
}

/** Gives each its environment: the one its slot had, until a cold one brings another. */
function housed(
  drafts: Draft[],
  { path, pathHash }: Part,
  { target, minute, births }: Expansion,
): Invocation[] {
  const current = new Map<number, Environment>();
  drafts.sort((left, right) => left.at - right.at);
  return drafts.map(({ invocation, slot, birth, at }) => {
    let environment = birth === undefined ? current.get(slot) : undefined;
    if (environment === undefined) {
      const origin = birth ?? births.before(minute, pathHash, slot);
      environment = environmentFrom(origin, path.version, target.key);
      current.set(slot, environment);
    }
    return { ...invocation, environment, start: minute * 60_000 + at };
  });
}
