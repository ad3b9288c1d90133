/** What `logs --follow --json` printed, against what there was. */
import type { Account } from '../../src/demo/account.ts';
import { LOUD } from './flood.ts';
import { eventsOf, logsClient, type Span } from './log-group.ts';

/** Lines that were printed, by what tells one from all others in a flood: its time, stream and text. */
export interface Followed {
  readonly keys: ReadonlySet<string>;
  readonly count: number;
}

/** Reads what was printed; a line that is not whole yet is left out. */
export function followed(stdout: string): Followed {
  const lines = stdout
    .slice(0, stdout.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean);
  const keys = new Set(
    lines.map((line) => {
      const { timestamp, stream, message } = JSON.parse(line);
      return `${timestamp} ${stream} ${message}`;
    }),
  );
  return { keys, count: lines.length };
}

/** Lines of the flood within a time that were not printed. */
export async function missingFrom(
  { keys }: Followed,
  { endpoint }: Pick<Account, 'endpoint'>,
  span: Span,
): Promise<string[]> {
  const events = await eventsOf(logsClient(endpoint), LOUD, span);
  if (events.length === 0) throw new Error('nothing was written');
  return events
    .map(({ timestamp, logStreamName, message }) => `${timestamp} ${logStreamName} ${message}`)
    .filter((key) => !keys.has(key));
}
