import { readBoolean } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { readArchitecture, readCode, refuseTooLarge } from './function-code.ts';
import { findForUpdate, replaceLatest } from './function-update.ts';
import { fullConfiguration } from './get-function-configuration.ts';
import { publish } from './publish-version.ts';

/** Replaces `$LATEST`'s code, and publishes it when asked to. A dry run only checks. */
export const updateFunctionCode: Operation = (call) => {
  refuseTooLarge(call, 'UpdateFunctionCode');
  const { input, world } = call;
  const target = findForUpdate(call, 'UpdateFunctionCode');
  const code = readCode(input, target.configuration.PackageType);
  const architecture = readArchitecture(input);
  const Architectures: ['x86_64' | 'arm64'] =
    architecture === undefined ? target.configuration.Architectures : [architecture];
  const next = { ...target.configuration, ...code, Architectures };
  if (readBoolean(input, 'DryRun') === true) return { ...next };
  replaceLatest(world, target, next);
  if (readBoolean(input, 'Publish') !== true) {
    return fullConfiguration(world, { target, version: '$LATEST', arn: target.arn });
  }
  const version = publish(world, target);
  return fullConfiguration(world, { target, version, arn: `${target.arn}:${version}` });
};
