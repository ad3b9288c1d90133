/** The messages of one group. Draws only. */
import { useGated } from '../../../src/ui/use-gated.ts';
import type { BodyProps } from '../../screen.ts';
import type { TriageContext } from '../context.ts';
import { LETTER_COLUMNS } from './columns.ts';
import { FIXED_LINES, RowsTable } from './RowsTable.tsx';

/** Drawn once a frame. */
export function LettersTable({
  context,
  width,
  height,
  theme,
  now,
}: BodyProps & { readonly context: TriageContext }) {
  const { stores, models } = context;
  const peek = useGated(stores.deadLettersPeek);
  const state = useGated(stores.lettersView);
  const { group } = useGated(stores.deadLettersView);
  const view = models.letters(peek, group, { ...state, room: Math.max(1, height - FIXED_LINES) });
  const first = view.rows[0];
  const focused = view.rows[view.cursorIndex];
  const trace = focused && peek.traces.get(focused.letter.messageId);
  return (
    <RowsTable
      columns={LETTER_COLUMNS}
      view={view}
      state={state}
      store={stores.lettersView}
      idOf={({ letter }) => letter.messageId}
      firstOf={({ letter }) => letter.body.slice(0, 400)}
      context={{ theme, now, inSample: peek.letters.length, depth: null }}
      above={[
        { text: `${view.total} messages`, style: theme.strong, weight: 0 },
        { text: first?.evidence.signature ?? '', style: theme.warn, weight: 0 },
        { text: first ? `evidence: ${first.evidence.kind}` : '', style: theme.dim, weight: 1, right: true },
      ]}
      below={[
        {
          text: trace ? `l shows its invocation in the log of ${trace.functionName}` : '',
          style: theme.dim,
          weight: 1,
        },
      ]}
      empty={['', '  What the log told has put these messages into another group. → Esc']}
      width={width}
      height={height}
      theme={theme}
    />
  );
}
