import { readText } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { awsTime } from '../world/build-function.ts';
import { Dated } from '../world/dated.ts';
import type { FunctionConfiguration, LambdaFunction } from '../world/model.ts';
import { USUAL_TRAITS } from '../world/version-traits.ts';
import type { World } from '../world/world.ts';
import { invalidParameterValue } from './errors.ts';
import { configurationOf } from './function-reference.ts';
import { busyUntil } from './function-state.ts';
import { findForUpdate } from './function-update.ts';
import { fullConfiguration } from './get-function-configuration.ts';
import { readRuledText } from './members.ts';
import { timings } from './timings.ts';

/** Makes a version of `$LATEST`; when nothing has changed since the last one, answers with that. */
export const publishVersion: Operation = (call) => {
  const { input, world } = call;
  const description = readRuledText(input, 'Description', { largest: 256 });
  const target = findForUpdate(call, 'PublishVersion');
  const { CodeSha256 } = target.configuration;
  const expected = readText(input, 'CodeSha256');
  if (expected !== undefined && expected !== CodeSha256) {
    throw invalidParameterValue(
      `CodeSHA256 (${expected}) is different from current CodeSHA256 in $LATEST (${CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  }
  const version = publish(world, target, description);
  return fullConfiguration(world, { target, version, arn: `${target.arn}:${version}` });
};

/** Publishes `$LATEST` unless the last version is the same; returns the number. */
export function publish(world: World, target: LambdaFunction, description?: string): string {
  const last = String(target.lastVersion);
  if (target.versions.has(last) && isUnchanged(target, last)) return last;
  target.lastVersion += 1;
  const version = String(target.lastVersion);
  const { configuration } = target;
  const now = world.clock.now();
  const isSnapshot = configuration.SnapStart.ApplyOn === 'PublishedVersions';
  const pendingUntil = Math.max(busyUntil(target), isSnapshot ? now + timings.snapshot : 0);
  target.versions.set(version, {
    version,
    changes: {
      Description: description ?? configuration.Description,
      LastModified: awsTime(now),
      CodeSha256: configuration.CodeSha256,
      RevisionId: world.nextId(),
      ...(isSnapshot ? { SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'On' } } : {}),
    },
    ...(pendingUntil > now ? { pendingUntil } : {}),
    traits: new Dated(USUAL_TRAITS),
  });
  target.configuration = { ...configuration, RevisionId: world.nextId() };
  return version;
}

/** Lambda compares code and configuration; description, dates, names and snapshots do not count. */
function isUnchanged(target: LambdaFunction, version: string): boolean {
  const essence = ({
    Description,
    LastModified,
    RevisionId,
    Version,
    SnapStart,
    ...rest
  }: FunctionConfiguration) =>
    JSON.stringify(
      Object.entries({ ...rest, ApplyOn: SnapStart.ApplyOn }).sort(([left], [right]) =>
        left < right ? -1 : 1,
      ),
    );
  const latest = configurationOf({ target, version: '$LATEST', arn: '' });
  return essence(latest) === essence(configurationOf({ target, version, arn: '' }));
}
