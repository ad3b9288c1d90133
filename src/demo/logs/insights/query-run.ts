import type { LogGroup } from '../groups/log-group.ts';
import type { Accumulator } from './aggregates.ts';
import type { Query } from './parse-query.ts';
import { LogRecord, textOf, type Value } from './value.ts';

/** Records looked at per step, so that a long query holds nobody up. */
const RECORDS_PER_STEP = 40_000;
/** Intervals read per step at most, where there is little in them. */
const STRIDES_PER_STEP = 2_000;
const MOST_ROWS = 10_000;
/** A query for the newest rows reads at least so many records before it estimates how many older ones there are. */
const RECORDS_KNOWN = 100_000;

/** A cell of the results. */
export interface Cell {
  field: string;
  value: string;
}

interface Row {
  record: LogRecord;
  key: Value;
}

interface Bucket {
  keys: Value[];
  accumulators: Accumulator[];
}

/** A query under way: it goes on a step each time somebody asks for its results. */
export class QueryRun {
  readonly statistics = { recordsMatched: 0, recordsScanned: 0, bytesScanned: 0, logGroupsScanned: 0 };
  status: 'Scheduled' | 'Running' | 'Complete' | 'Cancelled' = 'Scheduled';
  readonly #query: Query;
  readonly #groups: readonly LogGroup[];
  /** The newest rows are wanted: it reads backwards, and may end before the oldest records. */
  readonly #isNewestFirst: boolean;
  readonly #end: number;
  /** What lies between these two is still to be read. */
  #until: number;
  readonly #now: number;
  readonly #limit: number;
  readonly #buckets = new Map<string, Bucket>();
  #rows: Row[] = [];
  #from: number;

  /** Over timestamps in [from, until), ms since the epoch, of what has arrived by `now`. */
  constructor(
    query: Query,
    groups: readonly LogGroup[],
    from: number,
    until: number,
    now: number,
    limit: number,
  ) {
    this.#query = query;
    this.#groups = groups;
    this.#from = Math.max(
      from,
      Math.min(...groups.map((group) => Math.max(group.since, group.source.since))),
    );
    this.#until = until;
    this.#end = until;
    this.#isNewestFirst = query.stats === undefined && isByTime(query.sort);
    this.#now = now;
    this.#limit = query.limit ?? limit;
    this.statistics.logGroupsScanned = groups.length;
  }

  /** Goes on for a while. */
  step(): void {
    if (this.status !== 'Scheduled' && this.status !== 'Running') return;
    this.status = 'Running';
    const enough = this.statistics.recordsScanned + RECORDS_PER_STEP;
    const strideMs = Math.min(...this.#groups.map((group) => group.source.strideMs));
    for (let strides = 0; strides < STRIDES_PER_STEP && this.#from < this.#until; strides++) {
      this.#scanNext(strideMs);
      if (this.statistics.recordsScanned >= enough) break;
    }
    if (this.#hasNewestRows()) this.#estimateRest();
    if (this.#from >= this.#until) this.status = 'Complete';
  }

  #scanNext(strideMs: number): void {
    const [from, until] = this.#isNewestFirst
      ? [Math.max(this.#from, (Math.ceil(this.#until / strideMs) - 1) * strideMs), this.#until]
      : [this.#from, Math.min(this.#until, (Math.floor(this.#from / strideMs) + 1) * strideMs)];
    for (const group of this.#groups) this.#scan(group, from, until);
    if (this.#isNewestFirst) this.#until = from;
    else this.#from = until;
  }

  #hasNewestRows(): boolean {
    const { recordsMatched, recordsScanned } = this.statistics;
    return this.#isNewestFirst && recordsMatched >= this.#limit && recordsScanned >= RECORDS_KNOWN;
  }

  /** A week of a busy function is fifty million records, which take this process half an hour: older ones only count. */
  #estimateRest(): void {
    const share = (this.#until - this.#from) / Math.max(1, this.#end - this.#until);
    for (const count of ['recordsMatched', 'recordsScanned', 'bytesScanned'] as const) {
      this.statistics[count] += Math.round(this.statistics[count] * share);
    }
    this.#from = this.#until;
  }

  /** The rows there are by now. */
  results(): Cell[][] {
    return this.#query.stats === undefined ? this.#recordRows() : this.#bucketRows();
  }

  #scan(group: LogGroup, from: number, until: number): void {
    for (const event of group.source.between(from, until)) {
      if (event.ingestionTime > this.#now || event.timestamp < group.since) continue;
      this.statistics.recordsScanned += 1;
      const record = new LogRecord(event, group.name);
      this.statistics.bytesScanned += record.message.length;
      if (!this.#query.filters.every((test) => test(record))) continue;
      this.statistics.recordsMatched += 1;
      if (this.#query.stats === undefined) this.#keep(record);
      else this.#count(record);
    }
  }

  #keep(record: LogRecord): void {
    this.#rows.push({ record, key: this.#query.sort?.value.of(record) ?? record.event.timestamp });
    if (this.#rows.length > 2 * Math.max(this.#limit, MOST_ROWS)) this.#trim();
  }

  /** The newest first, unless the query sorts. */
  #trim(): void {
    const sign = this.#query.sort?.descending === false ? 1 : -1;
    this.#rows.sort((left, right) => sign * compareValues(left.key, right.key));
    this.#rows = this.#rows.slice(0, this.#limit);
  }

  #count(record: LogRecord): void {
    const { stats } = this.#query;
    if (stats === undefined) return;
    const keys = stats.by.map(({ value }) => value.of(record));
    const key = JSON.stringify(keys);
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      bucket = { keys, accumulators: stats.aggregates.map(({ aggregate }) => aggregate.start()) };
      this.#buckets.set(key, bucket);
    }
    for (const accumulator of bucket.accumulators) accumulator.add(record);
  }

  #recordRows(): Cell[][] {
    this.#trim();
    const { columns } = this.#query;
    const shown =
      columns.length > 0
        ? columns
        : ['@timestamp', '@message'].map((name) => ({
            name,
            value: { name, isInstant: name === '@timestamp', of: (record: LogRecord) => record.field(name) },
          }));
    return this.#rows.map(({ record }) => [
      ...shown.flatMap(({ name, value }) => cell(name, value.of(record), value.isInstant)),
      ...cell('@ptr', record.field('@ptr'), false),
    ]);
  }

  #bucketRows(): Cell[][] {
    const { stats, sort } = this.#query;
    if (stats === undefined) return [];
    const rows = [...this.#buckets.values()].map(({ keys, accumulators }) => ({
      values: new Map<string, Value>([
        ...stats.by.map(({ name }, index) => [name, keys[index]] as const),
        ...stats.aggregates.map(({ name }, index) => [name, accumulators[index]?.result()] as const),
      ]),
    }));
    const by = sort?.name ?? stats.by.find(({ value }) => value.isInstant)?.name;
    const sign = sort?.descending === false ? 1 : -1;
    if (by !== undefined)
      rows.sort((left, right) => sign * compareValues(left.values.get(by), right.values.get(by)));
    const instants = new Set(stats.by.filter(({ value }) => value.isInstant).map(({ name }) => name));
    return rows
      .slice(0, this.#limit)
      .map(({ values }) => [...values].flatMap(([name, value]) => cell(name, value, instants.has(name))));
  }
}

/** The newest come first, also when a query does not sort. */
function isByTime(sort: Query['sort']): boolean {
  return sort === undefined || (sort.name === '@timestamp' && sort.descending);
}

function cell(field: string, value: Value, isInstant: boolean): Cell[] {
  return value === undefined ? [] : [{ field, value: textOf(value, isInstant) }];
}

function compareValues(left: Value, right: Value): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left ?? '') < String(right ?? '') ? -1 : String(left ?? '') > String(right ?? '') ? 1 : 0;
}
