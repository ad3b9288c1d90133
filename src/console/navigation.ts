/** Which screens are open: a trail from the functions to where the person is. Leaving one shows the one before. */
import type { OpenScreen, OpensScreen, ScreenHost } from '../../screens/screen.ts';
import type { ScreenName } from '../domain/screens.ts';
import type { ShellStore } from '../stores/shell-store.ts';
import { FIRST, LATER } from './screens.ts';

/** What the navigation needs. */
export interface NavigationOptions {
  readonly shell: ShellStore;
  /** What screens opened from now on are lent: that of the session which is open now. */
  readonly host: () => ScreenHost;
  /** A screen's program could not be loaded. */
  readonly onFailure: (thrown: unknown) => void;
}

/** The way from screen to screen. */
export interface Navigation {
  /** The screen that has the window. */
  readonly current: () => OpenScreen;
  /** Opens a screen over the present one; goes back to it when it is open for the same targets already. */
  readonly go: (name: ScreenName, targets: readonly string[]) => void;
  /** Why `go` would do nothing; null when it would do something. */
  readonly here: (name: ScreenName, targets: readonly string[]) => string | null;
  /** Closes the present screen and shows the one before; false at the first. */
  readonly back: () => boolean;
  /** Closes every screen and begins anew, for another session. */
  readonly restart: () => void;
  /** Loads every screen, so that opening one takes no time. */
  readonly preload: () => Promise<void>;
}

interface Stop {
  readonly name: ScreenName;
  readonly targets: readonly string[];
  readonly screen: OpenScreen;
}

/** The navigation of one console, at its first screen; `filter` is what that screen was asked to show. */
export function createNavigation(options: NavigationOptions, filter: string | null): Navigation {
  const { shell, host, onFailure } = options;
  const first = (targets: readonly string[]): Stop => ({
    name: 'functions',
    targets: [],
    screen: FIRST(host(), targets),
  });
  let trail: readonly [Stop, ...Stop[]] = [first(filter === null ? [] : [filter])];

  const show = (next: typeof trail): void => {
    for (const { screen } of trail) if (!next.some((stop) => stop.screen === screen)) screen.close();
    trail = next;
    shell.setState({ trail: next.map(({ name }) => name), overlay: null });
  };
  const last = (): Stop => trail.at(-1) ?? trail[0];
  const indexOf = (name: ScreenName, targets: readonly string[]): number =>
    trail.findIndex(
      (stop) => stop.name === name && (name === 'functions' || sameTargets(stop.targets, targets)),
    );

  const open = (name: ScreenName, targets: readonly string[], opens: OpensScreen): void => {
    show([...trail, { name, targets, screen: opens(host(), targets) }]);
  };

  return {
    current: () => last().screen,
    go(name, targets) {
      const index = indexOf(name, targets);
      if (index >= 0) {
        show(trail.slice(0, index + 1) as [Stop, ...Stop[]]);
        return;
      }
      const from = last();
      LATER[name]?.().then((opens) => {
        // The person may have gone elsewhere while it was loading.
        if (last() === from) open(name, targets, opens);
      }, onFailure);
    },
    here: (name, targets) => (indexOf(name, targets) === trail.length - 1 ? 'you are here' : null),
    back() {
      if (trail.length === 1) return false;
      show(trail.slice(0, -1) as [Stop, ...Stop[]]);
      return true;
    },
    restart() {
      show([first([])]);
    },
    async preload() {
      await Promise.all(Object.values(LATER).map((load) => load())).catch(onFailure);
    },
  };
}

function sameTargets(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((target, index) => target === other[index]);
}
