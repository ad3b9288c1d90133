/** Memory: a console or a tail stays open all day beside other work, and V8 by itself prefers speed to modesty. */

/** Room for short-lived objects, bytes. A few frames' worth: with less, what is still needed is moved about. */
const YOUNG_BYTES = 16e6;

/**
 * How much the old generation may grow by between two full collections, as a percentage of what is alive: with
 * 50, a flood of 20,000 log lines a second takes the console some 15 MB further, and no less of the processor.
 */
const GROWTH_PERCENT = 30;

/** How often the young generation is looked at until it has its size, ms. */
const LOOK_MS = 100;

/**
 * Keeps the heap near what is alive in it (some 30 MB with 10,000 functions). Left alone, on a machine with much
 * memory, V8 doubles the young generation up to 128 MB in bursts such as loading a large account, and lets the old
 * one grow to four times what is alive; neither is given back. There is no option of Node for a running process;
 * V8 reads both flags anew each time it grows. Returns the way out.
 */
export function keepHeapSmall(): () => void {
  // Loaded only here: most commands end before any of this matters.
  const { getHeapSpaceStatistics, setFlagsFromString } = process.getBuiltinModule('node:v8');
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
  const look = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    if (young && young.space_size < YOUNG_BYTES) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    clearInterval(look);
  }, LOOK_MS);
  return () => clearInterval(look);
}
