import { ServiceError } from '../wire/errors.ts';
import { readInteger, readText } from '../wire/input.ts';
import type { Call, Operation } from '../wire/service.ts';
import { awsTime } from '../world/build-function.ts';
import type { LambdaFunction, ProvisionedConcurrency } from '../world/model.ts';
import { provisionedAt } from '../world/provisioned.ts';
import { traitsAt } from '../world/version-traits.ts';
import type { World } from '../world/world.ts';
import { invalidParameterValue, qualifierNotFound, resourceConflict } from './errors.ts';
import { findFunction } from './function-reference.ts';
import { readBounded, required } from './members.ts';
import { lambdaPage } from './paging.ts';
import { UNRESERVED_MINIMUM } from './put-function-concurrency.ts';
import { timings } from './timings.ts';

/** Provisions concurrency for an alias or a version; it is `IN_PROGRESS` for a while. */
export const putProvisionedConcurrencyConfig: Operation = (call) => {
  const { input, world } = call;
  required(readInteger(input, 'ProvisionedConcurrentExecutions'), 'ProvisionedConcurrentExecutions');
  const requested = readBounded(input, 'ProvisionedConcurrentExecutions', 1, Number.MAX_SAFE_INTEGER) ?? 1;
  const { target, qualifier } = findProvisionable(
    call,
    'PutProvisionedConcurrencyConfig',
    'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
  );
  refuseTwice(target, qualifier);
  refuseTooMuch(world, target, qualifier, requested);
  const now = world.clock.now();
  const before = target.provisioned.current.find((each) => each.qualifier === qualifier);
  const config: ProvisionedConcurrency = {
    qualifier,
    requested,
    lastModified: awsTime(now),
    pending: {
      until: now + timings.provision,
      available: before === undefined ? 0 : Math.min(allocatedOf(before, now), requested),
    },
  };
  const others = target.provisioned.current.filter((each) => each !== before);
  target.provisioned.set([...others, config], now);
  return provisionedStatus(target, config, now);
};

/** Provisioned concurrency of one alias or version. */
export const getProvisionedConcurrencyConfig: Operation = (call) => {
  const { target, qualifier } = findProvisionable(call, 'GetProvisionedConcurrencyConfig');
  const found = target.provisioned.current.find((each) => each.qualifier === qualifier);
  if (found !== undefined) return provisionedStatus(target, found, call.world.clock.now());
  throw new ServiceError(
    'ProvisionedConcurrencyConfigNotFoundException',
    'No Provisioned Concurrency Config found for this function',
    { status: 404, members: { Type: 'User' } },
  );
};

/** Takes it away; where there is none, nothing happens. */
export const deleteProvisionedConcurrencyConfig: Operation = (call) => {
  const { target, qualifier } = findProvisionable(call, 'DeleteProvisionedConcurrencyConfig');
  withdrawProvisioned(target, qualifier, call.world.clock.now());
  return {};
};

/** Provisioned concurrency of all a function's aliases and versions; 50 a page, and no more may be asked. */
export const listProvisionedConcurrencyConfigs: Operation = (call) => {
  const { target } = findFunction(call, 'ListProvisionedConcurrencyConfigs');
  const now = call.world.clock.now();
  const configs = target.provisioned.current.map((each) => ({
    FunctionArn: `${target.arn}:${each.qualifier}`,
    ...provisionedStatus(target, each, now),
  }));
  const page = lambdaPage(call, configs, `ListProvisionedConcurrencyConfigs ${target.name}`, 50, 50);
  return { ProvisionedConcurrencyConfigs: page.items, NextMarker: page.next };
};

/** The alias or version a call names. `$LATEST` is refused with `words`, what is not there as Lambda does. */
function findProvisionable(
  call: Call,
  action: string,
  words = 'The function resource provided must be an alias or a published version.',
): { target: LambdaFunction; qualifier: string } {
  if (readText(call.input, 'Qualifier') === '$LATEST') throw invalidParameterValue(words);
  const { target, qualifier } = findFunction(call, action, qualifierNotFound);
  if (qualifier === undefined || qualifier === '$LATEST') throw invalidParameterValue(words);
  if (target.versions.has(qualifier) || target.aliases.has(qualifier)) return { target, qualifier };
  throw qualifierNotFound(target.arn, qualifier);
}

/** An alias and the version it points to cannot both have it (facts, section 2). */
function refuseTwice(target: LambdaFunction, qualifier: string): void {
  const isProvisioned = (each: string) =>
    target.provisioned.current.some((config) => config.qualifier === each);
  const alias = target.aliases.get(qualifier);
  if (alias !== undefined) {
    if (!isProvisioned(alias.routing.current.version)) return;
    throw resourceConflict(
      "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
    );
  }
  for (const { name, routing } of target.aliases.values()) {
    if (routing.current.version === qualifier && isProvisioned(name)) {
      throw resourceConflict('Version is pointed by a Provisioned Concurrency alias');
    }
  }
}

function refuseTooMuch(world: World, target: LambdaFunction, qualifier: string, requested: number): void {
  const others = target.provisioned.current
    .filter((each) => each.qualifier !== qualifier)
    .reduce((total, each) => total + each.requested, 0);
  const reserved = target.reservedConcurrency.current;
  if (reserved !== undefined) {
    if (others + requested <= reserved) return;
    throw invalidParameterValue(
      'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
    );
  }
  // What functions without a reservation have provisioned comes out of the unreserved pool.
  const taken = world.functions
    .filter((each) => each !== target && each.reservedConcurrency.current === undefined)
    .reduce((total, each) => total + provisionedAt(each, world.clock.now()), others);
  const left = world.unreservedConcurrency - taken;
  if (requested > left) {
    throw invalidParameterValue(
      `Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [${left}].`,
    );
  }
  if (left - requested < UNRESERVED_MINIMUM) {
    throw invalidParameterValue(
      `Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED_MINIMUM}].`,
    );
  }
}

/** Takes away what an alias or version has provisioned, from an instant (ms since the epoch) on. */
export function withdrawProvisioned(target: LambdaFunction, qualifier: string, now: number): void {
  const left = target.provisioned.current.filter((each) => each.qualifier !== qualifier);
  if (left.length < target.provisioned.current.length) target.provisioned.set(left, now);
}

/** How much is allocated at an instant (ms since the epoch): it grows evenly until it is ready. */
function allocatedOf({ requested, pending }: ProvisionedConcurrency, now: number): number {
  if (pending === undefined || now >= pending.until) return requested;
  const done = Math.min(1, Math.max(0, 1 - (pending.until - now) / timings.provision));
  return pending.available + Math.floor((requested - pending.available) * done);
}

/** Environments that cannot be initialised are never there, however long one waits. */
function provisionedStatus(target: LambdaFunction, config: ProvisionedConcurrency, now: number) {
  const version = target.aliases.get(config.qualifier)?.routing.current.version ?? config.qualifier;
  if (traitsAt(target, version, now).failsToProvision === true) {
    const isTried = config.pending !== undefined && now < config.pending.until;
    return {
      RequestedProvisionedConcurrentExecutions: config.requested,
      AvailableProvisionedConcurrentExecutions: 0,
      AllocatedProvisionedConcurrentExecutions: 0,
      Status: isTried ? 'IN_PROGRESS' : 'FAILED',
      ...(isTried ? {} : { StatusReason: 'FUNCTION_ERROR_INIT_FAILURE' }),
      LastModified: config.lastModified,
    };
  }
  const allocated = allocatedOf(config, now);
  return {
    RequestedProvisionedConcurrentExecutions: config.requested,
    AvailableProvisionedConcurrentExecutions: allocated,
    AllocatedProvisionedConcurrentExecutions: allocated,
    Status: config.pending !== undefined && now < config.pending.until ? 'IN_PROGRESS' : 'READY',
    LastModified: config.lastModified,
  };
}
