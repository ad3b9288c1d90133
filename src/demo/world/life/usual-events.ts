import { drawPolicies } from '../invokers.ts';
import type { LambdaFunction } from '../model.ts';
import { jobOf } from '../queues/contents.ts';
import { hexText, mix, uuidText } from '../random.ts';
import type { World } from '../world.ts';

/** Writes an event that a function is given, as JSON text; `hash` differs each time, `at` in ms since the epoch. */
export type EventWriter = (hash: number, at: number) => string;

/** What invokes a function asynchronously, in the words of that service. */
export function usualEvents(world: World, target: LambdaFunction): EventWriter {
  const statements = [...drawPolicies(target, target.spec, world).values()].flat();
  const invoker = statements.find(({ Principal }) => typeof Principal === 'object' && 'Service' in Principal);
  const service = JSON.stringify(invoker?.Principal ?? '');
  const source = Object.values(invoker?.Condition?.ArnLike ?? {})[0] ?? '';
  if (target.profile.source === 'schedule') return scheduled(world, source);
  if (service.includes('s3.')) return uploaded(world, source);
  return service.includes('sns.') ? published(target, source) : ruled(world, target);
}

function scheduled({ account, region }: World, rule: string): EventWriter {
  return (hash, at) =>
    JSON.stringify({
      version: '0',
      id: uuidText(hash),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account,
      time: secondOf(at),
      region,
      resources: [rule],
      detail: {},
    });
}

function ruled({ account, region }: World, { name }: LambdaFunction): EventWriter {
  const [domain = 'company'] = name.split('-');
  return (hash, at) => {
    const { type, data }: { type: string; data: unknown } = JSON.parse(jobOf(name, hash, at).body);
    return JSON.stringify({
      version: '0',
      id: uuidText(hash),
      'detail-type': type,
      source: `company.${domain}`,
      account,
      time: secondOf(at),
      region,
      resources: [],
      detail: data,
    });
  };
}

function published({ name }: LambdaFunction, topic: string): EventWriter {
  return (hash, at) => {
    const { body } = jobOf(name, hash, at);
    const Sns = {
      Type: 'Notification',
      MessageId: uuidText(hash),
      TopicArn: topic,
      Subject: null,
      Message: body,
      Timestamp: new Date(at).toISOString(),
      MessageAttributes: {},
    };
    const EventSubscriptionArn = `${topic}:${uuidText(mix(hash, 1))}`;
    return JSON.stringify({
      Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn, Sns }],
    });
  };
}

function uploaded({ region }: World, bucket: string): EventWriter {
  return (hash, at) => {
    const object = {
      key: `in/${hexText(hash, 16)}.jpg`,
      size: 20_000 + (mix(hash, 2) % 4_000_000),
      eTag: hexText(mix(hash, 3), 32),
      sequencer: hexText(mix(hash, 4), 18).toUpperCase(),
    };
    const s3 = {
      s3SchemaVersion: '1.0',
      configurationId: 'uploads',
      bucket: { name: bucket.slice(bucket.lastIndexOf(':') + 1), arn: bucket },
      object,
    };
    const common = { eventVersion: '2.1', eventSource: 'aws:s3', awsRegion: region };
    return JSON.stringify({
      Records: [{ ...common, eventTime: new Date(at).toISOString(), eventName: 'ObjectCreated:Put', s3 }],
    });
  };
}

/** As EventBridge writes times. */
function secondOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
