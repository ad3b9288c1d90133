/** What `logs --follow --json` printed, against what there was. */
import type { Account } from '../../src/demo/account.ts';
import { LOUD } from './flood.ts';
import { eventsOf, logsClient, type Span } from './log-group.ts';

/** Lines that were printed. */
export class FollowedLines {
  /** What tells a line from all others in a flood: its time, stream and text. */
  readonly keys = new Set<string>();
  count = 0;

  /** Adds a printed line. */
  add(line: string): void {
    const { timestamp, stream, message } = JSON.parse(line);
    this.keys.add(`${timestamp} ${stream} ${message}`);
    this.count += 1;
  }
}

/** Reads what was printed; a line that is not whole yet is left out. */
export function followed(stdout: string): FollowedLines {
  const lines = new FollowedLines();
  const whole = stdout.slice(0, stdout.lastIndexOf('\n') + 1);
  for (const line of whole.split('\n')) if (line !== '') lines.add(line);
  return lines;
}

/** Lines of the flood within a time that were not printed. */
export async function missingFrom(
  { keys }: FollowedLines,
  { endpoint }: Pick<Account, 'endpoint'>,
  span: Span,
): Promise<string[]> {
  const events = await eventsOf(logsClient(endpoint), LOUD, span);
  if (events.length === 0) throw new Error('nothing was written');
  return events
    .map(({ timestamp, logStreamName, message }) => `${timestamp} ${logStreamName} ${message}`)
    .filter((key) => !keys.has(key));
}
