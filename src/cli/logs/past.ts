/** `lambdatop logs` without `--follow`: the lines there are. */
import { createLineReader } from '../../domain/logs/line-reader.ts';
import { sanitise } from '../../domain/text.ts';
import type { LogSource } from '../../feeds/logs/log-source.ts';
import { eventsOfRequest, pastEvents } from '../../feeds/logs/past-events.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import type { Output } from '../output.ts';
import { type LineFormat, printedLine } from './line-text.ts';
import type { LogsRequest } from './request.ts';

/** Text that is handed on at once, characters. */
const CHUNK = 65_536;

/** Prints the lines of the sources in the order of time, no faster than they are taken; says when there are none. */
export async function printPast(
  request: LogsRequest,
  sources: readonly LogSource[],
  gateway: LogsGateway,
  format: LineFormat,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const { from, to, filter, requestId } = request;
  const owner = (group: string): LogSource | undefined =>
    sources.find((source) => source.group.name === group);
  const reader = createLineReader({
    functionOf: (group) => owner(group)?.functionName ?? null,
    interleaves: (name) => sources.some((source) => source.functionName === name && source.interleaves),
  });
  const pages =
    requestId === null
      ? pastEvents(gateway, sources, { from, to, pattern: filter }, signal)
      : eventsOfRequest(gateway, sources, { from, to, requestId }, signal);
  let text = '';
  let isEmpty = true;
  for await (const events of pages) {
    for (const event of events) {
      const line = reader.read(event);
      if (requestId !== null && line.requestId !== requestId) continue;
      isEmpty = false;
      text += printedLine(line, format);
      if (text.length < CHUNK) continue;
      await output.data(text);
      text = '';
    }
    if (text !== '') await output.data(text);
    text = '';
  }
  if (isEmpty && sources.length > 0) output.say(...nothingWords(request));
}

/** Nothing on stdout could also be a mistake: what was looked for, and how to find more. */
function nothingWords({ from, to, filter, requestId, targets }: LogsRequest): string[] {
  const [since, until] = [from, to].map((time) => new Date(time).toISOString());
  const versions = [...new Set(targets.flatMap(({ qualifier }) => qualifier ?? []))];
  const wanted = [
    versions.length > 0 ? ` of ${versions.join(', ')}` : '',
    filter === null ? '' : ` that matches ${sanitise(filter)}`,
    requestId === null ? '' : ` of request ${requestId}`,
  ];
  return [`lambdatop: no line${wanted.join('')} from ${since} to ${until}`, '  further back: --since 3h'];
}
