/**
 * Dialogs: opens them, gives them the keys, and sees to it that nothing is answered unseen. Input from the read
 * that opened a dialog, or from before its first frame has left the machine, is dropped (dispatcher.holdInput).
 */
import {
  type DialogState,
  focused,
  holds,
  moveFocus,
  nextOption,
  openedDialog,
  reasonAgainstButton,
  typedIn,
  typingField,
  withContent,
  withTyped,
} from '../domain/dialog/answers.ts';
import type { DialogContent } from '../domain/dialog/content.ts';
import { type HandlerSet, handlersFor } from '../keys/handlers.ts';
import type { TextField } from '../keys/text-line.ts';
import type { ShellStore } from '../stores/shell-store.ts';

/** A dialog and what its answers do. */
export interface DialogSpec {
  readonly content: DialogContent;
  /** Another option was chosen: the owner updates the content with it. */
  readonly onChoose?: (choice: string, value: string) => void;
  /** Enter in a field that takes anything; `text` is not empty. Without this, Enter goes on to the next one. */
  readonly onEnter?: (field: string, text: string) => void;
  /** A button was pressed that could be; `typed` by id of the field, without blanks at its ends. */
  readonly onPress: (button: string, typed: Readonly<Record<string, string>>) => void;
  /** Esc, `q` or Ctrl-C: as a rule closes it. */
  readonly onCancel: () => void;
}

/** A dialog that is open, or waits for another to be closed. */
export interface DialogHandle {
  update(content: DialogContent): void;
  /** Says in the dialog why a key did nothing. */
  note(text: string): void;
  /** Gives the focus to a choice, field or button. */
  focus(id: string): void;
  /** Whether it has not been closed. */
  isOpen(): boolean;
  /** Takes it away; after that the handle does nothing. */
  close(): void;
}

/** What the dialogs need. */
export interface DialogsOptions {
  readonly shell: ShellStore;
  readonly holdInput: () => () => void;
  /** Calls back when the frame being drawn has left the machine. */
  readonly afterFlush: (callback: () => void) => void;
  /** How many lines of the sections there are, and how many are in sight. */
  readonly roomOf: (state: DialogState) => { readonly lines: number; readonly shown: number };
  /** The window cannot show it: nothing may be answered. */
  readonly isTooSmall: () => boolean;
}

/** All dialogs of a console; one is open at a time, others wait for it. */
export interface Dialogs {
  readonly open: (spec: DialogSpec) => DialogHandle;
  /** What takes the keys while one is open; null when none is. */
  readonly keys: () => readonly HandlerSet[] | null;
  /** The dialog with this id has been drawn. */
  readonly onDrawn: (id: number) => void;
  /** Says in the dialog that is open why a key did nothing; false when none is. */
  readonly note: (text: string) => boolean;
  /** Takes all of them away: another session begins. */
  readonly closeAll: () => void;
}

interface Open {
  readonly id: number;
  readonly spec: DialogSpec;
  content: DialogContent;
}

/** The dialogs of one console; their state is in the shell store. */
export function createDialogs(options: DialogsOptions): Dialogs {
  const { shell } = options;
  let lastId = 0;
  let queue: Open[] = [];
  let release = (): void => {};

  const state = (): DialogState | null => shell.getState().dialog;
  const set = (dialog: DialogState | null): void => shell.setState({ dialog });

  /** Shows the first one of the queue. */
  const showNext = (): void => {
    release();
    const [next] = queue;
    if (!next) {
      set(null);
      return;
    }
    release = options.holdInput();
    set(openedDialog(next.id, next.content));
  };

  const change = (step: (state: DialogState) => DialogState): void => {
    const now = state();
    if (now) set(step(now));
  };

  const open = (spec: DialogSpec): DialogHandle => {
    lastId += 1;
    const mine: Open = { id: lastId, spec, content: spec.content };
    queue.push(mine);
    if (queue.length === 1) showNext();
    return {
      update(content) {
        mine.content = content;
        if (state()?.id === mine.id) change((now) => withContent(now, content));
      },
      note(text) {
        if (state()?.id === mine.id) change((now) => ({ ...now, note: text }));
      },
      focus(id) {
        if (state()?.id === mine.id) change((now) => ({ ...now, focus: id }));
      },
      isOpen: () => queue.includes(mine),
      close() {
        const isShown = queue[0] === mine;
        queue = queue.filter((other) => other !== mine);
        if (isShown) showNext();
      },
    };
  };

  const press = (button: string): void => {
    const now = state();
    const [current] = queue;
    const found = now?.content.buttons.find(({ id }) => id === button);
    if (!now || !current || !found || options.isTooSmall()) return;
    const reason = reasonAgainstButton(now, found);
    if (reason !== null) {
      set({ ...now, note: reason });
      return;
    }
    set({ ...now, note: null });
    const typed = now.content.fields.map((field) => [field.id, typedIn(now, field).text.trim()]);
    current.spec.onPress(button, Object.fromEntries(typed));
  };

  const choose = (step: 1 | -1): void => {
    const now = state();
    const stop = now && focused(now);
    if (!stop) return;
    if (stop.kind === 'choice') queue[0]?.spec.onChoose?.(stop.choice.id, nextOption(stop.choice, step));
    else change((current) => moveFocus(current, step));
  };

  /** Enter where the focus is: a button is pressed, anything else is left for what comes next. */
  const enter = (): void => {
    const now = state();
    const stop = now && focused(now);
    if (stop?.kind === 'button') press(stop.button.id);
    else change((current) => moveFocus(current, 1));
  };

  /** Enter in a field: with nothing typed at all, what is preferred; else on to the next field, at last the deed. */
  const submit = (): void => {
    const now = state();
    const field = now && typingField(now);
    if (!now || !field) return;
    const { fields, buttons, preferred } = now.content;
    if (fields.every((one) => typedIn(now, one).text.trim() === '')) {
      press(preferred);
      return;
    }
    const { onEnter } = queue[0]?.spec ?? {};
    if (field.expected === null && onEnter && holds(now, field)) {
      onEnter(field.id, typedIn(now, field).text.trim());
      return;
    }
    const next = fields.find((one) => !holds(now, one));
    if (holds(now, field) && next) change((current) => ({ ...current, focus: next.id, note: null }));
    else press(buttons.find(({ needsFields }) => needsFields)?.id ?? preferred);
  };

  const scroll = (lines: (shown: number) => number): void =>
    change((now) => {
      const room = options.roomOf(now);
      const top = Math.min(now.top, room.lines - room.shown) + lines(room.shown);
      return { ...now, top: Math.max(0, Math.min(top, room.lines - room.shown)) };
    });

  const textField = (now: DialogState): TextField | undefined => {
    const field = typingField(now);
    if (!field) return undefined;
    const inField = (): boolean => focused(state() ?? now)?.kind === 'field';
    return {
      line: typedIn(now, field),
      acceptsPaste: false,
      // Characters always go to the field; the keys that also work elsewhere only while it has the focus.
      declines: (key) => !inField() && (key === 'left' || key === 'right' || key === 'submit'),
      change: (line) => change((current) => withTyped(current, field, line)),
      submit,
      cancel: () => queue[0]?.spec.onCancel(),
    };
  };

  const keys = (): readonly HandlerSet[] | null => {
    const now = state();
    if (!now) return null;
    const cancel = { run: () => queue[0]?.spec.onCancel() };
    const move = (step: 1 | -1) => ({ run: () => change((current) => moveFocus(current, step)) });
    const set = handlersFor(
      'dialog',
      {
        'dialog.press': { run: enter },
        'dialog.next': move(1),
        'dialog.previous': move(-1),
        'dialog.right': { run: () => choose(1) },
        'dialog.left': { run: () => choose(-1) },
        'move.down': move(1),
        'move.up': move(-1),
        'move.page-down': { run: () => scroll((shown) => shown) },
        'move.page-up': { run: () => scroll((shown) => -shown) },
        'move.half-page-down': { run: () => scroll((shown) => Math.ceil(shown / 2)) },
        'move.half-page-up': { run: () => scroll((shown) => -Math.ceil(shown / 2)) },
        'move.first': { run: () => scroll(() => Number.MIN_SAFE_INTEGER) },
        'move.last': { run: () => scroll(() => Number.MAX_SAFE_INTEGER / 2) },
        'go.back': cancel,
        'go.leave': cancel,
      },
      textField(now),
    );
    return [set];
  };

  return {
    open,
    keys,
    onDrawn(id) {
      const held = release;
      options.afterFlush(() => {
        if (state()?.id === id && held === release) held();
      });
    },
    note(text) {
      if (!state()) return false;
      change((now) => ({ ...now, note: text }));
      return true;
    },
    closeAll() {
      queue = [];
      showNext();
    },
  };
}
