/** What a mapping with MetricsConfig counts of its events, by the names of the metrics. */
export const MAPPING_COUNTS = [
  'PolledEventCount',
  'FilteredOutEventCount',
  'InvokedEventCount',
  'FailedInvokeEventCount',
  'DeletedEventCount',
  'DroppedEventCount',
  'OnFailureDestinationDeliveredEventCount',
] as const;

/** The name of one of them. */
export type MappingCount = (typeof MAPPING_COUNTS)[number];

/** Minutes remembered, as CloudWatch does. */
const REMEMBERED = 15 * 1440;

/** The events of all event source mappings that came one by one, counted by the minute. */
export class MappingCounts {
  readonly #mappings = new Map<string, Map<number, Partial<Record<MappingCount, number>>>>();

  /** Counts events of the mapping with that UUID; `at` in ms since the epoch. */
  add(uuid: string, what: MappingCount, events: number, at: number): void {
    if (events === 0) return;
    const minutes = this.#mappings.get(uuid) ?? new Map<number, Partial<Record<MappingCount, number>>>();
    this.#mappings.set(uuid, minutes);
    const minute = Math.floor(at / 60_000);
    const counts = minutes.get(minute) ?? {};
    minutes.set(minute, { ...counts, [what]: (counts[what] ?? 0) + events });
    const oldest = minutes.size > REMEMBERED ? minutes.keys().next().value : undefined;
    if (oldest !== undefined) minutes.delete(oldest);
  }

  /** The number of events in a minute, since the epoch. */
  of(uuid: string, what: MappingCount, minute: number): number {
    return this.#mappings.get(uuid)?.get(minute)?.[what] ?? 0;
  }
}
