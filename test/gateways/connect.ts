import { vi } from 'vitest';
import { silentLogger } from '../../src/domain/logger.ts';
import { connect } from '../../src/gateways/aws/account.ts';
import type { AwsAccount } from '../../src/gateways/gateways.ts';
import type { Scope } from '../../src/gateways/scope.ts';

/** A scope on a custom endpoint, with dummy keys in the environment and no profile. */
export function scopeAt(endpoint: string, changes: Partial<Scope> = {}): Scope {
  return {
    profile: null,
    region: 'eu-west-1',
    regionSource: '--region',
    endpoint,
    endpointSource: '--endpoint-url',
    serviceEndpoints: {},
    readOnly: false,
    write: false,
    rules: [],
    ...changes,
  };
}

/** Makes the SDK's default chain find dummy keys and nothing of this machine. */
export function useDummyKeys(): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIADUMMY');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'dummy');
  vi.stubEnv('AWS_SESSION_TOKEN', undefined);
  vi.stubEnv('AWS_PROFILE', undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent/config');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent/credentials');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
}

/** Connects as main.tsx does, without a log. */
export function connectTo(endpoint: string, changes: Partial<Scope> = {}): AwsAccount {
  return connect(scopeAt(endpoint, changes), { logger: silentLogger, clock: { now: () => Date.now() } });
}

/** All items of a stream. */
export async function all<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of stream) items.push(item);
  return items;
}
