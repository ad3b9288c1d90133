import { constraintViolation } from '../wire/errors.ts';
import { readBoolean, readText } from '../wire/input.ts';
import type { Call, Operation } from '../wire/service.ts';
import { noAttachments } from '../world/attachments.ts';
import { awsTime, buildFunction } from '../world/build-function.ts';
import { Dated } from '../world/dated.ts';
import type { FunctionConfiguration } from '../world/model.ts';
import { invalidParameterValue, resourceConflict } from './errors.ts';
import { codeMember, readArchitecture, readCode, refuseTooLarge } from './function-code.ts';
import { functionArn, parseFunctionName } from './function-reference.ts';
import { withSettings } from './function-settings.ts';
import { fullConfiguration } from './get-function-configuration.ts';
import { readChoice, required } from './members.ts';
import { publish } from './publish-version.ts';
import { readTags } from './tags.ts';
import { timings } from './timings.ts';

const LONGEST_NAME = 64;

/** Makes a function, `Pending` at first; nobody invokes it but who calls Invoke. */
export const createFunction: Operation = (call) => {
  refuseTooLarge(call, 'CreateFunction');
  const { input, world } = call;
  const configuration = readFunction(call);
  const name = configuration.FunctionName;
  if (world.functionNamed(name) !== undefined) throw resourceConflict(`Function already exist: ${name}`);
  const now = world.clock.now();
  const target = buildFunction(
    {
      name,
      shape: 'idle',
      errorShare: 0,
      ...(configuration.Runtime === undefined ? { runtime: 'image' } : { runtime: configuration.Runtime }),
    },
    world,
  );
  target.configuration = { ...configuration, LastModified: awsTime(now), RevisionId: world.nextId() };
  target.configurationHistory = new Dated(target.configuration);
  target.profile = { ...target.profile, timeoutMs: configuration.Timeout * 1000 };
  target.tags = readTags(input, 'Tags');
  target.attachments = noAttachments();
  target.pendingUntil = now + timings.create;
  target.settlesAs = world.nextId();
  world.addFunction(target);
  const version = readBoolean(input, 'Publish') === true ? publish(world, target) : '$LATEST';
  return fullConfiguration(world, { target, version, arn: target.arn });
};

/** The configuration a call asks for. Throws for all that Lambda would not create. */
function readFunction(call: Call): FunctionConfiguration {
  const { input, world } = call;
  const name = readName(call);
  const arn = functionArn(world, name);
  const packageType = readChoice(input, 'PackageType', ['Zip', 'Image']) ?? 'Zip';
  const architecture = readArchitecture(input) ?? 'x86_64';
  required(readText(input, 'Role'), 'Role');
  if (
    packageType === 'Zip' &&
    (readText(input, 'Runtime') === undefined || readText(input, 'Handler') === undefined)
  ) {
    throw invalidParameterValue(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  const empty: FunctionConfiguration = {
    FunctionName: name,
    FunctionArn: arn,
    Role: '',
    CodeSize: 0,
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    LastModified: '',
    CodeSha256: '',
    Version: '$LATEST',
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: '',
    PackageType: packageType,
    Architectures: [architecture],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
  };
  return { ...withSettings(empty, input), ...readCode(codeMember(input), packageType) };
}

/** A name, or an ARN of this account and Region; at most 64 characters of name, and no qualifier. */
function readName(call: Call): string {
  const text = required(readText(call.input, 'FunctionName'), 'FunctionName');
  const { name, qualifier } = parseFunctionName(call, text, 'CreateFunction');
  if (qualifier !== undefined) {
    throw constraintViolation(text, 'functionName', 'Member must not have a qualifier');
  }
  if (name.length > LONGEST_NAME) {
    throw invalidParameterValue(
      `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST_NAME}`,
    );
  }
  return name;
}
