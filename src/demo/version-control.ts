import { isRecord } from './wire/input.ts';
import type { WireReply } from './wire/protocol.ts';
import type { LambdaFunction, PublishedVersion, VersionTraits } from './world/model.ts';
import { failingShare } from './world/version-traits.ts';
import type { World } from './world/world.ts';

/** The versions whose code is better or worse than their function's usual one. */
export function listVersions(world: World) {
  return world.functions.flatMap((target) =>
    [...target.versions.values()]
      .filter(({ traits }) => isUnusual(traits.current))
      .map((version) => describe(target, version)),
  );
}

/**
 * From now on lets a published version fail more or less often, or take longer:
 * `{"function": NAME, "version": "42", "errorShare": 0.5, "durationFactor": 1.7}`; what is left out stays.
 * `"failsToProvision": true` lets its provisioned concurrency fail.
 */
export function setVersion(world: World, body: unknown): WireReply {
  const change = isRecord(body) ? body : {};
  const { function: name, version: number, errorShare, durationFactor, failsToProvision, ...others } = change;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return refusal(400, `a version has no ${unknown}`);
  if (typeof name !== 'string' || typeof number !== 'string') {
    return refusal(
      400,
      'function and version are text: {"function": NAME, "version": "42", "errorShare": 0.5}',
    );
  }
  if (errorShare !== undefined && !isNumber(errorShare, 0, 1)) {
    return refusal(400, 'errorShare is a number from 0 to 1');
  }
  if (durationFactor !== undefined && !isNumber(durationFactor, 0.01, 100)) {
    return refusal(400, 'durationFactor is a number from 0.01 to 100');
  }
  if (failsToProvision !== undefined && typeof failsToProvision !== 'boolean') {
    return refusal(400, 'failsToProvision is true or false');
  }
  const target = world.functionNamed(name);
  const version = target?.versions.get(number);
  if (target === undefined) return refusal(404, `no function is named ${name}`);
  if (version === undefined) return refusal(404, `${name} has no version ${number}`);
  const before = version.traits.current;
  const usual = target.profile.errorShare;
  version.traits.set(
    {
      ...before,
      ...(errorShare === undefined ? {} : { errorShare, errorFactor: errorShare / Math.max(usual, 1e-6) }),
      ...(durationFactor === undefined ? {} : { durationFactor }),
      ...(failsToProvision === undefined ? {} : { failsToProvision }),
    },
    world.clock.now(),
  );
  return { status: 200, headers: JSON_HEADERS, body: JSON.stringify(describe(target, version)) };
}

const JSON_HEADERS = { 'content-type': 'application/json' };

function refusal(status: number, message: string): WireReply {
  return { status, headers: JSON_HEADERS, body: JSON.stringify({ message }) };
}

function isUnusual({ errorShare, errorFactor, durationFactor, failsToProvision }: VersionTraits): boolean {
  return errorShare !== undefined || errorFactor !== 1 || durationFactor !== 1 || failsToProvision === true;
}

function describe({ name, profile }: LambdaFunction, { version, traits }: PublishedVersion) {
  return {
    function: name,
    version,
    errorShare: failingShare(traits.current, profile.errorShare),
    durationFactor: traits.current.durationFactor,
    failsToProvision: traits.current.failsToProvision ?? false,
  };
}

function isNumber(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && value >= least && value <= most;
}
