/** Invocations of a past that the tail does not reach: read by Logs Insights, after its price was said. */
import { durationWords } from '../../../src/domain/duration-words.ts';
import { scanWords } from '../../../src/domain/logs/insights.ts';
import type { Handler } from '../../../src/keys/handlers.ts';
import type { InvocationHistory } from '../../../src/stores/logs-lookups-store.ts';
import type { ScreenHost } from '../../screen.ts';

/** While a price waits for an answer, Enter reads and Esc does not. */
export function historyCommands({
  stores: { logsLookups },
}: ScreenHost): Partial<Record<'go.into' | 'go.back', Handler>> {
  const { history } = logsLookups.getState();
  if (history?.phase !== 'priced') return {};
  return {
    'go.into': { run: () => logsLookups.setState({ history: { ...history, phase: 'reading' } }) },
    'go.back': { run: () => logsLookups.setState({ history: null }) },
  };
}

/** How it stands, for the line below the invocations. */
export function historyNote(history: InvocationHistory | null): string {
  if (!history) return '';
  const length = durationWords((history.to - history.from) / 1_000);
  const span = `the last ${length}`;
  switch (history.phase) {
    case 'pricing':
      return `Looking what reading ${span} costs…`;
    case 'priced': {
      const price = history.bytes === null ? scanWords(null) : `at most ${scanWords(history.bytes)}`;
      // The price first: a narrow window cuts the end.
      return `Logs Insights, ${price}: Enter reads ${length}, Esc does not`;
    }
    case 'reading':
      return `Logs Insights is reading ${span}…`;
    case 'read':
      return readWords(history, span);
    case 'failed':
      return `${span} could not be read: ${history.error?.message ?? 'nobody knows why'}`;
  }
}

/** How many came, and of how many: a query gives the newest of each function, and no more than it may. */
function readWords(history: InvocationHistory, span: string): string {
  const { invocations, matched, isCut, bytesScanned, silent } = history;
  const count = invocations.length.toLocaleString('en');
  const of = matched === null ? 'all there are' : matched.toLocaleString('en');
  const came = isCut ? `ONLY the newest ${count} of ${of} in ${span}` : `With ${count} of ${span}`;
  const paid = bytesScanned === null ? '' : `; scanned ${scanWords(bytesScanned)}`;
  const hidden =
    silent.length === 0
      ? ''
      : `; ${silent.join(', ')} ${silent.length === 1 ? 'reports' : 'report'} no success`;
  return `${came}${hidden}${paid}`;
}
