import {
  type FilteredLogEvent,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Connected, connect } from './connect.ts';

/** The group of a function that has its own. */
export function groupOf(name: string): string {
  return `/aws/lambda/${name}`;
}

/** The ARN of a group, as live tail takes it. */
export function groupArn(name: string): string {
  return `arn:aws:logs:eu-west-1:123456789012:log-group:${name}`;
}

/** An account whose time passes only when told: `pass(seconds)`. */
export async function connectLogs(options: Parameters<typeof connect>[0] = {}) {
  let elapsedMs = 0;
  const account = await connect({ speed: 1, elapsed: () => elapsedMs, ...options });
  return { ...account, pass: (seconds: number) => (elapsedMs += seconds * 1000) };
}

/** All pages of a search, with how many there were and how many of them were empty. */
export async function filterAll({ logs }: Connected, input: Partial<FilterLogEventsCommandInput>) {
  const events: FilteredLogEvent[] = [];
  let pages = 0;
  let empty = 0;
  let nextToken: string | undefined;
  do {
    const page = await logs.send(new FilterLogEventsCommand({ ...input, ...(nextToken && { nextToken }) }));
    events.push(...(page.events ?? []));
    pages += 1;
    if (page.events?.length === 0) empty += 1;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return { events, pages, empty };
}

/** The messages of events. */
export function messages(events: readonly FilteredLogEvent[]): string[] {
  return events.map((event) => event.message ?? '');
}
