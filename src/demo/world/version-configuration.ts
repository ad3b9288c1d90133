import type { FunctionConfiguration, LambdaFunction } from './model.ts';

/** The settings of a version, which never change once it is published; undefined when there is no such version. */
export function publishedConfiguration(
  { configuration, versions }: LambdaFunction,
  version: string,
): FunctionConfiguration | undefined {
  const published = versions.get(version);
  return published === undefined ? undefined : { ...(published.base ?? configuration), ...published.changes };
}

/** The settings of a version or of `$LATEST` at an instant, ms since the epoch. */
export function configurationAt(
  target: LambdaFunction,
  version: string,
  instant: number,
): FunctionConfiguration {
  return publishedConfiguration(target, version) ?? target.configurationHistory.at(instant);
}
