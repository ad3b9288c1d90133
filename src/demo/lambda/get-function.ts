import type { Operation } from '../wire/service.ts';
import type { LambdaFunction } from '../world/model.ts';
import { hexText, mix, uuidText } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { findFunction, resolveQualifier } from './function-reference.ts';
import { fullConfiguration } from './get-function-configuration.ts';

/** A presigned URL lives ten minutes (facts, section 1). */
const URL_SECONDS = 600;

/** Configuration, code location, tags, and the reserved concurrency only where there is one. */
export const getFunction: Operation = (call) => {
  const resolved = resolveQualifier(findFunction(call, 'GetFunction'));
  const { target } = resolved;
  const reserved = target.reservedConcurrency.current;
  const hasTags = Object.keys(target.tags).length > 0;
  return {
    Configuration: fullConfiguration(call.world, resolved),
    Code: codeOf(call.world, target),
    ...(hasTags ? { Tags: target.tags } : {}),
    ...(reserved === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: reserved } }),
  };
};

function codeOf(world: World, target: LambdaFunction) {
  const { configuration, key, name } = target;
  if (configuration.PackageType === 'Image') {
    const repository = `${world.account}.dkr.ecr.${world.region}.amazonaws.com/${name.slice(0, 40)}`;
    return {
      RepositoryType: 'ECR',
      ImageUri: `${repository}:latest`,
      ResolvedImageUri: `${repository}@sha256:${configuration.CodeSha256}`,
    };
  }
  const signed = new Date(world.clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const query = new URLSearchParams({
    versionId: hexText(mix(key, 51), 32),
    'X-Amz-Security-Token': hexText(mix(key, 52), 120),
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Date': signed,
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Expires': String(URL_SECONDS),
    'X-Amz-Credential': `ASIAEXAMPLE/${signed.slice(0, 8)}/${world.region}/s3/aws4_request`,
    'X-Amz-Signature': hexText(mix(key, 53), 64),
  });
  const host = `awslambda-${world.region.slice(0, 2)}-${world.region.slice(3)}-tasks.s3.${world.region}.amazonaws.com`;
  const object = `snapshots/${world.account}/${name}-${uuidText(mix(key, 54))}`;
  return { RepositoryType: 'S3', Location: `https://${host}/${object}?${query}` };
}
