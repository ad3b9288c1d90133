import { type Durations, durationAtRank } from '../world/traffic/durations.ts';

/** CloudWatch's statistic set of one metric over one stretch of time. */
export interface Datapoint {
  /** SampleCount. */
  count: number;
  sum: number;
  min: number;
  max: number;
  /** What the values were, where percentiles can be told from more than the set. */
  durations?: () => readonly Durations[];
  /** The values themselves with how often each occurred, where they were put in. */
  values?: readonly { value: number; weight: number }[];
}

/** A statistic as a function of a datapoint. */
export type Statistic = (point: Datapoint) => number;

/** About this many values stand for all durations when minutes, versions or functions are merged. */
const REPRESENTATIVES = 2048;
/** Of more parts than this the busiest speak for all: they have nearly all of the invocations. */
const MOST_PARTS = 512;

/** The statistic of that name (`Sum`, `p99`, …), or undefined when CloudWatch has none such here. */
export function statisticNamed(name: string): Statistic | undefined {
  switch (name) {
    case 'Sum':
      return (point) => point.sum;
    case 'Average':
      return (point) => point.sum / point.count;
    case 'Minimum':
      return (point) => point.min;
    case 'Maximum':
      return (point) => point.max;
    case 'SampleCount':
      return (point) => point.count;
  }
  const percent = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(name)?.[1];
  return percent === undefined ? undefined : (point) => percentile(point, Number(percent) / 100);
}

/** One datapoint for several, or undefined when there are none. */
export function merge(points: readonly Datapoint[]): Datapoint | undefined {
  const [first] = points;
  if (first === undefined || points.length === 1) return first;
  const merged = { count: 0, sum: 0, min: first.min, max: first.max };
  for (const point of points) {
    merged.count += point.count;
    merged.sum += point.sum;
    if (point.min < merged.min) merged.min = point.min;
    if (point.max > merged.max) merged.max = point.max;
  }
  if (points.every((point) => point.values !== undefined)) {
    return { ...merged, values: points.flatMap((point) => point.values ?? []) };
  }
  if (first.durations === undefined) return merged;
  return { ...merged, durations: () => points.flatMap((point) => point.durations?.() ?? []) };
}

/** The value below which a share (0–1) of the samples lies. */
function percentile(point: Datapoint, share: number): number {
  if (point.values !== undefined) return weightedPercentile(point.values, share);
  if (point.durations !== undefined) return durationPercentile(point.durations(), share);
  if (point.max <= 1) return point.sum / point.count > 1 - share ? point.max : point.min;
  return point.min + (point.max - point.min) * share;
}

function durationPercentile(all: readonly Durations[], share: number): number {
  const parts =
    all.length <= MOST_PARTS
      ? all
      : all.toSorted((left, right) => right.count - left.count).slice(0, MOST_PARTS);
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return durationAtRank(only, rankOf(share, only.count));
  const perPart = Math.max(4, Math.min(64, Math.floor(REPRESENTATIVES / parts.length)));
  const values: { value: number; weight: number }[] = [];
  for (const part of parts) {
    const count = Math.min(part.count, perPart);
    for (let index = 0; index < count; index++) {
      const rank = Math.floor(((index + 0.5) / count) * part.count);
      values.push({ value: durationAtRank(part, rank), weight: part.count / count });
    }
  }
  return weightedPercentile(values, share);
}

function weightedPercentile(values: readonly { value: number; weight: number }[], share: number): number {
  const sorted = values.toSorted((left, right) => left.value - right.value);
  const total = sorted.reduce((sum, each) => sum + each.weight, 0);
  let seen = 0;
  for (const { value, weight } of sorted) {
    seen += weight;
    if (seen >= share * total) return value;
  }
  return sorted.at(-1)?.value ?? 0;
}

function rankOf(share: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.ceil(share * count) - 1));
}
