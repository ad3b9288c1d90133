/** The console around the screens: window, overlays, and what was just said to the person. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DialogState } from '../domain/dialog/answers.ts';
import type { ScreenName } from '../domain/screens.ts';

/** What lies over the screen. */
export type Overlay =
  | { readonly kind: 'help'; readonly top: number }
  | {
      readonly kind: 'palette';
      /** What is typed after the colon; `cursor` counts graphemes. */
      readonly line: { readonly text: string; readonly cursor: number };
      /** Index of the chosen entry among those that match. */
      readonly chosen: number;
    };

/** One transient message; always in the log file too. */
export interface Flash {
  readonly text: string;
  readonly level: 'info' | 'warn' | 'error';
  /** ms since the epoch until which it is shown. */
  readonly until: number;
}

/** State of the console as a whole. */
export interface ShellState {
  /** ms since the epoch; advances once a second, so that ages on the screen do. */
  readonly now: number;
  readonly columns: number;
  readonly rows: number;
  /** The screens that are open, the first one first; the last one has the window. */
  readonly trail: readonly ScreenName[];
  readonly overlay: Overlay | null;
  /** The dialog that has the keys; null when none is open. */
  readonly dialog: DialogState | null;
  readonly flash: Flash | null;
}

/** The store behind everything that is not a screen. */
export type ShellStore = StoreApi<ShellState>;

/** A console that has just opened. */
export function createShellStore(now: number, columns: number, rows: number): ShellStore {
  return createStore<ShellState>(() => ({
    now,
    columns,
    rows,
    trail: ['functions'],
    overlay: null,
    dialog: null,
    flash: null,
  }));
}
