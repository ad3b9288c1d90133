import { ServiceError } from '../wire/errors.ts';
import { readText } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { attachmentsOf, codeSigningArn } from '../world/attachments.ts';
import { awsTime } from '../world/build-function.ts';
import type { World } from '../world/world.ts';
import { findFunction } from './function-reference.ts';
import { required } from './members.ts';

/** Which configuration a function's code has to satisfy; without one the answer is empty (facts, section 1). */
export const getFunctionCodeSigningConfig: Operation = (call) => {
  const { target } = findFunction(call, 'GetFunctionCodeSigningConfig');
  const arn = attachmentsOf(target, call.world).codeSigningConfigArn;
  return arn === undefined ? {} : { CodeSigningConfigArn: arn, FunctionName: target.name };
};

/** Lets a function's code be checked by one of the account's configurations. */
export const putFunctionCodeSigningConfig: Operation = (call) => {
  const arn = required(readText(call.input, 'CodeSigningConfigArn'), 'CodeSigningConfigArn');
  if (policyOf(call.world, arn) === undefined) {
    throw new ServiceError(
      'CodeSigningConfigNotFoundException',
      `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${arn}.`,
      { status: 404, members: { Type: 'User' }, messageKey: 'Message' },
    );
  }
  const { target } = findFunction(call, 'PutFunctionCodeSigningConfig');
  attachmentsOf(target, call.world).codeSigningConfigArn = arn;
  return { CodeSigningConfigArn: arn, FunctionName: target.name };
};

/** Lets a function's code go unchecked. */
export const deleteFunctionCodeSigningConfig: Operation = (call) => {
  const { target } = findFunction(call, 'DeleteFunctionCodeSigningConfig');
  delete attachmentsOf(target, call.world).codeSigningConfigArn;
  return {};
};

/** One of the account's two configurations: the one that enforces, and the one that only warns. */
export const getCodeSigningConfig: Operation = ({ world, input }) => {
  const arn = readText(input, 'CodeSigningConfigArn') ?? '';
  const policy = policyOf(world, arn);
  if (policy === undefined) {
    throw new ServiceError(
      'ResourceNotFoundException',
      `The Lambda code signing configuration ${arn} can not be found.`,
      { status: 404, messageKey: 'Message' },
    );
  }
  const profile = `arn:aws:signer:${world.region}:${world.account}:/signing-profiles/company_release/a1b2c3d4e5`;
  return {
    CodeSigningConfig: {
      CodeSigningConfigId: arn.split(':').at(-1),
      CodeSigningConfigArn: arn,
      Description: policy === 'Enforce' ? 'signed by the release pipeline' : 'trial run',
      AllowedPublishers: { SigningProfileVersionArns: [profile] },
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: policy },
      LastModified: awsTime(world.clock.start - 90 * 86_400_000),
    },
  };
};

function policyOf(world: World, arn: string): 'Enforce' | 'Warn' | undefined {
  return (['Enforce', 'Warn'] as const).find((policy) => codeSigningArn(world, policy) === arn);
}
