/** One bucket of calls a second that some operations share. */
interface Quota {
  service: string;
  /** Absent: all operations of the service that no other row names. */
  operations?: readonly string[];
  perSecond: number;
}

/** AWS's own quotas for reading and changing, eu-west-1 (facts, sections 1, 3 and 6). Invoke has others. */
const QUOTAS: readonly Quota[] = [
  { service: 'lambda', operations: ['GetFunction'], perSecond: 100 },
  { service: 'lambda', operations: ['GetPolicy'], perSecond: 15 },
  { service: 'lambda', operations: ['Invoke'], perSecond: Number.POSITIVE_INFINITY },
  { service: 'lambda', perSecond: 15 },
  { service: 'cloudwatch', operations: ['GetMetricData'], perSecond: 500 },
  { service: 'cloudwatch', operations: ['GetMetricStatistics'], perSecond: 400 },
  { service: 'cloudwatch', operations: ['ListMetrics'], perSecond: 25 },
  { service: 'logs', operations: ['FilterLogEvents'], perSecond: 10 },
  { service: 'logs', operations: ['GetLogEvents'], perSecond: 10 },
  { service: 'logs', operations: ['DescribeLogGroups'], perSecond: 10 },
  { service: 'logs', operations: ['DescribeLogStreams'], perSecond: 25 },
  { service: 'logs', operations: ['StartLiveTail'], perSecond: 5 },
  { service: 'logs', operations: ['StartQuery'], perSecond: 10 },
  { service: 'logs', operations: ['GetQueryResults'], perSecond: 10 },
];

/** The request quotas of the account. Unasked they are not enforced. */
export class Quotas {
  isEnforced: boolean;
  readonly #elapsed: () => number;
  readonly #buckets = new Map<Quota, { tokens: number; at: number }>();

  /** `elapsed`: real ms gone by, as clients live in real time whatever the account's clock does. */
  constructor(isEnforced: boolean, elapsed: () => number) {
    this.isEnforced = isEnforced;
    this.#elapsed = elapsed;
  }

  /** Whether a call may pass, counting it. Each bucket holds one second's worth of calls. */
  allows(service: string, operation: string): boolean {
    const quota = this.isEnforced ? quotaOf(service, operation) : undefined;
    if (quota === undefined || quota.perSecond === Number.POSITIVE_INFINITY) return true;
    const at = this.#elapsed();
    const before = this.#buckets.get(quota) ?? { tokens: quota.perSecond, at };
    const filled = before.tokens + ((at - before.at) / 1000) * quota.perSecond;
    const tokens = Math.min(quota.perSecond, filled);
    const isAllowed = tokens >= 1;
    this.#buckets.set(quota, { tokens: isAllowed ? tokens - 1 : tokens, at });
    return isAllowed;
  }
}

function quotaOf(service: string, operation: string): Quota | undefined {
  const ofService = QUOTAS.filter((quota) => quota.service === service);
  return (
    ofService.find((quota) => quota.operations?.includes(operation)) ??
    ofService.find((quota) => quota.operations === undefined)
  );
}
