import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../src/domain/app-error.ts';
import { backoffMs, createPoller } from '../../src/feeds/poller.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** One reading that the test answers by hand. */
interface Reading {
  readonly signal: AbortSignal;
  /** It succeeded; the next one is due after so many ms. */
  done(delayMs: number): Promise<void>;
  fails(error?: Error): Promise<void>;
}

/** A poller whose readings the test answers. The back-off is at its longest: no jitter. */
function pollerOfTest() {
  const readings: Reading[] = [];
  const errors: AppError[] = [];
  let running = 0;
  let most = 0;
  const poller = createPoller({
    read: (signal) => {
      running += 1;
      most = Math.max(most, running);
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const end = async (settle: () => void) => {
        running -= 1;
        settle();
        await vi.advanceTimersByTimeAsync(0);
      };
      readings.push({
        signal,
        done: (delayMs) => end(() => resolve(delayMs)),
        fails: (error = new AppError('unreachable', 'no route')) => end(() => reject(error)),
      });
      return promise;
    },
    onError: (error) => errors.push(error),
    random: () => 0,
  });
  return {
    poller,
    readings,
    errors,
    /** Most readings that were under way at once. */
    mostAtOnce: () => most,
    /** The reading under way. */
    last: () => readings[readings.length - 1] as Reading,
  };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('a poller', () => {
  it('reads at once, and again after the delay that each reading asks for', async () => {
    const { poller, readings, last } = pollerOfTest();
    poller.start();
    expect(readings).toHaveLength(1);
    await last().done(5_000);
    await pass(4_999);
    expect(readings).toHaveLength(1);
    await pass(1);
    expect(readings).toHaveLength(2);
    await last().done(100);
    await pass(100);
    expect(readings).toHaveLength(3);
  });

  it('started twice is started once', async () => {
    const { poller, readings } = pollerOfTest();
    poller.start();
    poller.start();
    await pass(60_000);
    expect(readings).toHaveLength(1);
  });

  it('does nothing before it is started', async () => {
    const { poller, readings } = pollerOfTest();
    poller.refresh();
    poller.nudge();
    await pass(60_000);
    expect(readings).toHaveLength(0);
  });

  it('asked to refresh, does not wait for its turn', async () => {
    const { poller, readings, last } = pollerOfTest();
    poller.start();
    await last().done(60_000);
    poller.refresh();
    await pass(0);
    expect(readings).toHaveLength(2);
    await last().done(60_000);
    await pass(59_999);
    expect(readings).toHaveLength(2);
  });

  it('asked to refresh during a reading, reads once more right after it', async () => {
    const { poller, readings, last, mostAtOnce } = pollerOfTest();
    poller.start();
    poller.refresh();
    poller.refresh();
    poller.nudge();
    await pass(1_000);
    expect(readings).toHaveLength(1);
    await last().done(60_000);
    expect(readings).toHaveLength(2);
    await last().done(60_000);
    expect(readings).toHaveLength(2);
    expect(mostAtOnce()).toBe(1);
  });

  it('nudged during a reading, reads once more right after it', async () => {
    const { poller, readings, last } = pollerOfTest();
    poller.start();
    poller.nudge();
    await last().done(60_000);
    expect(readings).toHaveLength(2);
  });
});

describe('a poller that fails', () => {
  it('tells, waits twice as long each time, and starts over after a success', async () => {
    const { poller, readings, errors, last } = pollerOfTest();
    poller.start();
    for (const wait of [1_000, 2_000, 4_000, 8_000]) {
      const before = readings.length;
      await last().fails();
      await pass(wait - 1);
      expect(readings).toHaveLength(before);
      await pass(1);
      expect(readings).toHaveLength(before + 1);
    }
    expect(errors.map(({ code }) => code)).toEqual(Array(4).fill('unreachable'));
    await last().done(10);
    await pass(10);
    const before = readings.length;
    await last().fails();
    await pass(1_000);
    expect(readings).toHaveLength(before + 1);
  });

  it('goes on after a bug, and names it one', async () => {
    const { poller, readings, errors, last } = pollerOfTest();
    poller.start();
    await last().fails(new TypeError('x is not a function'));
    expect(errors[0]).toMatchObject({ code: 'bug' });
    await pass(1_000);
    expect(readings).toHaveLength(2);
  });

  it('reads at once when asked to refresh, and then begins its waits anew', async () => {
    const { poller, readings, last } = pollerOfTest();
    poller.start();
    await last().fails();
    await pass(1_000);
    await last().fails();
    poller.refresh();
    await pass(0);
    expect(readings).toHaveLength(3);
    await last().fails();
    await pass(1_000);
    expect(readings).toHaveLength(4);
  });

  it('is not hurried by a nudge, neither while it waits nor by one that came during the failing reading', async () => {
    const { poller, readings, last } = pollerOfTest();
    poller.start();
    poller.nudge();
    await last().fails();
    poller.nudge();
    await pass(999);
    expect(readings).toHaveLength(1);
    await pass(1);
    expect(readings).toHaveLength(2);
    poller.nudge();
    await last().fails();
    await pass(1_999);
    expect(readings).toHaveLength(2);
  });

  it('waits at least half and at most all of its back-off, a minute at the longest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, random) => {
          const full = Math.min(60_000, 1_000 * 2 ** (failures - 1));
          expect(backoffMs(failures, random)).toBeGreaterThanOrEqual(full / 2);
          expect(backoffMs(failures, random)).toBeLessThanOrEqual(full);
        },
      ),
    );
  });
});

describe('a poller that is stopped', () => {
  it('aborts the reading that runs, and nothing happens after', async () => {
    const { poller, readings, errors, last } = pollerOfTest();
    poller.start();
    poller.refresh();
    poller.stop();
    expect(last().signal.aborted).toBe(true);
    await last().fails(new AppError('interrupted', 'stopped'));
    poller.refresh();
    poller.nudge();
    await pass(120_000);
    expect(readings).toHaveLength(1);
    expect(errors).toHaveLength(0);
  });

  it('plans no other when the reading comes back all the same', async () => {
    const { poller, readings, last } = pollerOfTest();
    poller.start();
    poller.stop();
    await last().done(10);
    await pass(120_000);
    expect(readings).toHaveLength(1);
  });

  it('does not read at the time it had planned', async () => {
    const { poller, readings, last } = pollerOfTest();
    poller.start();
    await last().done(1_000);
    poller.stop();
    await pass(120_000);
    expect(readings).toHaveLength(1);
  });

  it('can be started again, without the waits of before', async () => {
    const { poller, readings, last } = pollerOfTest();
    poller.start();
    await last().fails();
    poller.stop();
    poller.start();
    expect(readings).toHaveLength(2);
    expect(last().signal.aborted).toBe(false);
    await last().fails();
    await pass(1_000);
    expect(readings).toHaveLength(3);
  });

  it('and started again is not confused by the old reading’s end', async () => {
    const { poller, readings } = pollerOfTest();
    poller.start();
    poller.stop();
    poller.start();
    await readings[0]?.done(0);
    poller.refresh();
    await pass(60_000);
    expect(readings).toHaveLength(2);
    await readings[1]?.done(60_000);
    expect(readings).toHaveLength(3);
  });
});

it('never reads twice at once, whatever is asked of it and whenever', async () => {
  const act = fc.constantFrom('refresh', 'nudge', 'done', 'fail', 'wait');
  const property = fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
    const { poller, last, mostAtOnce, readings } = pollerOfTest();
    let answered = 0;
    poller.start();
    for (const one of acts) {
      const isRunning = readings.length > answered;
      if (one === 'refresh') poller.refresh();
      else if (one === 'nudge') poller.nudge();
      else if (one === 'wait') await pass(700);
      else if (isRunning) {
        answered += 1;
        await (one === 'done' ? last().done(500) : last().fails());
      }
    }
    expect(mostAtOnce()).toBe(1);
    poller.stop();
  });
  await fc.assert(property);
});
