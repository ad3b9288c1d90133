import fc from 'fast-check';
import { expect, it } from 'vitest';
import { largestReservation } from '../../../src/domain/concurrency/reservation.ts';

it('leaves the floor to the functions without a reservation', () => {
  expect(largestReservation({ unreserved: 640, present: null, floor: null })).toBe(540);
  expect(largestReservation({ unreserved: 640, present: 25, floor: 100 })).toBe(565);
  expect(largestReservation({ unreserved: 40, present: null, floor: 10 })).toBe(30);
});

it('is never less than what the function has, and never below nothing', () => {
  const room = fc.record({
    unreserved: fc.nat(3_000),
    present: fc.option(fc.nat(1_000)),
    floor: fc.option(fc.integer({ min: 0, max: 200 })),
  });
  fc.assert(
    fc.property(room, (room) => {
      const most = largestReservation(room);
      expect(most).toBeGreaterThanOrEqual(room.present ?? 0);
      const left = room.unreserved + (room.present ?? 0) - most;
      // Whoever is given more than before leaves exactly the floor.
      if (most > (room.present ?? 0)) expect(left).toBe(room.floor ?? 100);
    }),
  );
});
