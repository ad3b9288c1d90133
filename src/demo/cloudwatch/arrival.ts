/** Seconds after an invocation's start before the first of its minute's data can be seen. */
const FIRST = 10;
/** Seconds after the minute's start by which most of its data is in. */
const MOST = 75;
/** Seconds after the minute's start by which all of it is in: until then a minute is provisional. */
const ALL = 180;

/**
 * The share (0–1) of a minute's data that CloudWatch has by now: Lambda's data arrives late, and its
 * timestamp is the invocation's start, so the running minute is partial and the last two still grow.
 */
export function arrivedShare(minute: number, now: number): number {
  const age = now / 1000 - minute * 60;
  if (age >= ALL) return 1;
  if (age <= FIRST) return 0;
  return age < MOST ? (0.92 * (age - FIRST)) / (MOST - FIRST) : 0.92 + (0.08 * (age - MOST)) / (ALL - MOST);
}
