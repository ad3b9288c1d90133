/** What feeds that serve the rows on the screen have in common: they are told what is visible. */
import type { Poller } from './poller.ts';

/** A feed that reads only for the rows somebody looks at. */
export interface RowsFeed extends Poller {
  /** Names of the functions on the screen now, top first; those without fresh data are read soon. */
  show(names: readonly string[]): void;
}

/** A cursor that rests this long, ms, on new rows has them read: long enough that holding `j` costs nothing. */
const REST_MS = 250;

/** Makes a RowsFeed of a poller: nudges it once the view has come to rest on rows that `isDue`. */
export function followRows(
  poller: Poller,
  { isDue, onShow }: { isDue: (name: string) => boolean; onShow: (names: readonly string[]) => void },
): RowsFeed {
  let rest: NodeJS.Timeout | undefined;
  return {
    ...poller,
    stop() {
      clearTimeout(rest);
      poller.stop();
    },
    show(names) {
      onShow(names);
      clearTimeout(rest);
      if (names.some(isDue)) rest = setTimeout(poller.nudge, REST_MS);
    },
  };
}
