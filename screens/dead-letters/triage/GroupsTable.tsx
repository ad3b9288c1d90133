/** Messages of a queue by the error they are about. Draws only. */
import { useGated } from '../../../src/ui/use-gated.ts';
import type { BodyProps } from '../../screen.ts';
import type { TriageContext } from '../context.ts';
import { GROUP_COLUMNS } from './columns.ts';
import { FIXED_LINES, RowsTable } from './RowsTable.tsx';
import { EVIDENCE_WORDS, lookSegments } from './status.ts';

/** Drawn once a frame. */
export function GroupsTable({
  context,
  width,
  height,
  theme,
  now,
}: BodyProps & { readonly context: TriageContext }) {
  const { stores, models } = context;
  const peek = useGated(stores.deadLettersPeek);
  const state = useGated(stores.letterGroupsView);
  useGated(stores.deadLetters);
  const row = context.openQueue();
  const view = models.groups(peek, { ...state, room: Math.max(1, height - FIXED_LINES) });
  const focused = view.rows[view.cursorIndex];
  return (
    <RowsTable
      columns={GROUP_COLUMNS}
      view={view}
      state={state}
      store={stores.letterGroupsView}
      idOf={({ key }) => key}
      firstOf={({ evidence }) => evidence.signature}
      context={{ theme, now, inSample: peek.letters.length, depth: row?.lying ?? null }}
      above={lookSegments(peek, row, theme)}
      below={[
        { text: focused ? (EVIDENCE_WORDS[focused.evidence.kind] ?? '') : '', style: theme.dim, weight: 1 },
      ]}
      empty={[
        '',
        peek.phase === 'reading'
          ? '  Receiving messages…'
          : peek.phase === 'failed'
            ? '  → Enter or Esc goes back to the queues'
            : '  No message could be received: none lies there, or others hold all of them.',
      ]}
      width={width}
      height={height}
      theme={theme}
    />
  );
}
