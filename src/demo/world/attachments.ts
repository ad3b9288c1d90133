import type { FunctionSpec } from './function-spec.ts';
import { drawPolicies } from './invokers.ts';
import type { LambdaFunction } from './model.ts';
import { hashText, mix, unit } from './random.ts';
import type { Place } from './world.ts';

const DAY_MS = 86_400_000;

/** What Lambda does about asynchronous invocations of one qualifier that fail. */
export interface EventInvokeConfig {
  /** ms since the epoch. */
  lastModified: number;
  maximumRetryAttempts?: number;
  maximumEventAgeInSeconds?: number;
  /** ARNs of queue, topic, bus, bucket or function. */
  onSuccess?: string;
  onFailure?: string;
}

/** A function's own URL, per qualifier. */
export interface FunctionUrl {
  url: string;
  authType: 'NONE' | 'AWS_IAM';
  invokeMode: 'BUFFERED' | 'RESPONSE_STREAM';
  cors?: Readonly<Record<string, unknown>>;
  /** ms since the epoch. */
  created: number;
  lastModified: number;
}

/** One statement of a resource policy, as IAM writes it. */
export interface PolicyStatement {
  Sid: string;
  Effect: 'Allow';
  Principal: '*' | { Service: string } | { AWS: string };
  Action: string;
  Resource: string;
  Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** When a function gets its runtime's updates. */
export interface RuntimeUpdates {
  on: 'Auto' | 'FunctionUpdate' | 'Manual';
  /** The runtime version it is pinned to; with Manual only. */
  versionArn?: string;
}

/** What hangs on a function beside its configuration; maps are by qualifier, `$LATEST` for the function itself. */
export interface Attachments {
  eventInvokeConfigs: Map<string, EventInvokeConfig>;
  urls: Map<string, FunctionUrl>;
  policies: Map<string, PolicyStatement[]>;
  runtimeUpdates: Map<string, RuntimeUpdates>;
  recursiveLoop: 'Allow' | 'Terminate';
  codeSigningConfigArn?: string;
}

/** A function's attachments. Few clients ask for them, so they are drawn when the first one does. */
export function attachmentsOf(target: LambdaFunction, place: Place): Attachments {
  target.attachments ??= draw(target, target.spec, place);
  return target.attachments;
}

/** What hangs on a function that somebody has just made: nothing. */
export function noAttachments(): Attachments {
  return {
    eventInvokeConfigs: new Map(),
    urls: new Map(),
    policies: new Map(),
    runtimeUpdates: new Map(),
    recursiveLoop: 'Terminate',
  };
}

/** The account's code signing configurations, by what they do about a package that is not signed well. */
export function codeSigningArn(place: Place, policy: 'Enforce' | 'Warn'): string {
  const id = hashText(place.seed, `code signing ${policy}`).toString(16).padStart(8, '0');
  return `arn:aws:lambda:${place.region}:${place.account}:code-signing-config:csc-${`${id}${id}0`.slice(0, 17)}`;
}

/** A new URL's address: its id is random, never the function's name. */
export function urlAddress(place: Place, hash: number): string {
  let id = '';
  for (let index = 0; index < 32; index++) id += (mix(hash, index) % 36).toString(36);
  return `https://${id}.lambda-url.${place.region}.on.aws/`;
}

function draw(target: LambdaFunction, spec: FunctionSpec, place: Place): Attachments {
  const changed = place.clock.start - Math.floor((5 + unit(mix(target.key, 71)) * 300) * DAY_MS);
  const urls = new Map<string, FunctionUrl>();
  if (spec.url !== undefined) {
    const url = urlAddress(place, mix(target.key, 72));
    const rest = { invokeMode: 'BUFFERED' as const, created: changed, lastModified: changed };
    urls.set('$LATEST', { url, authType: spec.url, ...rest });
  }
  const eventInvokeConfigs = new Map<string, EventInvokeConfig>();
  const asynchronous = eventInvokeConfigOf(spec, place, changed);
  if (asynchronous !== undefined) {
    eventInvokeConfigs.set(target.profile.entrances[0]?.qualifier ?? '$LATEST', asynchronous);
  }
  const updates = runtimeUpdatesOf(target, spec);
  return {
    eventInvokeConfigs,
    urls,
    policies: drawPolicies(target, spec, place),
    runtimeUpdates: new Map(updates === undefined ? [] : [['$LATEST', updates]]),
    recursiveLoop: spec.allowsRecursion ? 'Allow' : 'Terminate',
    ...(spec.codeSigning === undefined
      ? {}
      : { codeSigningConfigArn: codeSigningArn(place, spec.codeSigning) }),
  };
}

function eventInvokeConfigOf(
  { onFailureQueue, retries, eventAgeS }: FunctionSpec,
  place: Place,
  lastModified: number,
): EventInvokeConfig | undefined {
  if (onFailureQueue === undefined && retries === undefined && eventAgeS === undefined) return undefined;
  return {
    lastModified,
    ...(retries === undefined ? {} : { maximumRetryAttempts: retries }),
    ...(eventAgeS === undefined ? {} : { maximumEventAgeInSeconds: eventAgeS }),
    ...(onFailureQueue === undefined
      ? {}
      : { onFailure: `arn:aws:sqs:${place.region}:${place.account}:${onFailureQueue}` }),
  };
}

function runtimeUpdatesOf(
  target: LambdaFunction,
  { runtimeUpdates }: FunctionSpec,
): RuntimeUpdates | undefined {
  if (runtimeUpdates === undefined) return undefined;
  const versionArn = target.state.RuntimeVersionConfig?.RuntimeVersionArn;
  const isPinned = runtimeUpdates === 'Manual' && versionArn !== undefined;
  return isPinned ? { on: runtimeUpdates, versionArn } : { on: runtimeUpdates };
}
