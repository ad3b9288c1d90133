/** How much of the account's concurrency one function may reserve. */

/** AWS keeps at least this much for functions without a reservation, unless the account has a floor of its own. */
export const USUAL_FLOOR = 100;

/** What decides about it. */
export interface ReservationRoom {
  /** What is left of the account's limit after all reservations. */
  readonly unreserved: number;
  /** The function's own reservation, which it may count as room; null = unset. */
  readonly present: number | null;
  /** The account's floor, as AWS told it in a refusal (10, 50 and 100 were seen); null = not known. */
  readonly floor: number | null;
}

/** The largest reservation AWS will grant; never less than what the function has. 0 is granted always. */
export function largestReservation({ unreserved, present, floor }: ReservationRoom): number {
  const own = present ?? 0;
  return Math.max(own, unreserved + own - (floor ?? USUAL_FLOOR));
}
