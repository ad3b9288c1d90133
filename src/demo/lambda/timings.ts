/**
 * How long, in account ms, what Lambda does in the background takes here: of the order that people see
 * (AWS publishes no figures), short enough to wait for.
 */
export const timings = {
  /** CreateFunction, from `Pending` to `Active`. */
  create: 2_000,
  /** An update of code or configuration, from `InProgress` to `Successful`. */
  update: 1_500,
  /** A SnapStart version, from `Pending` to `Active`. */
  snapshot: 40_000,
  /** Provisioned concurrency, from `IN_PROGRESS` to `READY`, also when its alias moved. */
  provision: 20_000,
  /** An event source mapping, from one state to the next. */
  eventSource: 4_000,
} as const;
