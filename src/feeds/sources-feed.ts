/** Learns which functions read a stream: only theirs have an iterator age worth asking (and paying) for. */
import type { AppError } from '../domain/app-error.ts';
import type { FunctionsGateway } from '../gateways/gateways.ts';
import type { HealthStore } from '../stores/health-store.ts';
import { createPoller, type Poller } from './poller.ts';

/** Event source mappings change rarely; ms between two readings of the region's list. */
const REFRESH_MS = 10 * 60_000;

/**
 * The services whose event source mappings have an iterator age, as an ARN's third part names them; `rds` is
 * DocumentDB. Kafka has none, it has OffsetLag (Lambda developer guide, "Types of metrics for Lambda functions").
 */
const STREAM_SERVICES = new Set(['kinesis', 'dynamodb', 'rds']);

/** Fills `streamReaders`. Without the permission, iterator ages stay unknown and the rest works. */
export function createSourcesFeed(
  gateway: FunctionsGateway,
  store: HealthStore,
  onError: (error: AppError) => void,
): Poller {
  return createPoller({
    read: async (signal) => {
      const streamReaders = new Set<string>();
      for await (const page of gateway.eventSources(signal)) {
        for (const { functionArn, sourceArn } of page) {
          const service = sourceArn?.split(':')[2];
          const name = functionArn.split(':')[6];
          if (name && service && STREAM_SERVICES.has(service)) streamReaders.add(name);
        }
      }
      store.setState({ streamReaders });
      return REFRESH_MS;
    },
    onError,
  });
}
