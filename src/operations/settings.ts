/** How each kind of setting is read from AWS and written to it. */
import { AppError } from '../domain/app-error.ts';
import type { Setting, SettingChange, SettingValue } from '../domain/changes/setting.ts';
import { isPolling, isSettled } from '../domain/concurrency/event-source-mapping.ts';
import { allocationFailure, allocationText } from '../domain/concurrency/provisioned.ts';
import type { Alias } from '../domain/lambda-function.ts';
import { routingOf, toRouting } from '../domain/traffic/routing.ts';
import type { AliasesGateway, PublishedState } from '../gateways/aliases.ts';
import type {
  ChangesGateway,
  EventSourceMapping,
  ProvisionedConcurrency,
  Receipt,
} from '../gateways/changes.ts';
import type { CodeDeployGateway } from '../gateways/codedeploy.ts';
import type { QueuesGateway } from '../gateways/queues.ts';

/** Where settings are read and written. */
export type SettingsGateway = ChangesGateway &
  Pick<AliasesGateway, 'alias' | 'aliases' | 'updateAlias' | 'published' | 'publishVersion'> &
  Pick<CodeDeployGateway, 'deploymentStatus' | 'stopDeployment'> &
  QueuesGateway;

/** What AWS shows of a setting. */
export interface Reading {
  /** Undefined while AWS does not tell (a mapping that is being updated). */
  readonly value: SettingValue | undefined;
  /** Nothing is under way in AWS with what the setting belongs to: it can be written, and will stay. */
  readonly settled: boolean;
  /** What AWS is still at to make the value true, for a person: `allocating 3 of 10`. */
  readonly underway?: string;
  /** Why AWS cannot make it true. */
  readonly failure?: string;
  /** AWS's own mark of this state, where it has one: a write that names it is refused when it is no longer so. */
  readonly revision?: string;
}

/** Reads a setting as it is now; rejects with an AppError (`not-found` when what it belongs to is gone). */
export async function readSetting(
  gateway: SettingsGateway,
  setting: Setting,
  signal?: AbortSignal,
): Promise<Reading> {
  switch (setting.kind) {
    case 'reserved-concurrency':
      return reservedReading(await gateway.reservedConcurrency(setting.functionArn, signal));
    case 'provisioned-concurrency': {
      const all = await gateway.provisionedConcurrency(setting.functionArn, signal);
      return provisionedReading(all, setting.qualifier);
    }
    case 'event-source-enabled':
      return enabledReading(await gateway.eventSourceMapping(setting.uuid, signal));
    case 'event-source-concurrency':
      return maximumReading(await gateway.eventSourceMapping(setting.uuid, signal));
    case 'alias-routing':
      return routingReading(await gateway.alias(setting.functionArn, setting.alias, signal));
    case 'deployment':
      return deploymentReading(await gateway.deploymentStatus(setting.id, signal));
    case 'published-version':
      return publishedReading(await gateway.published(setting.functionArn, signal));
    case 'queue-retention': {
      const { retentionS } = await gateway.queueAttributes(setting.queueArn, signal);
      return { value: retentionS ?? undefined, settled: true };
    }
  }
}

/** Reserved concurrency as a reading; AWS changes it at once. */
export function reservedReading(reserved: number | null): Reading {
  return { value: reserved, settled: true };
}

/** A qualifier's provisioned concurrency as a reading: what was asked for, settled when it is there. */
export function provisionedReading(all: readonly ProvisionedConcurrency[], qualifier: string): Reading {
  const found = all.find((each) => each.qualifier === qualifier);
  if (!found) return { value: null, settled: true };
  const [underway, failure] = [allocationText(found), allocationFailure(found)];
  return {
    value: found.requested,
    settled: underway === null,
    ...(underway === null ? {} : { underway }),
    ...(failure === null ? {} : { failure }),
  };
}

/** Whether a mapping is on, as a reading: Disabling reads as off already, and is not settled. */
export function enabledReading(mapping: EventSourceMapping): Reading {
  return { value: isPolling(mapping) ?? undefined, settled: isSettled(mapping) };
}

/** A mapping's own limit as a reading. */
export function maximumReading(mapping: EventSourceMapping): Reading {
  return { value: mapping.maximumConcurrency, settled: isSettled(mapping) };
}

/** Where an alias sends its traffic, as a reading; AWS changes it at once. */
function routingReading(alias: Alias): Reading {
  return { value: routingOf(alias), settled: true, revision: alias.revisionId };
}

/** How a deployment goes, as a reading. */
function deploymentReading(status: string): Reading {
  const isOver = OVER.has(status);
  return { value: isOver ? status : 'InProgress', settled: isOver };
}

const OVER: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'Stopped']);

/** The newest version as a reading; settled when AWS has prepared it. */
export function publishedReading({ newest, code }: PublishedState): Reading {
  return { value: { version: newest?.version ?? null, code }, settled: newest?.state !== 'Pending' };
}

/** Whether AWS refuses to write the setting while something is under way with it (ResourceInUse). */
export function mustBeSettled({ kind }: Setting): boolean {
  return kind === 'event-source-enabled' || kind === 'event-source-concurrency';
}

/** AWS took the call; `unchanged`: and said that there was nothing to do. */
interface Written extends Receipt {
  readonly unchanged?: boolean;
}

/**
 * Writes the new value: one attempt, as ChangesGateway describes.
 *
 * @param seen what was read last; what has a revision is written on that one only
 */
export async function writeSetting(
  gateway: SettingsGateway,
  { setting, to }: SettingChange,
  { value, revision }: Reading,
  signal?: AbortSignal,
): Promise<Written> {
  switch (setting.kind) {
    case 'reserved-concurrency':
      return to === null
        ? gateway.deleteReservedConcurrency(setting.functionArn, signal)
        : gateway.putReservedConcurrency(setting.functionArn, numberFrom(to), signal);
    case 'provisioned-concurrency':
      return to === null
        ? gateway.deleteProvisionedConcurrency(setting.functionArn, setting.qualifier, signal)
        : gateway.putProvisionedConcurrency(setting.functionArn, setting.qualifier, numberFrom(to), signal);
    case 'event-source-enabled':
      return gateway.updateEventSourceMapping(setting.uuid, { enabled: to === true }, signal);
    case 'event-source-concurrency':
      return gateway.updateEventSourceMapping(
        setting.uuid,
        { maximumConcurrency: to === null ? null : numberFrom(to) },
        signal,
      );
    case 'alias-routing': {
      const routing = toRouting(to);
      if (!routing || revision === undefined) throw damaged(to);
      return gateway.updateAlias(
        setting.functionArn,
        setting.alias,
        { ...routing, revisionId: revision },
        signal,
      );
    }
    case 'deployment':
      return gateway.stopDeployment(setting.id, signal);
    case 'queue-retention':
      return gateway.setRetention(setting.queueUrl, numberFrom(to), signal);
    case 'published-version': {
      const code = partOf(to, 'code');
      const { version, requestId } = await gateway.publishVersion(setting.functionArn, code, signal);
      // AWS answers with the last version when nothing was changed since: there is nothing to wait for.
      return partOf(value, 'version') === version ? { requestId, unchanged: true } : { requestId };
    }
  }
}

function partOf(value: SettingValue | undefined, part: string): string | null {
  const found = typeof value === 'object' && value !== null ? value[part] : null;
  return typeof found === 'string' ? found : null;
}

/** A journal that was edited by hand must not make us write nonsense. */
function numberFrom(value: SettingValue): number {
  if (typeof value === 'number') return value;
  throw damaged(value);
}

function damaged(value: SettingValue): AppError {
  return new AppError(
    'refused',
    `${JSON.stringify(value)} is nothing that could be set: the journal entry is damaged.`,
  );
}
