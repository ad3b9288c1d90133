import type { FunctionSpec } from '../function-spec.ts';
import { hashText, mix, pick, unit } from '../random.ts';
import type { Shape, Source } from '../traffic/profile.ts';

const DOMAINS = [
  'checkout', 'orders', 'catalog', 'payments', 'shipping', 'search', 'identity', 'notify', 'billing', 'media',
  'inventory', 'pricing', 'loyalty', 'fraud', 'reports', 'partner', 'returns', 'reviews', 'support', 'tax',
]; // biome-ignore format: a list to skim
const ENTITIES = [
  'order', 'invoice', 'basket', 'product', 'customer', 'session', 'image', 'event', 'voucher', 'parcel', 'refund',
  'price', 'stock', 'email', 'webhook', 'document', 'ledger', 'profile', 'report', 'token',
]; // biome-ignore format: a list to skim
const ACTIONS = [
  'api', 'worker', 'consumer', 'sync', 'import', 'export', 'validate', 'enrich', 'publish', 'archive', 'cleanup',
  'notify', 'index', 'resize', 'transform', 'audit', 'retry', 'projector', 'scheduler', 'gateway',
]; // biome-ignore format: a list to skim
const STAGES = ['prod', 'prod', 'prod', 'staging', 'dev'];
const RUNTIMES = [
  'nodejs22.x', 'nodejs22.x', 'nodejs24.x', 'nodejs20.x', 'nodejs18.x', 'nodejs16.x', 'python3.13', 'python3.12',
  'python3.12', 'python3.9', 'java21', 'java17', 'provided.al2023', 'dotnet8', 'ruby3.3', 'go1.x', 'image',
]; // biome-ignore format: a list to skim
const SOURCES: readonly Source[] = ['sync', 'sync', 'sync', 'async', 'queue', 'stream', 'schedule'];
const LONG_NAME = 64;

/**
 * The spec of the `index`-th of arbitrarily many functions of a big company: 8,000 distinct middles,
 * a number behind them beyond that. One in 40 has a name of the full 64 characters.
 */
export function generatedSpec(index: number, seed: number): FunctionSpec {
  const spread = (index * 7919) % 8000;
  const domain = pick(DOMAINS, spread);
  const entity = pick(ENTITIES, Math.floor(spread / 20));
  const action = pick(ACTIONS, Math.floor(spread / 400));
  const hash = hashText(seed, `generated ${index}`);
  const round = index < 8000 ? '' : `-${Math.floor(index / 8000) + 1}`;
  const shape = shapeOf(mix(hash, 3));
  const name = `${domain}-${entity}-${action}${round}-${pick(STAGES, mix(7, index))}`;
  return {
    name: index % 40 === 7 ? lengthened(name, index) : name,
    runtime: pick(RUNTIMES, mix(hash, 1)),
    team: domain,
    arm: mix(hash, 2) % 3 === 0,
    shape,
    source: pick(SOURCES, mix(hash, 4)),
    ratePerMinute: rateOf(shape, mix(hash, 5)),
    ...(mix(hash, 6) % 4 === 0 ? { versions: 2, aliases: [{ name: 'live', version: 2 }] } : {}),
    ...(mix(hash, 7) % 50 === 0 ? { troubles: [{ kind: 'errors', amount: 0.12, from: -35 }] } : {}),
    ...(mix(hash, 8) % 5 === 0 ? { vpc: 2 } : {}),
    environment: { STAGE: name.slice(name.lastIndexOf('-') + 1), LOG_LEVEL: 'info' },
  };
}

function lengthened(name: string, index: number): string {
  const filler = `-with-a-generated-name-${index.toString(36)}-as-frameworks-like-them-very-long`;
  return (name + filler).slice(0, LONG_NAME - 1) + (index % 10);
}

function shapeOf(hash: number): Shape {
  const share = unit(hash);
  if (share < 0.12) return 'idle';
  if (share < 0.2) return 'rare';
  if (share < 0.26) return 'every5';
  if (share < 0.3) return 'hourly';
  if (share < 0.34) return 'night';
  if (share < 0.45) return 'office';
  return share < 0.8 ? 'day' : 'flat';
}

/** Most functions see little; a few see thousands a minute, and schedules a handful a run. */
function rateOf(shape: Shape, hash: number): number {
  if (shape === 'every5') return 0.2;
  if (shape === 'rare') return 0.02;
  return shape === 'hourly' || shape === 'night' ? 0.2 + unit(hash) * 8 : 0.2 + unit(hash) ** 9 * 3000;
}
