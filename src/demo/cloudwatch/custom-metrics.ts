import type { Datapoint } from './datapoint.ts';
import type { Dimension } from './dimensions.ts';

/** Something put in: one metric's values of one minute. */
export interface PutDatum {
  namespace: string;
  name: string;
  dimensions: readonly Dimension[];
  /** Minutes since the epoch. */
  minute: number;
  point: Datapoint;
}

/** A metric that somebody has put data into. */
interface CustomMetric {
  namespace: string;
  name: string;
  dimensions: readonly Dimension[];
  points: Map<number, Datapoint[]>;
  /** Minutes since the epoch. */
  newest: number;
}

/** The metrics clients have published by PutMetricData, visible at once. */
export class CustomMetrics {
  readonly #metrics = new Map<string, CustomMetric>();

  put({ namespace, name, dimensions, minute, point }: PutDatum): void {
    const key = keyOf(namespace, name, dimensions);
    const metric = this.#metrics.get(key) ?? {
      namespace,
      name,
      dimensions,
      points: new Map(),
      newest: minute,
    };
    this.#metrics.set(key, metric);
    metric.newest = Math.max(metric.newest, minute);
    const points = metric.points.get(minute);
    if (points === undefined) metric.points.set(minute, [point]);
    else points.push(point);
  }

  /** What was put into a metric with exactly these dimensions in a minute (since the epoch). */
  points(
    namespace: string,
    name: string,
    dimensions: readonly Dimension[],
    minute: number,
  ): readonly Datapoint[] {
    return this.#metrics.get(keyOf(namespace, name, dimensions))?.points.get(minute) ?? [];
  }

  /** In the order in which they first appeared. */
  list(): readonly Readonly<Pick<CustomMetric, 'namespace' | 'name' | 'dimensions' | 'newest'>>[] {
    return [...this.#metrics.values()];
  }
}

function keyOf(namespace: string, name: string, dimensions: readonly Dimension[]): string {
  const sorted = dimensions.map(({ Name, Value }) => [Name, Value].join('\0')).sort();
  return JSON.stringify([namespace, name, sorted]);
}
