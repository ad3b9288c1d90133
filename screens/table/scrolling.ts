/** What the keys that move do where there is no cursor: a text longer than the window is scrolled. */
import type { Handler } from '../../src/keys/handlers.ts';

/** A text and how much of it is seen. */
export interface ScrolledText {
  /** Lines of the whole text. */
  readonly lines: number;
  /** Lines the window shows of it. */
  readonly shown: number;
}

/** Nothing is as long as this, and it can still be added to. */
const END = Number.MAX_SAFE_INTEGER / 2;

/**
 * The handlers.
 *
 * @param top the first line that is seen, from 0; may lie behind the end, where the text has become shorter
 * @param setTop is told a line from which on the window is full, or 0
 */
export function scrollHandlers(size: () => ScrolledText, top: () => number, setTop: (top: number) => void) {
  const scroll = (distance: (shown: number) => number): Handler => ({
    run: () => {
      const { lines, shown } = size();
      const last = Math.max(0, lines - shown);
      setTop(Math.max(0, Math.min(last, Math.min(top(), last) + distance(shown))));
    },
  });
  return {
    'move.down': scroll(() => 1),
    'move.up': scroll(() => -1),
    'move.page-down': scroll((shown) => shown),
    'move.page-up': scroll((shown) => -shown),
    'move.half-page-down': scroll((shown) => Math.ceil(shown / 2)),
    'move.half-page-up': scroll((shown) => -Math.ceil(shown / 2)),
    'move.first': scroll(() => -END),
    'move.last': scroll(() => END),
  } satisfies Record<string, Handler>;
}
