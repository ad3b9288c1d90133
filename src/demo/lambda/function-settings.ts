import { constraintViolation } from '../wire/errors.ts';
import { readRecord, readText, readTexts } from '../wire/input.ts';
import type { Input } from '../wire/service.ts';
import type { FunctionConfiguration } from '../world/model.ts';
import { hashText } from '../world/random.ts';
import { invalidParameterValue } from './errors.ts';
import { readBounded, readChoice, readRuledText, type TextRule } from './members.ts';
import { checkRuntime, checkSnapStart } from './runtimes.ts';

const ROLE: TextRule = {
  pattern: /^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/,
  spelling: 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+',
};
const TARGET: TextRule = {
  pattern: /^((arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|)$/,
  spelling: '(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()',
};
const LOG_GROUP: TextRule = {
  pattern: /^[.\-_/#A-Za-z0-9]+$/,
  spelling: '[\\.\\-_/#A-Za-z0-9]+',
  largest: 512,
};
const LAYER = /^arn:[a-zA-Z0-9-]+:lambda:([a-z0-9-]+):(\d{12}):layer:[a-zA-Z0-9-_]+:\d+$/;
const LAYERS_CONSTRAINT =
  'Member must satisfy constraint: [Member must have length less than or equal to 140, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: (arn:[a-zA-Z0-9-]+:lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+), Member must not be null]';
const LARGEST_ENVIRONMENT = 4096;

/** A configuration with what a call sets in it; what is left out stays. Throws for what cannot be. */
export function withSettings(before: FunctionConfiguration, input: Input): FunctionConfiguration {
  const runtime = readText(input, 'Runtime');
  if (runtime !== undefined) checkRuntime(runtime);
  return defined({
    ...before,
    Runtime: runtime ?? before.Runtime,
    Role: readRuledText(input, 'Role', ROLE) ?? before.Role,
    Handler:
      readRuledText(input, 'Handler', { pattern: /^\S+$/, spelling: '[^\\s]+', largest: 128 }) ??
      before.Handler,
    Description: readRuledText(input, 'Description', { largest: 256 }) ?? before.Description,
    Timeout: readBounded(input, 'Timeout', 1, 900) ?? before.Timeout,
    MemorySize: readBounded(input, 'MemorySize', 128, 10_240) ?? before.MemorySize,
    VpcConfig: given(input, 'VpcConfig') ? vpcOf(readRecord(input, 'VpcConfig')) : before.VpcConfig,
    DeadLetterConfig: deadLetterOf(readRecord(input, 'DeadLetterConfig'), before.DeadLetterConfig),
    Environment: given(input, 'Environment') ? environmentOf(input) : before.Environment,
    KMSKeyArn: given(input, 'KMSKeyArn')
      ? readRuledText(input, 'KMSKeyArn', TARGET) || undefined
      : before.KMSKeyArn,
    TracingConfig: {
      Mode:
        readChoice(readRecord(input, 'TracingConfig'), 'Mode', ['Active', 'PassThrough'], 'tracingConfig') ??
        before.TracingConfig.Mode,
    },
    Layers: given(input, 'Layers') ? layersOf(readTexts(input, 'Layers'), before) : before.Layers,
    EphemeralStorage: {
      Size:
        readBounded(readRecord(input, 'EphemeralStorage'), 'Size', 512, 10_240, 'ephemeralStorage') ??
        before.EphemeralStorage.Size,
    },
    SnapStart: { ...before.SnapStart, ApplyOn: snapStartOf(input, runtime ?? before.Runtime, before) },
    LoggingConfig: loggingOf(readRecord(input, 'LoggingConfig'), before.LoggingConfig),
  });
}

function given(input: Input, name: string): boolean {
  return input[name] !== undefined && input[name] !== null;
}

/** Absent members are not sent, so they must not be there as undefined either. */
function defined(
  configuration: { [Member in keyof FunctionConfiguration]: FunctionConfiguration[Member] | undefined },
): FunctionConfiguration {
  const members = Object.entries(configuration).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members) as unknown as FunctionConfiguration;
}

/** Without subnets the function leaves its VPC, and AWS goes on sending the structure, empty. */
function vpcOf(asked: Input): NonNullable<FunctionConfiguration['VpcConfig']> {
  const SubnetIds = readTexts(asked, 'SubnetIds');
  return {
    SubnetIds,
    SecurityGroupIds: readTexts(asked, 'SecurityGroupIds'),
    VpcId:
      SubnetIds[0] === undefined
        ? ''
        : `vpc-0${SubnetIds[0].replace(/\D/g, '').padEnd(16, '0').slice(0, 16)}`,
    Ipv6AllowedForDualStack: asked.Ipv6AllowedForDualStack === true,
  };
}

/** An empty target takes the dead-letter queue away; a structure without one leaves it (as recorded from AWS). */
function deadLetterOf(
  asked: Input,
  before: FunctionConfiguration['DeadLetterConfig'],
): FunctionConfiguration['DeadLetterConfig'] {
  const target = readRuledText(asked, 'TargetArn', TARGET, 'deadLetterConfig');
  if (target === undefined) return before;
  if (target === '') return undefined;
  if (!/^arn:aws[^:]*:(sqs|sns):/.test(target)) {
    throw invalidParameterValue(
      `The provided dead letter target ${target} is invalid. It must be an Amazon SQS queue or an Amazon SNS topic.`,
    );
  }
  return { TargetArn: target };
}

/** An empty map of variables is kept as it is; a structure without one takes the environment away. */
function environmentOf(input: Input): FunctionConfiguration['Environment'] | undefined {
  const environment = readRecord(input, 'Environment');
  if (!given(environment, 'Variables')) return undefined;
  const variables = readRecord(environment, 'Variables');
  const names = Object.keys(variables);
  const text = JSON.stringify(variables);
  if (Buffer.byteLength(text) > LARGEST_ENVIRONMENT) {
    throw invalidParameterValue(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${text}`,
    );
  }
  return { Variables: Object.fromEntries(names.map((name) => [name, readText(variables, name) ?? ''])) };
}

function layersOf(
  arns: readonly string[],
  { FunctionArn }: FunctionConfiguration,
): FunctionConfiguration['Layers'] | undefined {
  if (arns.length > 5) throw invalidParameterValue('Cannot reference more than 5 layers.');
  if (!arns.every((arn) => LAYER.test(arn))) {
    throw constraintViolation(`[${arns.join(', ')}]`, 'layers', LAYERS_CONSTRAINT);
  }
  refuseTwins(arns);
  const region = FunctionArn.split(':')[3];
  const layers = arns.map((Arn) => {
    if (LAYER.exec(Arn)?.[1] !== region) {
      throw invalidParameterValue(
        `Layers are not in the same region as the function. Layers are expected to be in region ${region}.`,
      );
    }
    return { Arn, CodeSize: 10_000 + (hashText(1, Arn) % 20_000_000) };
  });
  return layers.length === 0 ? undefined : layers;
}

/** A function takes one version of a layer, once. */
function refuseTwins(arns: readonly string[]): void {
  const layerOf = (arn: string) => arn.slice(0, arn.lastIndexOf(':'));
  for (const [index, arn] of arns.entries()) {
    const twin = arns.slice(index + 1).find((other) => layerOf(other) === layerOf(arn));
    if (twin === undefined) continue;
    throw invalidParameterValue(
      `Two different versions of the same layer are not allowed to be referenced in the same function. ${arn} and ${twin} are versions of the same layer.`,
    );
  }
}

/** Snapshots are taken of some runtimes only. */
function snapStartOf(
  input: Input,
  runtime: string | undefined,
  before: FunctionConfiguration,
): FunctionConfiguration['SnapStart']['ApplyOn'] {
  const asked = readChoice(
    readRecord(input, 'SnapStart'),
    'ApplyOn',
    ['PublishedVersions', 'None'],
    'snapStart',
  );
  if (asked === 'PublishedVersions' && runtime !== undefined) checkSnapStart(runtime);
  return asked ?? before.SnapStart.ApplyOn;
}

/** JSON logs have levels, INFO unless told; text logs have none. */
function loggingOf(
  asked: Input,
  before: FunctionConfiguration['LoggingConfig'],
): FunctionConfiguration['LoggingConfig'] {
  const LogFormat = readChoice(asked, 'LogFormat', ['JSON', 'Text'], 'loggingConfig') ?? before.LogFormat;
  const LogGroup = readRuledText(asked, 'LogGroup', LOG_GROUP, 'loggingConfig') ?? before.LogGroup;
  if (LogFormat === 'Text') return { LogFormat, LogGroup };
  const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
  return {
    LogFormat,
    ApplicationLogLevel:
      readChoice(asked, 'ApplicationLogLevel', levels, 'loggingConfig') ??
      before.ApplicationLogLevel ??
      'INFO',
    SystemLogLevel:
      readChoice(asked, 'SystemLogLevel', ['DEBUG', 'INFO', 'WARN'], 'loggingConfig') ??
      before.SystemLogLevel ??
      'INFO',
    LogGroup,
  };
}
