import { isRecord } from '../wire/input.ts';
import type { Call, Input, Operation } from '../wire/service.ts';
import { attachmentsOf, type FunctionUrl, urlAddress } from '../world/attachments.ts';
import type { LambdaFunction } from '../world/model.ts';
import { hashText } from '../world/random.ts';
import { invalidParameterValue, notFound, resourceConflict } from './errors.ts';
import { findFunction, qualified } from './function-reference.ts';
import { readChoice, readRuledText, required, type TextRule } from './members.ts';
import { lambdaPage } from './paging.ts';

/** A URL is for `$LATEST` (named by no qualifier) or for an alias, never for a version. */
const QUALIFIER: TextRule = {
  pattern: /^(?!\d+$)[0-9a-zA-Z\-_]+$/,
  spelling: '((?!^\\d+$)^[0-9a-zA-Z-_]+$)',
  largest: 128,
};

const NO_FUNCTION = 'Function does not exist';
const NO_RESOURCE = 'The resource you requested does not exist.';

/** Every URL of a function; 50 a page. */
export const listFunctionUrlConfigs: Operation = (call) => {
  const target = findNamed(call, 'ListFunctionUrlConfigs', NO_FUNCTION).target;
  const urls = [...attachmentsOf(target, call.world).urls].map(([key, url]) => urlConfig(target, key, url));
  const page = lambdaPage(call, urls, `ListFunctionUrlConfigs ${target.name}`, 50, 50);
  return { FunctionUrlConfigs: page.items, NextMarker: page.next };
};

/** One URL, by the function or its alias. */
export const getFunctionUrlConfig: Operation = (call) => {
  const { target, key, url } = findUrl(call, 'GetFunctionUrlConfig');
  return urlConfig(target, key, url);
};

/** Gives a function or an alias a URL. */
export const createFunctionUrlConfig: Operation = (call) => {
  const { input, world } = call;
  const authType = required(readChoice(input, 'AuthType', ['NONE', 'AWS_IAM']), 'AuthType');
  const invokeMode = readChoice(input, 'InvokeMode', ['BUFFERED', 'RESPONSE_STREAM']) ?? 'BUFFERED';
  const { target, key } = findOwner(call, 'CreateFunctionUrlConfig');
  const { urls } = attachmentsOf(target, world);
  if (urls.has(key)) {
    const arn = urlConfig(target, key, urls.get(key) as FunctionUrl).FunctionArn;
    throw resourceConflict(
      `Failed to create function url config for [functionArn = ${arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    );
  }
  const now = world.clock.now();
  const url: FunctionUrl = {
    url: urlAddress(world, hashText(world.seed, world.nextId())),
    authType,
    invokeMode,
    created: now,
    lastModified: now,
    ...(isRecord(input.Cors) ? { cors: input.Cors } : {}),
  };
  urls.set(key, url);
  const { LastModifiedTime, ...created } = changedConfig(target, key, url, input);
  return created;
};

/** Changes what is given of a URL; its address stays. */
export const updateFunctionUrlConfig: Operation = (call) => {
  const { input, world } = call;
  const { target, key } = findOwner(call, 'UpdateFunctionUrlConfig');
  const url = attachmentsOf(target, world).urls.get(key);
  if (url === undefined) throw notFound(NO_RESOURCE);
  const changed: FunctionUrl = {
    ...url,
    authType: readChoice(input, 'AuthType', ['NONE', 'AWS_IAM']) ?? url.authType,
    invokeMode: readChoice(input, 'InvokeMode', ['BUFFERED', 'RESPONSE_STREAM']) ?? url.invokeMode,
    lastModified: world.clock.now(),
    ...(isRecord(input.Cors) ? { cors: input.Cors } : {}),
  };
  attachmentsOf(target, world).urls.set(key, changed);
  return changedConfig(target, key, changed, input);
};

/** Takes a URL away; those of the function's aliases stay. */
export const deleteFunctionUrlConfig: Operation = (call) => {
  const { target, key } = findUrl(call, 'DeleteFunctionUrlConfig');
  attachmentsOf(target, call.world).urls.delete(key);
  return {};
};

function findUrl(call: Call, action: string): { target: LambdaFunction; key: string; url: FunctionUrl } {
  const { target, key } = findNamed(call, action, NO_RESOURCE);
  const url = attachmentsOf(target, call.world).urls.get(key);
  if (url === undefined) throw notFound(NO_RESOURCE);
  return { target, key, url };
}

/** The function or alias that is to have a URL; it must be there. */
function findOwner(call: Call, action: string): { target: LambdaFunction; key: string } {
  const owner = findNamed(call, action, NO_FUNCTION);
  if (owner.key !== '$LATEST' && !owner.target.aliases.has(owner.key)) throw notFound(NO_FUNCTION);
  return owner;
}

/** The function a call names; a missing one is refused with `missing`, unlike elsewhere. */
function findNamed(call: Call, action: string, missing: string): { target: LambdaFunction; key: string } {
  readRuledText(call.input, 'Qualifier', QUALIFIER);
  const { target, qualifier } = findFunction(call, action, () => notFound(missing));
  if (qualifier !== undefined && !/^(?!\d+$)[0-9a-zA-Z\-_]+$/.test(qualifier)) {
    throw invalidParameterValue('A function URL is for the function itself or for one of its aliases.');
  }
  return { target, key: qualifier ?? '$LATEST' };
}

/** What a change answers: with the mode only when the call set it (as recorded from AWS). */
function changedConfig(target: LambdaFunction, key: string, url: FunctionUrl, input: Input) {
  const { InvokeMode, ...config } = urlConfig(target, key, url);
  return input.InvokeMode === undefined ? config : { ...config, InvokeMode };
}

function urlConfig(target: LambdaFunction, key: string, url: FunctionUrl) {
  return {
    FunctionUrl: url.url,
    FunctionArn: qualified(target.arn, key === '$LATEST' ? undefined : key),
    AuthType: url.authType,
    ...(url.cors === undefined ? {} : { Cors: url.cors }),
    CreationTime: new Date(url.created).toISOString(),
    LastModifiedTime: new Date(url.lastModified).toISOString(),
    InvokeMode: url.invokeMode,
  };
}
