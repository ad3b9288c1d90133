/** One message. Draws only. */
import { Box } from 'ink';
import { useEffect } from 'react';
import type { TextRange } from '../../../src/domain/regex/linear-regex.ts';
import { cutEnd } from '../../../src/domain/text.ts';
import { inputLine } from '../../../src/ui/input-line.ts';
import { Lines } from '../../../src/ui/Lines.tsx';
import { composeLine } from '../../../src/ui/segments.ts';
import type { Theme } from '../../../src/ui/theme.ts';
import { useGated } from '../../../src/ui/use-gated.ts';
import type { BodyProps } from '../../screen.ts';
import type { TriageContext } from '../context.ts';
import { letterView } from './letter-model.ts';

/** Drawn once a frame. */
export function LetterPage({
  context,
  width,
  height,
  theme,
}: BodyProps & { readonly context: TriageContext }) {
  const { stores } = context;
  useGated(stores.deadLettersPeek);
  const state = useGated(stores.letterText);
  const room = Math.max(1, height - 1);
  const view = letterView(context, { width, room });
  const top = view?.top ?? 0;
  // Only after the frame, as tables do.
  useEffect(() => {
    const after = setImmediate(() => stores.letterText.setState({ room, top, width }));
    return () => clearImmediate(after);
  }, [stores, room, top, width]);
  const shown = view?.rows.slice(view.top, view.top + room) ?? [];
  const lines = shown.map(
    ({ text, tone }) =>
      `  ${marked(cutEnd(text, width - 4), view?.rangesIn(text) ?? [], theme[tone], theme)}`,
  );
  const end = Math.min(view?.rows.length ?? 0, (view?.top ?? 0) + room);
  const matches = view?.matches.length ?? 0;
  const status = state.typing
    ? inputLine('/', state.typing, width, theme)
    : composeLine(
        [
          { text: `${end}/${view?.rows.length ?? 0}`, style: theme.strong, weight: 0 },
          {
            text: state.search ? `search ${state.search}: ${matches} rows` : '',
            style: theme.accent,
            weight: 1,
          },
          { text: view?.problem ?? '', style: theme.warn, weight: 1 },
        ],
        width,
      );
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Lines lines={view ? lines : ['', '  This message is not held any more.']} height={room} />
      <Lines lines={[status]} height={1} />
    </Box>
  );
}

/** The text with what is searched for standing out. */
function marked(text: string, ranges: readonly TextRange[], style: Theme['plain'], theme: Theme): string {
  let drawn = '';
  let at = 0;
  for (const { start, end } of ranges) {
    if (start >= text.length) break;
    drawn += style(text.slice(at, start)) + theme.match(text.slice(start, end));
    at = end;
  }
  return drawn + style(text.slice(at));
}
