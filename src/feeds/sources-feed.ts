/** Learns which functions read a stream: only theirs have an iterator age worth asking (and paying) for. */
import type { AppError } from '../domain/app-error.ts';
import type { EventSource, FunctionsGateway } from '../gateways/gateways.ts';
import type { HealthStore } from '../stores/health-store.ts';
import { createPoller, type Poller } from './poller.ts';

/** Event source mappings change rarely; ms between two readings of the region's list. */
const REFRESH_MS = 10 * 60_000;

/**
 * The services whose event source mappings have an iterator age, as an ARN's third part names them; `rds` is
 * DocumentDB. Kafka has none, it has OffsetLag (Lambda developer guide, "Types of metrics for Lambda functions").
 */
const STREAM_SERVICES = new Set(['kinesis', 'dynamodb', 'rds']);

/** Fills `streamReaders`, and hands on all mappings of the region. Without the permission, iterator ages stay unknown and the rest works. */
export function createSourcesFeed(
  gateway: FunctionsGateway,
  store: HealthStore,
  onError: (error: AppError) => void,
  onSources: (sources: readonly EventSource[]) => void = () => {},
): Poller {
  return createPoller({
    read: async (signal) => {
      const streamReaders = new Set<string>();
      const all: EventSource[] = [];
      for await (const page of gateway.eventSources(signal)) {
        all.push(...page);
        for (const { functionArn, sourceArn } of page) {
          const service = sourceArn?.split(':')[2];
          const name = functionArn.split(':')[6];
          if (name && service && STREAM_SERVICES.has(service)) streamReaders.add(name);
        }
      }
      store.setState({ streamReaders });
      onSources(all);
      return REFRESH_MS;
    },
    onError,
  });
}
