/** Invocations of a past that the tail does not reach: read by Logs Insights, after its price was said. */
import { durationWords } from '../../../src/domain/duration-words.ts';
import type { Handler } from '../../../src/keys/handlers.ts';
import type { InvocationHistory } from '../../../src/stores/logs-lookups-store.ts';
import type { ScreenHost } from '../../screen.ts';

/** US dollars for a GB that Logs Insights scans (facts/aws.md section 3). */
const DOLLARS_PER_GB = 0.005;

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
  const span = `the last ${durationWords((history.to - history.from) / 1_000)}`;
  switch (history.phase) {
    case 'pricing':
      return `Looking what reading ${span} costs…`;
    case 'priced':
      return `Logs Insights reads ${span}: ${priceWords(history.bytes)}. Enter reads, Esc does not`;
    case 'reading':
      return `Logs Insights is reading ${span}…`;
    case 'read':
      return readWords(history, span);
    case 'failed':
      return `${span} could not be read: ${history.error?.message ?? 'nobody knows why'}`;
  }
}

function priceWords(bytes: number | null): string {
  if (bytes === null) return 'nobody knows how much that is; $0.005 for each GB';
  return `about ${sizeWords(bytes)}, ${dollarWords(bytes)}`;
}

function readWords({ invocations, matched, bytesScanned }: InvocationHistory, span: string): string {
  const count = invocations.length.toLocaleString('en');
  const of =
    matched !== null && matched > invocations.length
      ? `the newest ${count} of ${matched.toLocaleString('en')}`
      : count;
  const paid =
    bytesScanned === null ? '' : `; ${sizeWords(bytesScanned)} scanned, ${dollarWords(bytesScanned)}`;
  return `With ${of} of ${span}${paid}`;
}

function sizeWords(bytes: number): string {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

function dollarWords(bytes: number): string {
  const dollars = (bytes / 1e9) * DOLLARS_PER_GB;
  return dollars < 0.01 ? 'less than $0.01' : `$${dollars.toFixed(2)}`;
}
