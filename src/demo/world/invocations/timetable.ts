import { mix, unit } from '../random.ts';

/** One invocation to be placed: how long its environment is busy with it, ms. */
export interface Placed {
  busyMs: number;
  /** Cold ones stay in their slot, as that slot's environment is theirs from then on. */
  isCold: boolean;
  slot: number;
  /** ms into the minute. */
  at: number;
}

const MINUTE_MS = 60_000;
/** Between two invocations of one environment, so that their lines never share a millisecond. */
const PAUSE_MS = 3;

/**
 * Gives invocations their times: those of a slot one after the other with gaps between, all within the
 * minute. What does not fit goes to the slot with the most room, or to a burst slot of its own.
 */
export function timetable(list: readonly Placed[], burstSlot: number, hash: number): void {
  const slots = new Map<number, Placed[]>();
  const busy = new Map<number, number>();
  const homeless: Placed[] = [];
  const settle = (each: Placed, slot: number) => {
    each.slot = slot;
    const others = slots.get(slot);
    if (others === undefined) slots.set(slot, [each]);
    else others.push(each);
    busy.set(slot, (busy.get(slot) ?? 0) + each.busyMs + PAUSE_MS);
  };
  for (const each of list) {
    const isFull = (busy.get(each.slot) ?? 0) + each.busyMs + PAUSE_MS > MINUTE_MS - 100;
    if (isFull && !each.isCold && slots.has(each.slot)) homeless.push(each);
    else settle(each, each.slot);
  }
  let bursts = 0;
  for (const each of homeless) {
    const roomiest = [...busy].reduce((best, other) => (other[1] < best[1] ? other : best));
    const fits = roomiest[1] + each.busyMs + PAUSE_MS <= MINUTE_MS - 100;
    settle(each, fits ? roomiest[0] : burstSlot + bursts++);
  }
  for (const [slot, members] of slots) spread(members, mix(hash, slot));
}

/** Places the invocations of one slot with random gaps that use up the minute. */
function spread(members: readonly Placed[], hash: number): void {
  const busyMs = members.reduce((total, each) => total + each.busyMs + PAUSE_MS, 0);
  const free = MINUTE_MS - busyMs;
  if (free <= 0) {
    // Longer than a minute: it just begins somewhere in it, and its slot stays unused until it ends.
    let at = Math.floor(unit(hash) * 1000);
    for (const each of members) {
      each.at = Math.min(MINUTE_MS - 1, at);
      at += each.busyMs + PAUSE_MS;
    }
    return;
  }
  const gaps = Float64Array.from(
    { length: members.length + 1 },
    (_, index) => -Math.log(unit(mix(hash, index))),
  );
  const whole = gaps.reduce((total, gap) => total + gap, 0);
  let at = 0;
  for (const [index, each] of members.entries()) {
    at += (free * (gaps[index] ?? 0)) / whole;
    each.at = Math.floor(at);
    at += each.busyMs + PAUSE_MS;
  }
}
