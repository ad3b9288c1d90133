import type { Operation } from '../wire/service.ts';

/** The account's alarms: it has none, as its troubles are to be found without them. */
export const describeAlarms: Operation = () => ({ MetricAlarms: [], CompositeAlarms: [] });
