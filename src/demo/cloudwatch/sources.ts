import type { World } from '../world/world.ts';
import { CustomMetrics } from './custom-metrics.ts';
import { QueueMetrics } from './queue-metrics.ts';
import { RegionMetrics } from './region-metrics.ts';

/** Where CloudWatch's figures come from: the world, and what clients have put in. */
export interface MetricSources {
  world: World;
  region: RegionMetrics;
  queues: QueueMetrics;
  custom: CustomMetrics;
}

/** The sources of one account. */
export function createSources(world: World): MetricSources {
  return {
    world,
    region: new RegionMetrics(world),
    queues: new QueueMetrics(world),
    custom: new CustomMetrics(),
  };
}
