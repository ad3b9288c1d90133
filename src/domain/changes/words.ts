/** Settings and changes in words, and as the members of `--json`. */
import { durationTyped } from '../duration.ts';
import { type Routing, routingText, toRouting } from '../traffic/routing.ts';
import type { Plan, Unchanged } from './plan.ts';
import { NEXT_VERSION, type Setting, type SettingChange, type SettingValue } from './setting.ts';

/** What a setting is called: "reserved concurrency", "trigger orders-queue". */
export function settingLabel(setting: Setting): string {
  switch (setting.kind) {
    case 'reserved-concurrency':
      return 'reserved concurrency';
    case 'provisioned-concurrency':
      return `provisioned concurrency of ${setting.qualifier}`;
    case 'event-source-enabled':
      return `trigger ${sourceName(setting)}`;
    case 'event-source-concurrency':
      return `maximum concurrency of trigger ${sourceName(setting)}`;
    case 'alias-routing':
      return `alias ${setting.alias}`;
    case 'deployment':
      return `CodeDeploy deployment ${setting.id}`;
    case 'published-version':
      return 'newest version';
    case 'queue-retention':
      return 'kept for';
  }
}

/** A value as it reads beside its label: "unset", "25", "off", "41 90 %, 42 10 %", "14d". */
export function valueText({ kind }: Setting, value: SettingValue): string {
  if (kind === 'event-source-enabled') return value === true ? 'on' : 'off';
  const routing = kind === 'alias-routing' ? toRouting(value) : null;
  if (routing) return routingText(routing);
  if (kind === 'published-version') return publishedText(value);
  if (kind === 'queue-retention' && typeof value === 'number') return durationTyped(value);
  return value === null ? 'unset' : String(value);
}

function publishedText(value: SettingValue): string {
  const version = typeof value === 'object' && value !== null ? value.version : null;
  if (version === NEXT_VERSION) return 'the next';
  return typeof version === 'string' ? version : 'none';
}

/** "reserved concurrency: 25 → 0". */
export function changeText({ setting, from, to }: SettingChange): string {
  return `${settingLabel(setting)}: ${valueText(setting, from)} → ${valueText(setting, to)}`;
}

/** ARNs whose resource says what it is before its name: `stream/NAME`, `table/NAME/stream/…`, `broker:NAME:ID`. */
const KINDS_OF_SOURCE = /^(stream|table|cluster|broker)[/:]/;

/** The name of a queue, stream, table or cluster; the mapping's id where AWS names none. */
export function sourceName({
  sourceArn,
  uuid,
}: {
  readonly sourceArn: string | null;
  readonly uuid: string;
}): string {
  const resource = sourceArn?.split(':').slice(5).join(':').replace(KINDS_OF_SOURCE, '');
  return resource?.split(/[/:]/)[0] || uuid;
}

/** Settings of one function, or queue, as `--json` shows them in `before` and `after`; only those that a plan touches. */
export interface SettingsJson {
  /** null = unset. */
  reservedConcurrency?: number | null;
  /** By alias or version. */
  provisionedConcurrency?: Record<string, number | null>;
  /** By UUID. */
  eventSourceMappings?: Record<
    string,
    { source: string | null; enabled?: boolean; maximumConcurrency?: number | null }
  >;
  /** By name. */
  aliases?: Record<string, Routing | null>;
  /** CodeDeploy's status, by id. */
  deployments?: Record<string, string>;
  /** null = none, or not known before it is published. */
  newestVersion?: string | null;
  /** Of a queue, seconds. */
  retentionS?: number | null;
}

/** The settings a plan is about, as they are before it or will be after it; what it leaves alone is in both. */
export function planSettingsJson(
  { unchanged, stages }: Pick<Plan, 'unchanged' | 'stages'>,
  when: 'before' | 'after',
): SettingsJson {
  const changes = stages.flatMap((stage) => stage.changes);
  // A setting may change several times on the way: its first value, or its last, is the one that is kept.
  const ordered = when === 'before' ? changes.toReversed() : changes;
  return settingsJson([
    ...unchanged,
    ...ordered.map(({ setting, from, to }) => ({ setting, value: when === 'before' ? from : to })),
  ]);
}

/** Settings with their values as an object; of several values of one setting the last. */
export function settingsJson(settings: readonly Unchanged[]): SettingsJson {
  const json: SettingsJson = {};
  for (const { setting, value } of settings) put(json, setting, value);
  return json;
}

function put(json: SettingsJson, setting: Setting, value: SettingValue): void {
  const number = typeof value === 'number' ? value : null;
  switch (setting.kind) {
    case 'reserved-concurrency':
      json.reservedConcurrency = number;
      break;
    case 'provisioned-concurrency':
      json.provisionedConcurrency = { ...json.provisionedConcurrency, [setting.qualifier]: number };
      break;
    case 'alias-routing':
      json.aliases = { ...json.aliases, [setting.alias]: toRouting(value) };
      break;
    case 'deployment':
      json.deployments = { ...json.deployments, [setting.id]: String(value) };
      break;
    case 'published-version': {
      const version = typeof value === 'object' && value !== null ? value.version : null;
      json.newestVersion = typeof version === 'string' && version !== NEXT_VERSION ? version : null;
      break;
    }
    case 'queue-retention':
      json.retentionS = number;
      break;
    default: {
      const { uuid, sourceArn: source } = setting;
      const part =
        setting.kind === 'event-source-enabled'
          ? { enabled: value === true }
          : { maximumConcurrency: number };
      const mapping = { source, ...json.eventSourceMappings?.[uuid], ...part };
      json.eventSourceMappings = { ...json.eventSourceMappings, [uuid]: mapping };
    }
  }
}
