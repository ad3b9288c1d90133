/** `lambdatop logs` without `--follow`: the lines there are. */
import { createLineReader } from '../../domain/logs/line-reader.ts';
import type { LogSource } from '../../feeds/logs/log-source.ts';
import { eventsOfRequest, pastEvents } from '../../feeds/logs/past-events.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import type { Output } from '../output.ts';
import { type LineFormat, printedLine } from './line-text.ts';
import type { LogsRequest } from './request.ts';

/** Text that is handed on at once, characters. */
const CHUNK = 65_536;

/** Prints the lines of the sources in the order of time, no faster than they are taken. */
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
  for await (const events of pages) {
    for (const event of events) {
      const line = reader.read(event);
      if (requestId !== null && line.requestId !== requestId) continue;
      text += printedLine(line, format);
      if (text.length < CHUNK) continue;
      await output.data(text);
      text = '';
    }
    if (text !== '') await output.data(text);
    text = '';
  }
}
