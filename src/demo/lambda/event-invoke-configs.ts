import { readRecord } from '../wire/input.ts';
import type { Call, Input, Operation } from '../wire/service.ts';
import { Timestamp } from '../wire/timestamp.ts';
import { attachmentsOf, type EventInvokeConfig } from '../world/attachments.ts';
import type { LambdaFunction } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { invalidParameterValue, notFound } from './errors.ts';
import { findFunction, functionArn, parseFunctionName } from './function-reference.ts';
import { readBounded, readRuledText } from './members.ts';
import { lambdaPage } from './paging.ts';

const DESTINATION = {
  pattern:
    /^$|^arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9-])+:([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)$/,
  spelling:
    '$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)',
  largest: 350,
};
const MISSING_FUNCTION = "The function doesn't exist.";

/** A function's configurations for asynchronous invocation, one per qualifier; 50 a page. */
export const listFunctionEventInvokeConfigs: Operation = (call) => {
  const { target } = findExisting(call, 'ListFunctionEventInvokeConfigs');
  const configs = [...attachmentsOf(target, call.world).eventInvokeConfigs].map(([qualifier, config]) =>
    written(target, qualifier, config),
  );
  const page = lambdaPage(call, configs, `ListFunctionEventInvokeConfigs ${target.name}`, 50, 50);
  return { FunctionEventInvokeConfigs: page.items, NextMarker: page.next };
};

/** One of them. Where there is none, and where there is no function, the words are the same (facts, section 1). */
export const getFunctionEventInvokeConfig: Operation = (call) => {
  const { target, qualifier, config } = findConfig(call, 'GetFunctionEventInvokeConfig');
  return written(target, qualifier, config);
};

/** Sets one anew: what is left out is unset. */
export const putFunctionEventInvokeConfig: Operation = (call) => {
  refuseEmpty(call.input);
  const { target, qualifier } = findExisting(call, 'PutFunctionEventInvokeConfig');
  const now = call.world.clock.now();
  const config = { ...readChanges(call, target), lastModified: now };
  attachmentsOf(target, call.world).eventInvokeConfigs.set(qualifier, config);
  call.world.onFailurePathChanged(target, now);
  return written(target, qualifier, config);
};

/** Changes what is given of one that is there. */
export const updateFunctionEventInvokeConfig: Operation = (call) => {
  refuseEmpty(call.input);
  findExisting(call, 'UpdateFunctionEventInvokeConfig');
  const { target, qualifier, config } = findConfig(call, 'UpdateFunctionEventInvokeConfig');
  const { onFailure, onSuccess, ...rest } = config;
  const isKept = call.input.DestinationConfig === undefined;
  const now = call.world.clock.now();
  const changed: EventInvokeConfig = {
    ...rest,
    ...(isKept ? withoutUndefined({ onFailure, onSuccess }) : {}),
    ...readChanges(call, target),
    lastModified: now,
  };
  attachmentsOf(target, call.world).eventInvokeConfigs.set(qualifier, changed);
  call.world.onFailurePathChanged(target, now);
  return written(target, qualifier, changed);
};

/** Takes one away. */
export const deleteFunctionEventInvokeConfig: Operation = (call) => {
  const { target, qualifier } = findConfig(call, 'DeleteFunctionEventInvokeConfig');
  attachmentsOf(target, call.world).eventInvokeConfigs.delete(qualifier);
  call.world.onFailurePathChanged(target, call.world.clock.now());
  return {};
};

/** The configuration in force for what calls `qualifier`, if there is one. */
export function eventInvokeConfigOf(
  world: World,
  target: LambdaFunction,
  qualifier: string,
): EventInvokeConfig | undefined {
  return attachmentsOf(target, world).eventInvokeConfigs.get(qualifier);
}

function findConfig(call: Call, action: string) {
  const named = parseFunctionName(call, String(call.input.FunctionName ?? ''), action);
  const target = call.world.functionNamed(named.name);
  const qualifier = named.qualifier ?? '$LATEST';
  const config = target === undefined ? undefined : eventInvokeConfigOf(call.world, target, qualifier);
  if (target === undefined || config === undefined) {
    const arn = functionArn(call.world, named.name);
    throw notFound(`The function ${arn}:${qualifier} doesn't have an EventInvokeConfig`);
  }
  return { target, qualifier, config };
}

function findExisting(call: Call, action: string): { target: LambdaFunction; qualifier: string } {
  const { target, qualifier = '$LATEST' } = findFunction(call, action, () => notFound(MISSING_FUNCTION));
  const isThere = qualifier === '$LATEST' || target.versions.has(qualifier) || target.aliases.has(qualifier);
  if (!isThere) throw notFound(MISSING_FUNCTION);
  return { target, qualifier };
}

function refuseEmpty({ MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig }: Input): void {
  if ((MaximumRetryAttempts ?? MaximumEventAgeInSeconds ?? DestinationConfig ?? undefined) !== undefined)
    return;
  throw invalidParameterValue('You must specify at least one of error handling or destination setting.');
}

function readChanges(call: Call, target: LambdaFunction): Partial<EventInvokeConfig> {
  const { input } = call;
  const destinations = readRecord(input, 'DestinationConfig');
  const destination = (kind: string) =>
    readRuledText(
      readRecord(destinations, kind),
      'Destination',
      DESTINATION,
      `destinationConfig.o${kind.slice(1)}`,
    ) || undefined;
  const [onSuccess, onFailure] = [destination('OnSuccess'), destination('OnFailure')];
  for (const arn of [onSuccess, onFailure]) {
    if (arn !== undefined && !/^arn:aws[^:]*:(sqs|sns|lambda|events|s3):/.test(arn)) {
      const part = (kind: string, value: string | undefined) =>
        value === undefined ? 'null' : `${kind}(destination=${value})`;
      throw invalidParameterValue(
        `The provided destination config DestinationConfig(onSuccess=${part('OnSuccess', onSuccess)}, onFailure=${part('OnFailure', onFailure)}) is invalid.`,
      );
    }
    if (arn === target.arn || arn?.startsWith(`${target.arn}:`) === true) {
      throw invalidParameterValue("You can't specify the function as a destination for itself.");
    }
    const [, name] = /^arn:aws[^:]*:lambda:[^:]*:\d*:function:([^:]+)/.exec(arn ?? '') ?? [];
    if (name !== undefined && call.world.functionNamed(name) === undefined) {
      throw invalidParameterValue(`The destination ARN ${arn} is invalid.`);
    }
  }
  return withoutUndefined({
    maximumRetryAttempts: readBounded(input, 'MaximumRetryAttempts', 0, 2),
    maximumEventAgeInSeconds: readBounded(input, 'MaximumEventAgeInSeconds', 60, 21_600),
    onSuccess,
    onFailure,
  });
}

function withoutUndefined<T>(members: { [Name in keyof T]: T[Name] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** No destination is an empty structure, not an absent one (facts, section 1). */
function written(target: LambdaFunction, qualifier: string, config: EventInvokeConfig) {
  const destination = (arn: string | undefined) => (arn === undefined ? {} : { Destination: arn });
  return {
    LastModified: new Timestamp(config.lastModified),
    FunctionArn: `${target.arn}:${qualifier}`,
    ...(config.maximumRetryAttempts === undefined
      ? {}
      : { MaximumRetryAttempts: config.maximumRetryAttempts }),
    ...(config.maximumEventAgeInSeconds === undefined
      ? {}
      : { MaximumEventAgeInSeconds: config.maximumEventAgeInSeconds }),
    DestinationConfig: { OnSuccess: destination(config.onSuccess), OnFailure: destination(config.onFailure) },
  };
}
