/** Keys to commands: the dispatcher with everything it needs, and what is said to the person about keys. */

import type { SaveRequest } from '../../screens/screen.ts';
import type { Clock } from '../domain/clock.ts';
import type { Logger } from '../domain/logger.ts';
import type { AvailableCommand } from '../keys/available.ts';
import { createDispatcher, type Dispatcher } from '../keys/dispatcher.ts';
import { keyLabel } from '../keys/key-names.ts';
import { keymap } from '../keys/keymap.ts';
import { createShellStore, type Flash, type ShellStore } from '../stores/shell-store.ts';
import { dialogRoom } from '../ui/dialog/Dialog.tsx';
import { copySequence } from '../ui/terminal/clipboard.ts';
import type { FrameOutput } from '../ui/terminal/frame-output.ts';
import type { Theme } from '../ui/theme.ts';
import { askToRetain, askToUndo } from './change-keys.ts';
import { type ConsoleCommandsOptions, handlerStack, matchesNow, underOverlay } from './commands.ts';
import { createDialogs, type Dialogs } from './dialogs.ts';
import { createNavigation, type Navigation } from './navigation.ts';
import type { PaletteMatch } from './palette.ts';
import { savedWords, saveFile } from './save-file.ts';
import type { Session } from './session.ts';
import { isTooSmall, roomForDialog } from './window.ts';

/** How long a message stands in the footer, ms. What went wrong is read more than once. */
const FLASH_MS = { info: 5_000, warn: 5_000, error: 15_000 } as const;

/** What the controls need. */
export interface ControlsOptions {
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
  readonly output: FrameOutput;
  /** The session that is open now. */
  readonly session: () => Session;
  /** What the first screen was asked to show; null for everything. */
  readonly filter: string | null;
  readonly quit: () => void;
  readonly suspend: () => void;
  readonly switchTo: ConsoleCommandsOptions['switchTo'];
  /** Calls back when the frame being drawn has left the machine. */
  readonly afterFlush: (callback: () => void) => void;
  readonly theme: Theme;
}

/** What the window and the terminal need of them. */
export interface Controls {
  readonly shell: ShellStore;
  readonly navigation: Navigation;
  readonly dispatcher: Dispatcher;
  readonly dialogs: Dialogs;
  readonly say: (text: string, level?: Flash['level']) => void;
  readonly commandsOfScreen: () => AvailableCommand[];
  readonly paletteMatches: (typed: string) => PaletteMatch[];
  /** Advances the time on the screen. */
  readonly tick: () => void;
}

/** Wires keys, commands and messages. */
export function createControls(options: ControlsOptions): Controls {
  const { clock, logger, output, session } = options;
  const shell = createShellStore(clock.now(), output.columns, output.rows);
  output.on('resize', () => shell.setState({ columns: output.columns, rows: output.rows }));

  const say = (text: string, level: Flash['level'] = 'info'): void => {
    logger.info(`said: ${text}`);
    shell.setState({ flash: { text, level, until: clock.now() + FLASH_MS[level] } });
  };

  const copy = (text: string, what: string): void => {
    const sequence = copySequence(text, options.environment);
    if (sequence === null) {
      say(`Terminals take no more than 75 kB at once: not copied is ${what}`, 'warn');
      return;
    }
    output.write(sequence);
    say(`Copied ${what}`);
  };

  const save = async (request: SaveRequest, what: string, again: string): Promise<void> => {
    const result = await saveFile(request);
    say(savedWords(result, what, again), result.outcome === 'saved' ? 'info' : 'warn');
  };

  const navigation = createNavigation(
    {
      shell,
      host: () => ({
        stores: session().stores,
        now: clock.now,
        say,
        copy,
        save: (request, what, again) => void save(request, what, again),
        undo: (entry) => askToUndo(entry, { stores: session().stores, changes: session().changes(), say }),
        retain: (queueArn, forS) =>
          askToRetain(queueArn, forS, { stores: session().stores, changes: session().changes(), say }),
        go: (screen, targets) => navigation.go(screen, targets),
      }),
      onFailure: (thrown) => {
        logger.error('a screen could not be loaded', thrown);
        say('This screen could not be loaded; the log file says why', 'error');
      },
    },
    options.filter,
  );

  const dialogs = createDialogs({
    shell,
    holdInput: () => dispatcher.holdInput(),
    afterFlush: options.afterFlush,
    roomOf: (state) => dialogRoom(state, roomForDialog(shell.getState()), options.theme),
    isTooSmall: () => isTooSmall(shell.getState()),
  });

  const commands: ConsoleCommandsOptions = {
    shell,
    navigation,
    dialogs,
    refresh: () => {
      session().refresh();
      say('Reading everything again');
    },
    quit: options.quit,
    suspend: options.suspend,
    switchTo: options.switchTo,
    changes: {
      stores: () => session().stores,
      changes: () => session().changes(),
    },
    rollouts: () => session().rollouts(),
    paletteEntries: (stack) => dispatcher.paletteEntries(stack),
    run: (command, argument) => dispatcher.run(command, argument),
    say,
  };

  const dispatcher = createDispatcher({
    keymap,
    stack: () => handlerStack(commands),
    changesRefused: () => session().changesRefused(),
    onDisabled: (command, reason) => {
      const words = `${keymap[command].label}: ${reason}`;
      if (!dialogs.note(words)) say(words, 'warn');
    },
    onSwallowed: (what, count) => {
      const characters = count === 1 ? 'a character' : `${count} characters`;
      const paste = `A paste of ${characters} was ignored: keys are typed here`;
      const keys = count === 1 ? 'A key' : `${count} keys`;
      const held = `${keys} from before this was on the screen ${count === 1 ? 'was' : 'were'} ignored`;
      if (dialogs.note(what === 'paste' ? paste : held)) return;
      if (what === 'paste') say(paste, 'warn');
    },
    onUnknownChord: ({ first, options: seconds }, pressed) => {
      const letters = seconds.map(({ key }) => keyLabel(key)).join(' ');
      say(
        `${keyLabel(first)} ${pressed} is nothing; after ${keyLabel(first)} press one of ${letters}`,
        'warn',
      );
    },
  });
  dispatcher.subscribe(() => shell.setState({ now: clock.now() }));

  return {
    shell,
    navigation,
    dispatcher,
    dialogs,
    say,
    commandsOfScreen: () => dispatcher.available(underOverlay(commands)),
    paletteMatches: (typed) => matchesNow(commands, typed),
    tick: () => shell.setState({ now: clock.now() }),
  };
}
