import { mix, unit } from '../random.ts';

/** The numbers 0 to `count` - 1 in an order drawn from the hash. */
export function shuffled(count: number, hash: number): Uint32Array {
  const order = new Uint32Array(count);
  for (let index = 0; index < count; index++) order[index] = index;
  for (let index = count - 1; index > 0; index--) {
    const other = Math.floor(unit(mix(hash, index)) * (index + 1));
    const kept = order[index] ?? 0;
    order[index] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}

/** `wanted` distinct numbers below `count`, drawn from the hash, ascending (Floyd's way: no list of all). */
export function sample(count: number, wanted: number, hash: number): number[] {
  const taken = new Set<number>();
  for (let limit = count - Math.min(wanted, count); limit < count; limit++) {
    const candidate = Math.floor(unit(mix(hash, limit)) * (limit + 1));
    taken.add(taken.has(candidate) ? limit : candidate);
  }
  return [...taken].sort((left, right) => left - right);
}
