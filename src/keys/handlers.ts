import type { CommandId, CommandIn } from './keymap.ts';
import { covers, isPlace, type Place, type Scope } from './scopes.ts';
import type { TextField } from './text-line.ts';

/** What a handler is told about how it was called. */
interface RunContext {
  readonly command: CommandId;
  /** What followed the name in the palette, trimmed; null when nothing did or a key was pressed. */
  readonly argument: string | null;
}

/** What a command does in one place. */
export interface Handler {
  /** Runs at once, and leaves the stack as it should be for the next key: open overlays before returning. */
  run(context: RunContext): void;
  /** Why it cannot run now, with what was typed behind its name, as a sentence for the person; null when it can. */
  disabled?(argument: RunContext['argument']): string | null;
}

/** The handlers of a screen, an overlay, or the whole console. */
export interface HandlerSet<S extends Scope = Scope> {
  readonly scope: S;
  readonly handlers: Readonly<Partial<Record<CommandIn<S>, Handler>>>;
  /** The text field that has the keys while this set is on top. */
  readonly text?: TextField;
}

/**
 * What may take keys now, the topmost first: text entry, overlay, screen, console. The first set whose scope
 * is a single place decides where the person is; a set below takes part only if its scope covers that place
 * (so a dialog covers the screen, but not the console's `everywhere`).
 */
export type HandlerStack = readonly HandlerSet[];

/**
 * The handlers of one scope. A command that does not exist, or that has no keys there, does not compile:
 *
 *     handlersFor('functions', {
 *       'mark.toggle': { run: () => toggleMark(view) },
 *       'function.kill': { run: () => openKill(row()), disabled: () => (row() ? null : 'No function here') },
 *     });
 */
export function handlersFor<S extends Scope>(
  scope: S,
  handlers: Readonly<Partial<Record<CommandIn<S>, Handler>>>,
  text?: TextField,
): HandlerSet<S> {
  return text ? { scope, handlers, text } : { scope, handlers };
}

/** Where the person is, and the field being typed into there. */
export interface Focus {
  readonly place: Place;
  readonly text: TextField | null;
}

/** Where the person is; null when nothing takes keys. */
export function focusOf(stack: HandlerStack): Focus | null {
  for (const { scope, text } of stack) {
    if (isPlace(scope)) return { place: scope, text: text ?? null };
  }
  return null;
}

/** The handler that runs `command` in `place`, or null when nobody there does. */
export function handlerOf(stack: HandlerStack, place: Place, command: CommandId): Handler | null {
  for (const { scope, handlers } of stack) {
    const handler = (handlers as HandlerSet['handlers'])[command];
    if (handler && covers([scope], place)) return handler;
  }
  return null;
}
