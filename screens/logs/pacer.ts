/** Turns many changes into few: the first at once, then no more than one in so many ms, the last one always. */

/** See the file's head. */
export interface Pacer {
  readonly touch: () => void;
  readonly stop: () => void;
}

/** A pacer that calls back at most every `ms`; `now` is a time in ms. */
export function createPacer(ms: number, now: () => number, callBack: () => void): Pacer {
  let last = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const call = (): void => {
    timer = undefined;
    last = now();
    callBack();
  };
  return {
    touch() {
      if (timer || isStopped) return;
      const wait = last + ms - now();
      if (wait <= 0) call();
      else timer = setTimeout(call, wait);
    },
    stop() {
      clearTimeout(timer);
      isStopped = true;
    },
  };
}
