/** The console's frame: header, the open screen, overlays, footer. One component draws the whole window. */
import { Box } from 'ink';
import type { OpenScreen } from '../../screens/screen.ts';
import { cutEnd } from '../domain/text.ts';
import type { AvailableCommand } from '../keys/available.ts';
import type { Dispatcher } from '../keys/dispatcher.ts';
import type { SessionStores } from '../stores/session-stores.ts';
import type { ShellStore } from '../stores/shell-store.ts';
import { Dialog } from '../ui/dialog/Dialog.tsx';
import { HelpOverlay } from '../ui/HelpOverlay.tsx';
import { Lines } from '../ui/Lines.tsx';
import { Palette } from '../ui/Palette.tsx';
import type { Theme } from '../ui/theme.ts';
import { useGated } from '../ui/use-gated.ts';
import { footerLine } from './footer.ts';
import { headerLines } from './header.ts';
import { helpLines } from './help.ts';
import type { PaletteMatch } from './palette.ts';
import { problemLines, unreadLines } from './problems.ts';
import { HEADER_HEIGHT, isTooSmall, roomForDialog, SMALLEST } from './window.ts';

/** Entries of the palette shown at once, its own line included. */
const PALETTE_HEIGHT = 9;

/** What the window is made of. */
export interface AppProps {
  readonly stores: SessionStores;
  readonly shell: ShellStore;
  readonly theme: Theme;
  /** The screen that has the window. */
  readonly screen: () => OpenScreen;
  readonly dispatcher: Dispatcher;
  /** All commands of the screen under an overlay, for the help. */
  readonly commandsOfScreen: () => AvailableCommand[];
  readonly paletteMatches: (typed: string) => PaletteMatch[];
  /** The dialog with this id has been drawn. */
  readonly onDialogDrawn: (id: number) => void;
}

/** Drawn at most thirty times a second, when something changed. */
export function App(props: AppProps) {
  const { stores, shell, theme, dispatcher } = props;
  const { columns, rows, now, overlay, dialog, flash } = useGated(shell);
  const account = useGated(stores.account);
  const inventory = useGated(stores.inventory);
  const health = useGated(stores.health);
  const rollouts = useGated(stores.rollouts);
  if (isTooSmall({ columns, rows })) {
    return <TooSmall columns={columns} rows={rows} />;
  }

  const { Body, frozenAt } = props.screen();
  const inputs = { account, inventory, health, rollouts, frozenAt: frozenAt(), now, width: columns, theme };
  const problem = problemLines(inputs);
  const paletteHeight = overlay?.kind === 'palette' ? PALETTE_HEIGHT : 0;
  const bodyHeight = rows - HEADER_HEIGHT - 1 - problem.length - paletteHeight;
  const footer = footerLine({
    flash: flash && flash.until > now ? flash : null,
    pending: dispatcher.pending(),
    available: dispatcher.available(),
    width: columns,
    theme,
  });

  return (
    <Box flexDirection="column" width={columns} height={rows} overflowY="hidden">
      <Lines lines={headerLines(inputs)} height={HEADER_HEIGHT} />
      {overlay?.kind === 'help' ? (
        <HelpOverlay
          lines={helpLines(props.commandsOfScreen(), columns, theme)}
          top={overlay.top}
          height={bodyHeight}
          theme={theme}
        />
      ) : (
        <Body width={columns} height={bodyHeight} theme={theme} now={now} unread={unreadLines(inputs)} />
      )}
      {overlay?.kind === 'palette' && (
        <Palette
          line={overlay.line}
          rows={props.paletteMatches(overlay.line.text).map(({ entry }) => ({
            name: entry.argument === null ? entry.name : `${entry.name} ${entry.argument}`,
            description: entry.description,
            reason: entry.reason,
          }))}
          chosen={overlay.chosen}
          width={columns}
          height={paletteHeight}
          theme={theme}
        />
      )}
      {problem.length > 0 && <Lines lines={problem} height={problem.length} />}
      <Lines lines={[footer]} height={1} />
      {dialog !== null && (
        <Box position="absolute" top={HEADER_HEIGHT} left={0}>
          <Dialog
            state={dialog}
            {...roomForDialog({ columns, rows })}
            theme={theme}
            now={now}
            onDrawn={props.onDialogDrawn}
          />
        </Box>
      )}
    </Box>
  );
}

function TooSmall({ columns, rows }: { readonly columns: number; readonly rows: number }) {
  const lines = [
    'terminal too small',
    `${columns}x${rows}; lambdatop needs`,
    `${SMALLEST.columns}x${SMALLEST.rows} (q quits)`,
  ];
  return (
    <Lines lines={lines.slice(0, rows).map((line) => cutEnd(line, columns))} height={Math.min(rows, 3)} />
  );
}
