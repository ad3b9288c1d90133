import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFrameGate, FRAME_MS } from '../../src/ui/terminal/frame-gate.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** A gate before an output that the test makes slow, and the times at which frames were drawn. */
function gateOfTest() {
  const waiting: (() => void)[] = [];
  const output = {
    isDrained: true,
    whenDrained: (callback: () => void) => void waiting.push(callback),
  };
  const gate = createFrameGate(output, () => Date.now());
  const frames: number[] = [];
  const start = Date.now();
  gate.subscribe(() => {
    expect(output.isDrained).toBe(true);
    frames.push(Date.now() - start);
  });
  return {
    gate,
    frames,
    fill() {
      output.isDrained = false;
    },
    drain() {
      output.isDrained = true;
      for (const callback of waiting.splice(0)) callback();
    },
  };
}

describe('a frame', () => {
  it('is drawn at once after a quiet time', async () => {
    const { gate, frames } = gateOfTest();
    gate.touch();
    await pass(0);
    expect(frames).toEqual([0]);
    await pass(1_000);
    gate.touch();
    await pass(0);
    expect(frames).toEqual([0, 1_000]);
  });

  it('is one for all that changed in the same turn', async () => {
    const { gate, frames } = gateOfTest();
    for (let change = 0; change < 1_000; change++) gate.touch();
    expect(frames).toEqual([]);
    await pass(1_000);
    expect(frames).toHaveLength(1);
  });

  it('comes at most some thirty times a second', async () => {
    const { gate, frames } = gateOfTest();
    for (let ms = 0; ms < 1_000; ms++) {
      gate.touch();
      await pass(1);
    }
    expect(frames.length).toBeLessThanOrEqual(Math.ceil(1_000 / FRAME_MS));
    expect(frames.length).toBeGreaterThan(25);
  });

  it('comes after the last change, so that nothing stays undrawn', async () => {
    const { gate, frames } = gateOfTest();
    gate.touch();
    await pass(10);
    gate.touch();
    await pass(1_000);
    expect(frames).toEqual([0, FRAME_MS]);
  });

  it('waits for the last one to leave the machine', async () => {
    const { gate, frames, fill, drain } = gateOfTest();
    fill();
    gate.touch();
    await pass(500);
    gate.touch();
    await pass(500);
    expect(frames).toEqual([]);
    drain();
    expect(frames).toEqual([1_000]);
    await pass(1_000);
    expect(frames).toEqual([1_000]);
  });

  it('is not drawn when nothing changed', async () => {
    const { frames } = gateOfTest();
    await pass(1_000);
    expect(frames).toEqual([]);
  });

  it('is told to all who listen, and no more to those who left', async () => {
    const { gate } = gateOfTest();
    const [stays, leaves] = [vi.fn(), vi.fn()];
    gate.subscribe(stays);
    gate.subscribe(leaves)();
    gate.touch();
    await pass(0);
    expect(stays).toHaveBeenCalledTimes(1);
    expect(leaves).not.toHaveBeenCalled();
  });
});

describe('a gate', () => {
  it('that is paused draws nothing, and what changed meanwhile when it is resumed', async () => {
    const { gate, frames } = gateOfTest();
    gate.touch();
    gate.pause();
    gate.touch();
    await pass(1_000);
    expect(frames).toEqual([]);
    gate.resume();
    await pass(0);
    expect(frames).toEqual([1_000]);
  });

  it('that is paused while the output is slow draws nothing when it drains', async () => {
    const { gate, frames, fill, drain } = gateOfTest();
    fill();
    gate.touch();
    await pass(10);
    gate.pause();
    drain();
    expect(frames).toEqual([]);
    gate.resume();
    await pass(0);
    expect(frames).toHaveLength(1);
  });

  it('that is resumed without a change draws nothing', async () => {
    const { gate, frames } = gateOfTest();
    gate.pause();
    gate.resume();
    await pass(1_000);
    expect(frames).toEqual([]);
  });

  it('that is stopped draws nothing any more, not even when paused and resumed', async () => {
    const { gate, frames, fill, drain } = gateOfTest();
    fill();
    gate.touch();
    await pass(10);
    gate.stop();
    drain();
    gate.pause();
    gate.resume();
    gate.touch();
    await pass(1_000);
    expect(frames).toEqual([]);
  });
});

it('never draws into a full output nor two frames within their shortest time, and always the last change', async () => {
  const step = fc.record({
    act: fc.constantFrom('touch', 'touch', 'fill', 'drain', 'pause', 'resume'),
    wait: fc.nat(50),
  });
  const property = fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
    const { gate, frames, fill, drain } = gateOfTest();
    const acts = {
      touch: () => gate.touch(),
      pause: () => gate.pause(),
      resume: () => gate.resume(),
      fill,
      drain,
    };
    for (const { act, wait } of steps) {
      acts[act as keyof typeof acts]();
      await pass(wait);
    }
    for (const [index, at] of frames.entries()) {
      if (index > 0) expect(at - (frames[index - 1] ?? 0)).toBeGreaterThanOrEqual(FRAME_MS);
    }
    const before = frames.length;
    drain();
    gate.resume();
    await pass(100);
    gate.touch();
    await pass(100);
    expect(frames.length).toBeGreaterThan(before);
  });
  await fc.assert(property);
});
