/**
 * The one dialog of the console, drawn over the screen: what is going to happen, and what may be answered. It asks
 * nothing of the keyboard itself; the keys come through the dispatcher (console/dialogs.ts).
 */
import { Box } from 'ink';
import { useEffect } from 'react';
import type { DialogState } from '../../domain/dialog/answers.ts';
import { cutEnd, sanitise, widthOf } from '../../domain/text.ts';
import { Lines } from '../Lines.tsx';
import type { Theme } from '../theme.ts';
import { answerLines } from './answer-lines.ts';
import { sectionLines } from './section-lines.ts';

/** Wider than this, sentences are hard to read. */
const WIDEST = 116;

/** Turns once a second with the console's clock: nothing is drawn only for it. */
const SPINNER = ['⠋', '⠙', '⠸', '⠴', '⠦', '⠇'];

/** What to draw, and where. */
export interface DialogProps {
  readonly state: DialogState;
  /** The room it may cover. */
  readonly columns: number;
  readonly rows: number;
  readonly theme: Theme;
  /** ms since the epoch. */
  readonly now: number;
  /** The dialog with this id has been drawn for the first time. */
  readonly onDrawn: (id: number) => void;
}

/** In the middle of the room, as high as it needs to be. */
export function Dialog({ state, columns, rows, theme, now, onDrawn }: DialogProps) {
  useEffect(() => onDrawn(state.id), [onDrawn, state.id]);
  const width = Math.min(columns, WIDEST);
  const lines = dialogLines(state, { width, most: rows, theme, now });
  return (
    <Box
      position="absolute"
      top={Math.max(0, Math.floor((rows - lines.length) / 2))}
      left={Math.floor((columns - width) / 2)}
      width={width}
      height={lines.length}
      flexDirection="column"
    >
      <Lines lines={lines} height={lines.length} />
    </Box>
  );
}

/** The sections that are in sight, for whoever scrolls: how many lines there are, and how many fit. */
export function dialogRoom(
  state: DialogState,
  room: { readonly columns: number; readonly rows: number },
  theme: Theme,
): { readonly lines: number; readonly shown: number } {
  const inner = Math.min(room.columns, WIDEST) - 4;
  const lines = sectionLines(state.content.sections, inner, theme).length;
  const answers = answerLines(state, inner, ' ', theme).length;
  return { lines, shown: Math.max(1, Math.min(lines, room.rows - answers - 3)) };
}

interface Frame {
  readonly width: number;
  /** Lines at most. */
  readonly most: number;
  readonly theme: Theme;
  readonly now: number;
}

function dialogLines(state: DialogState, { width, most, theme, now }: Frame): string[] {
  const { content } = state;
  const inner = width - 4;
  const border = content.dangerous ? theme.bad : theme.accent;
  const spinner = SPINNER[Math.floor(now / 1_000) % SPINNER.length] ?? ' ';
  const said = sectionLines(content.sections, inner, theme);
  const answers = answerLines(state, inner, spinner, theme);
  const shown = Math.max(1, Math.min(said.length, most - answers.length - 3));
  const top = Math.max(0, Math.min(state.top, said.length - shown));
  const title = cutEnd(` ${sanitise(content.title)} `, width - 4);
  const row = (line: string): string => {
    const filled = line + ' '.repeat(Math.max(0, inner - widthOf(line)));
    return `${border('│')} ${filled} ${border('│')}`;
  };
  const rule = (left: string, text: string, right: string): string =>
    border(`${left}─`) + text + border(`${'─'.repeat(Math.max(0, width - 3 - widthOf(text)))}${right}`);
  return [
    rule('╭', theme.strong(title), '╮'),
    ...said.slice(top, top + shown).map(row),
    rule('├', scrollHint(top, said.length - top - shown, theme), '┤'),
    ...answers.map(row),
    border(`╰${'─'.repeat(width - 2)}╯`),
  ];
}

/** What cannot be seen is said: nobody confirms half a plan without knowing that it is half. */
function scrollHint(above: number, below: number, theme: Theme): string {
  if (above === 0 && below === 0) return '';
  const parts = [above > 0 ? `${above} lines above: PgUp` : '', below > 0 ? `${below} more lines: PgDn` : ''];
  const text = ` ${parts.filter((part) => part !== '').join(' · ')} `;
  return below > 0 ? theme.warn(text) : theme.dim(text);
}
