/** What the keys of the console as a whole do: overlays, refresh, context, leaving. */

import { SCREENS, type ScreenName } from '../domain/screens.ts';
import type { PaletteEntry } from '../keys/available.ts';
import { type Handler, type HandlerSet, type HandlerStack, handlersFor } from '../keys/handlers.ts';
import type { CommandId } from '../keys/keymap.ts';
import { textLine } from '../keys/text-line.ts';
import type { Overlay, ShellStore } from '../stores/shell-store.ts';
import { type ChangeKeysOptions, changeHandlers } from './change-keys.ts';
import type { Dialogs } from './dialogs.ts';
import { missingHandlers } from './missing.ts';
import type { Navigation } from './navigation.ts';
import { type PaletteMatch, paletteMatches } from './palette.ts';
import { rolloutHandlers } from './rollouts/rollout-keys.ts';
import type { Rollouts } from './rollouts/rollouts.ts';

/** What the commands act on. */
export interface ConsoleCommandsOptions {
  readonly shell: ShellStore;
  readonly refresh: () => void;
  readonly quit: () => void;
  readonly suspend: () => void;
  readonly switchTo: (change: { readonly profile?: string; readonly region?: string }) => void;
  readonly navigation: Navigation;
  readonly dialogs: Dialogs;
  readonly changes: Omit<ChangeKeysOptions, 'focus' | 'say'>;
  /** Null before the session has opened. */
  readonly rollouts: () => Rollouts | null;
  /** What the palette offers over the given stack. */
  readonly paletteEntries: (stack: HandlerStack) => PaletteEntry[];
  /** Runs a command chosen by name. */
  readonly run: (command: CommandId, argument?: string) => void;
  /** Tells the person something. */
  readonly say: (text: string) => void;
}

/** Everything that may take keys now, topmost first: dialog or overlay, screen, console. */
export function handlerStack(options: ConsoleCommandsOptions): HandlerStack {
  const dialog = options.dialogs.keys();
  if (dialog) return [...dialog, everywhere(options)];
  const under = underOverlay(options);
  const { overlay } = options.shell.getState();
  if (overlay?.kind === 'help') return [helpHandlers(options, overlay), ...under];
  if (overlay?.kind === 'palette') return [...paletteHandlers(options, overlay), ...under];
  return under;
}

/** The stack without the overlay: what help explains and the palette runs. */
export function underOverlay(options: ConsoleCommandsOptions): HandlerStack {
  return [...options.navigation.current().keys(), screenHandlers(options), everywhere(options)];
}

/** The entries of the palette that match what is typed in it. */
export function matchesNow(options: ConsoleCommandsOptions, typed: string): PaletteMatch[] {
  return paletteMatches(typed, options.paletteEntries(underOverlay(options)));
}

function everywhere({ suspend }: ConsoleCommandsOptions): HandlerSet {
  return handlersFor('everywhere', { 'console.suspend': { run: suspend } });
}

function screenHandlers(options: ConsoleCommandsOptions): HandlerSet {
  const { shell, navigation, refresh, quit, switchTo, say } = options;
  const open = (overlay: Overlay): void => shell.setState({ overlay });
  return handlersFor('screens', {
    ...missingHandlers(),
    ...goHandlers(navigation),
    ...changeHandlers({ ...options.changes, say, focus: () => navigation.current().focus() }),
    ...rolloutHandlers({
      stores: options.changes.stores,
      rollouts: options.rollouts,
      focus: () => navigation.current().focus(),
      go: navigation.go,
      say,
    }),
    'help.toggle': { run: () => open({ kind: 'help', top: 0 }) },
    'palette.open': { run: () => open({ kind: 'palette', line: textLine(), chosen: 0 }) },
    'view.refresh': { run: refresh },
    'context.profile': {
      run: ({ argument: profile }) => (profile ? switchTo({ profile }) : say('Which one? :profile NAME')),
    },
    'context.region': {
      run: ({ argument: region }) => (region ? switchTo({ region }) : say('Which one? :region NAME')),
    },
    'go.back': {
      run: () => void navigation.back(),
      disabled: () => (shell.getState().trail.length > 1 ? null : 'Nothing to close; q quits'),
    },
    'go.leave': {
      run: () => {
        if (!navigation.back()) quit();
      },
    },
    'console.quit': { run: quit },
  });
}

/** One key per screen: for the name given in the palette, else for what is focused or marked. */
function goHandlers(navigation: Navigation): Partial<Record<`screen.${ScreenName}`, Handler>> {
  const targetsOf = (argument: string | null): readonly string[] =>
    argument === null ? navigation.current().focus() : [argument];
  return Object.fromEntries(
    SCREENS.map((screen): [string, Handler] => [
      `screen.${screen}`,
      {
        run: ({ argument }) => navigation.go(screen, targetsOf(argument)),
        disabled: (argument) => navigation.here(screen, targetsOf(argument)),
      },
    ]),
  );
}

function helpHandlers(
  { shell }: ConsoleCommandsOptions,
  { top }: Extract<Overlay, { kind: 'help' }>,
): HandlerSet {
  const close = { run: () => shell.setState({ overlay: null }) };
  // The overlay itself stops at its last line; only the top has to be kept here.
  const scroll = (lines: (page: number) => number) => ({
    run: () => {
      const page = Math.max(1, shell.getState().rows - 6);
      shell.setState({ overlay: { kind: 'help', top: Math.max(0, top + lines(page)) } });
    },
  });
  return handlersFor('help', {
    'help.toggle': close,
    'go.back': close,
    'go.leave': close,
    'move.down': scroll(() => 1),
    'move.up': scroll(() => -1),
    'move.page-down': scroll((page) => page),
    'move.page-up': scroll((page) => -page),
    'move.half-page-down': scroll((page) => Math.ceil(page / 2)),
    'move.half-page-up': scroll((page) => -Math.ceil(page / 2)),
    'move.first': scroll(() => -top),
    'move.last': scroll(() => Number.MAX_SAFE_INTEGER / 2),
  });
}

function paletteHandlers(
  options: ConsoleCommandsOptions,
  overlay: Extract<Overlay, { kind: 'palette' }>,
): HandlerSet[] {
  const { shell } = options;
  const { line, chosen } = overlay;
  const matches = matchesNow(options, line.text);
  const choose = (index: number): void =>
    shell.setState({ overlay: { ...overlay, chosen: Math.max(0, Math.min(matches.length - 1, index)) } });
  const close = (): void => shell.setState({ overlay: null });
  const submit = (): void => {
    const match = matches[chosen];
    if (!match) return;
    const { entry, argument } = match;
    if (entry.argument !== null && argument === null && entry.enabled) {
      shell.setState({ overlay: { ...overlay, line: textLine(`${entry.name} `), chosen: 0 } });
      return;
    }
    close();
    options.run(entry.command, argument ?? undefined);
  };
  return [
    handlersFor(
      'palette',
      {
        'palette.next': { run: () => choose(chosen + 1) },
        'palette.previous': { run: () => choose(chosen - 1) },
        'palette.complete': {
          run: () => {
            const match = matches[chosen];
            if (match)
              shell.setState({ overlay: { ...overlay, line: textLine(`${match.entry.name} `), chosen: 0 } });
          },
        },
      },
      {
        line,
        acceptsPaste: true,
        change: (typed) => shell.setState({ overlay: { kind: 'palette', line: typed, chosen: 0 } }),
        submit,
        cancel: close,
      },
    ),
  ];
}
