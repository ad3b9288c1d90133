import { eventIdOf } from '../events/event-id.ts';
import type { LogEvent } from '../events/log-event.ts';

/** A value of a field; undefined when a record does not have it. */
export type Value = string | number | undefined;

/** REPORT's figures by their names in Insights, with what makes them bytes or ms. */
const REPORT_FIELDS: Readonly<Record<string, readonly [label: string, factor: number]>> = {
  '@duration': ['Duration', 1],
  '@billedDuration': ['Billed Duration', 1],
  '@initDuration': ['Init Duration', 1],
  '@memorySize': ['Memory Size', 1_000_000],
  '@maxMemoryUsed': ['Max Memory Used', 1_000_000],
};
const REQUEST_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** One log event as a query sees it: fields are found in its message when somebody asks for them. */
export class LogRecord {
  readonly event: LogEvent;
  readonly #group: string;
  #message: string | undefined;
  #json: unknown;
  #isParsed = false;

  constructor(event: LogEvent, group: string) {
    this.event = event;
    this.#group = group;
  }

  get message(): string {
    this.#message ??= this.event.message;
    return this.#message;
  }

  /** A field: one of those that begin with `@`, or a path into a JSON message. */
  field(name: string): Value {
    switch (name) {
      case '@timestamp':
        return this.event.timestamp;
      case '@ingestionTime':
        return this.event.ingestionTime;
      case '@message':
        return this.message;
      case '@logStream':
        return this.event.stream;
      case '@log':
        return this.#group;
      case '@ptr':
        return eventIdOf(this.event);
      case '@type':
        return this.event.type;
      case '@requestId':
        return REQUEST_ID.exec(this.message)?.[0];
      case '@xrayTraceId':
        return /XRAY TraceId: (\S+)/.exec(this.message)?.[1];
      default:
        return name.startsWith('@') ? this.#reportField(name) : this.#jsonField(name);
    }
  }

  #reportField(name: string): Value {
    const known = REPORT_FIELDS[name];
    if (known === undefined || this.event.type !== 'REPORT') return undefined;
    const [label, factor] = known;
    const found = new RegExp(`\\t${label}: ([\\d.]+) `).exec(this.message)?.[1];
    return found === undefined ? undefined : Number(found) * factor;
  }

  #jsonField(path: string): Value {
    if (!this.#isParsed) {
      this.#isParsed = true;
      this.#json = parse(this.message);
    }
    let value = this.#json;
    for (const name of path.split('.')) {
      value =
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined;
    }
    if (typeof value === 'string' || typeof value === 'number') return value;
    if (typeof value === 'boolean') return value ? 1 : 0;
    return value === undefined || value === null ? undefined : JSON.stringify(value);
  }
}

function parse(message: string): unknown {
  if (!message.startsWith('{')) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

/** A value as Insights writes it; instants as `2026-11-20 14:29:00.123`. */
export function textOf(value: string | number, isInstant: boolean): string {
  if (isInstant && typeof value === 'number') {
    return new Date(value).toISOString().replace('T', ' ').replace('Z', '');
  }
  return typeof value === 'number' ? String(Math.round(value * 1e4) / 1e4) : value;
}
