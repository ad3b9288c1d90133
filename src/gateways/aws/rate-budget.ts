/**
 * How often we may call AWS. The control plane's 15 calls a second are shared with CI, CodeDeploy and
 * Terraform (facts/aws.md section 1): a console that took them all would break deployments mid-incident.
 */

import type { Clock } from '../../domain/clock.ts';
import type { ServiceName } from '../scope.ts';
import { type BucketLimits, TokenBucket } from './token-bucket.ts';

/** Who goes first: changes, then what a person waits for (a dialog's reads), then everything else. */
export type Priority = 'change' | 'urgent' | 'read';
const ORDER: readonly Priority[] = ['change', 'urgent', 'read'];

/** The limits of AWS that we keep to, each well below AWS's own. */
const BUCKETS = {
  /** All of Lambda's control plane but the two below: 15/s, shared by everyone in the account and region. */
  lambda: { burst: 30, perSecond: 5, urgentPerSecond: 10 },
  /** AWS: 100/s of its own. */
  'lambda:GetFunction': { burst: 30, perSecond: 30, urgentPerSecond: 50 },
  /** AWS: 15/s of its own. */
  'lambda:GetPolicy': { burst: 5, perSecond: 5, urgentPerSecond: 10 },
  /** AWS: 500/s, but 180,000 datapoints/s: 500 queries of 30 minutes are 15,000; Metrics Insights 10/s. */
  cloudwatch: { burst: 20, perSecond: 8, urgentPerSecond: 10 },
  /** AWS: StartLiveTail 5/s, DescribeLogGroups, StartQuery and GetQueryResults 10/s each. */
  logs: { burst: 10, perSecond: 4, urgentPerSecond: 5 },
  /** AWS: 10/s in most regions, see FILTER_QUOTAS; the whole account shares it, and nobody can raise it. */
  'logs:FilterLogEvents': { burst: 5, perSecond: 5, urgentPerSecond: 7 },
  /** AWS: standard queues nearly unlimited; ListQueues and attributes are not. */
  sqs: { burst: 30, perSecond: 20, urgentPerSecond: 30 },
  /** AWS: of each action 300 calls/s to a FIFO queue; a call carries ten messages. */
  'sqs:ReceiveMessage': { burst: 20, perSecond: 100, urgentPerSecond: 100 },
  'sqs:SendMessageBatch': { burst: 20, perSecond: 100, urgentPerSecond: 100 },
  'sqs:DeleteMessageBatch': { burst: 20, perSecond: 100, urgentPerSecond: 100 },
  'sqs:ChangeMessageVisibilityBatch': { burst: 20, perSecond: 100, urgentPerSecond: 100 },
  /** AWS: ten times the account's concurrency a second; the redrive's own rate is the limit that counts. */
  'lambda:Invoke': { burst: 50, perSecond: 500, urgentPerSecond: 500 },
  codedeploy: { burst: 5, perSecond: 2, urgentPerSecond: 5 },
  /** AWS: 600/s (IAM and STS quotas). Before every change we ask whose account it is: twelve kills must not wait. */
  sts: { burst: 30, perSecond: 20, urgentPerSecond: 50 },
} as const satisfies Record<string, BucketLimits>;

/** FilterLogEvents a second where it is not 10 (CloudWatch Logs quotas; facts/aws.md section 3). */
const FILTER_QUOTAS: Readonly<Record<string, number>> = {
  'us-east-1': 25,
  'eu-central-1': 5,
  'ap-northeast-3': 5,
  'ap-southeast-3': 5,
  'ca-west-1': 5,
  'il-central-1': 5,
};

/** Half of the region's quota for reading on, a little more for what a person waits for. */
function limitsOf(name: BucketName, region: string): BucketLimits {
  const quota = name === 'logs:FilterLogEvents' ? FILTER_QUOTAS[region] : undefined;
  if (quota === undefined) return BUCKETS[name];
  const half = Math.floor(quota / 2);
  return { burst: half, perSecond: half, urgentPerSecond: Math.floor(quota * 0.7) };
}

/** One limit of AWS that several operations share. */
export type BucketName = keyof typeof BUCKETS;

/** The limit an operation counts against. */
export function bucketOf(service: ServiceName, operation: string): BucketName {
  const own = `${service}:${operation}`;
  return own in BUCKETS ? (own as BucketName) : service;
}

interface Waiter {
  readonly go: () => void;
}

interface Lane {
  readonly bucket: TokenBucket;
  readonly queues: Record<Priority, Set<Waiter>>;
  timer: NodeJS.Timeout | undefined;
}

/** The buckets of one account and region. Waiting calls leave in order of priority, then of arrival. */
export class RateBudget {
  readonly #clock: Clock;
  readonly #region: string;
  readonly #lanes = new Map<BucketName, Lane>();

  /** Of an account in `region`, on which some of AWS's limits depend. */
  constructor(clock: Clock, region: string) {
    this.#clock = clock;
    this.#region = region;
  }

  /** Resolves when the call may go; rejects with the signal's reason when it is aborted first. */
  take(name: BucketName, priority: Priority, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const lane = this.#lane(name);
    return new Promise((resolve, reject) => {
      const queue = lane.queues[priority];
      const waiter: Waiter = {
        go: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      const abort = () => {
        queue.delete(waiter);
        reject(signal?.reason);
        this.#serve(lane);
      };
      signal?.addEventListener('abort', abort, { once: true });
      queue.add(waiter);
      this.#serve(lane);
    });
  }

  /** Tells that AWS throttled a call of this bucket. */
  throttled(name: BucketName): void {
    this.#lane(name).bucket.throttled(this.#clock.now());
  }

  #lane(name: BucketName): Lane {
    let lane = this.#lanes.get(name);
    if (!lane) {
      const bucket = new TokenBucket(limitsOf(name, this.#region), this.#clock.now());
      lane = { bucket, queues: { change: new Set(), urgent: new Set(), read: new Set() }, timer: undefined };
      this.#lanes.set(name, lane);
    }
    return lane;
  }

  /** Lets go whoever may, and sets the one timer for whoever is next. */
  #serve(lane: Lane): void {
    clearTimeout(lane.timer);
    lane.timer = undefined;
    for (;;) {
      const priority = ORDER.find((each) => lane.queues[each].size > 0);
      if (!priority) return;
      const wait = lane.bucket.waitMs(this.#clock.now(), priority !== 'read');
      if (wait > 0) {
        lane.timer = setTimeout(() => this.#serve(lane), wait);
        return;
      }
      const [waiter] = lane.queues[priority];
      if (!waiter) return;
      lane.queues[priority].delete(waiter);
      lane.bucket.take(this.#clock.now());
      waiter.go();
    }
  }
}
