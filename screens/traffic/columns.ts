/** The columns of the list of aliases. */
import { formatCount, formatShare, UNKNOWN } from '../../src/domain/figures.ts';
import { routingOf, routingText } from '../../src/domain/traffic/routing.ts';
import { shortText } from '../../src/stores/rollouts-store.ts';
import type { Column } from '../../src/ui/table-layout.ts';
import type { Theme } from '../../src/ui/theme.ts';
import type { AliasRow } from './view-model.ts';

/** What cells need beside their row. */
export interface AliasCellContext {
  readonly theme: Theme;
}

/** See the file's head. */
export const COLUMNS: readonly Column<AliasRow, AliasCellContext>[] = [
  { id: 'alias', title: 'alias', width: 20, weight: 0, cell: ({ id }) => ({ text: id }) },
  {
    id: 'routing',
    title: 'sends to',
    width: 19,
    weight: 1,
    cell: ({ traffic }) => ({ text: routingText(routingOf(traffic.alias)) }),
  },
  {
    id: 'seen',
    title: 'really ran, 10 min',
    width: 18,
    weight: 2,
    cell: ({ traffic }, { theme }) => ({ text: seenText(traffic), style: theme.dim }),
  },
  {
    id: 'errors',
    title: 'errors',
    width: 6,
    align: 'right',
    weight: 4,
    cell: ({ traffic }) => ({ text: formatCount(sumOf(traffic, 'errors')) }),
  },
  {
    id: 'state',
    title: 'state',
    width: 12,
    weight: 3,
    cell: ({ rollout, traffic }, { theme }) => {
      if (rollout !== null) return { text: shortText(rollout), style: theme.accent };
      const isSplit = Object.keys(traffic.alias.weights).length > 0;
      return isSplit ? { text: 'split', style: theme.warn } : { text: 'ok', style: theme.dim };
    },
  },
];

/** `41 91%, 42 9%`, by executed versions. */
function seenText(traffic: AliasRow['traffic']): string {
  const total = sumOf(traffic, 'invocations');
  if (traffic.served === null) return '…';
  if (!total) return UNKNOWN;
  return [...traffic.served]
    .filter(([, { invocations }]) => (invocations ?? 0) > 0)
    .map(([version, { invocations }]) => `${version} ${formatShare((invocations ?? 0) / total)}`)
    .join(', ');
}

function sumOf({ served }: AliasRow['traffic'], figure: 'errors' | 'invocations'): number | null {
  const known = [...(served?.values() ?? [])].flatMap((each) => each[figure] ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
