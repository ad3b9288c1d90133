/**
 * What a screen is to the console: it is opened for what was focused, draws the body of the window, says what its
 * keys do, and is closed. Each folder beside this file has an `open.ts` that opens its screen.
 */
import type { ComponentType } from 'react';
import type { Entry } from '../src/domain/changes/entry.ts';
import type { ScreenName } from '../src/domain/screens.ts';
import type { HandlerStack } from '../src/keys/handlers.ts';
import type { SessionStores } from '../src/stores/session-stores.ts';
import type { Flash } from '../src/stores/shell-store.ts';
import type { Theme } from '../src/ui/theme.ts';

/** What the body of the window is drawn with, once a frame. */
export interface BodyProps {
  /** Columns of the window. */
  readonly width: number;
  /** Lines the body fills, at least 5. */
  readonly height: number;
  readonly theme: Theme;
  /** ms since the epoch; advances once a second. */
  readonly now: number;
  /** Styled lines that say why nothing of the account is known yet, and what to do; null once functions are. */
  readonly unread: readonly string[] | null;
}

/** Text for a file of the person's. */
export interface SaveRequest {
  /** As it was typed: relative to where lambdatop was started, or from `~` on. */
  readonly file: string;
  /** Rows of text, made while they are written. */
  readonly rows: Iterable<string>;
  /** Replaces what is there; else a file that exists is left alone. */
  readonly overwrite: boolean;
}

/** What the console lends to a screen. */
export interface ScreenHost {
  readonly stores: SessionStores;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Says something in the footer, for a few seconds, and in the log file. */
  readonly say: (text: string, level?: Flash['level']) => void;
  /** Puts text on the person's clipboard, and says so. */
  readonly copy: (text: string, what: string) => void;
  /** Writes text to a file, and says where, how many of `what`, or why not; `again` is the command that overwrites. */
  readonly save: (request: SaveRequest, what: string, again: string) => void;
  /** Opens the dialog that takes a journal entry back. */
  readonly undo: (entry: Entry) => void;
  /** Opens the dialog that has a queue, by ARN, keep its messages for so many seconds. */
  readonly retain: (queueArn: string, forS: number) => void;
  /** Opens another screen over this one. */
  readonly go: (screen: ScreenName, targets: readonly string[]) => void;
}

/** A screen that is open. Everything in it is kept by name or ARN, never by row. */
export interface OpenScreen {
  readonly Body: ComponentType<BodyProps>;
  /**
   * What its keys do, topmost first. `go.back` belongs to it only while there is something of its own to close:
   * otherwise the console goes back to the screen before.
   */
  readonly keys: () => HandlerStack;
  /** What other screens open for, when called from here: the marked functions, else the focused one or its alias. */
  readonly focus: () => readonly string[];
  /** When what it shows was frozen, ms since the epoch; null while it is live. */
  readonly frozenAt: () => number | null;
  /** It is shown no more and will not be again: whatever it reads has to stop. */
  readonly close: () => void;
}

/**
 * Opens a screen for `targets`, function names as a rule; none when nothing was focused. What is not there any
 * more, or never was, is the screen's to say.
 */
export type OpensScreen = (host: ScreenHost, targets: readonly string[]) => OpenScreen;
