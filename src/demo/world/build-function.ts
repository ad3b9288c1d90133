import { Dated } from './dated.ts';
import type { FunctionSpec } from './function-spec.ts';
import type {
  Alias,
  FunctionConfiguration,
  FunctionState,
  LambdaFunction,
  PublishedVersion,
} from './model.ts';
import { hashText, hexText, mix, pick, unit, uuidText } from './random.ts';
import { USUAL_TRAITS } from './version-traits.ts';
import type { Place } from './world.ts';

const DAY_MS = 86_400_000;
const MEMORY_SIZES = [128, 256, 256, 512, 512, 1024, 1024, 1769, 3008];
const TIMEOUTS_S = [10, 15, 30, 30, 60, 60, 120, 300, 900];
const HANDLERS: readonly [prefix: string, handler: string][] = [
  ['nodejs', 'index.handler'],
  ['python', 'app.lambda_handler'],
  ['java', 'com.example.App::handleRequest'],
  ['dotnet', 'App::App.Function::FunctionHandler'],
  ['ruby', 'app.handler'],
  ['go', 'main'],
  ['provided', 'bootstrap'],
];

/** Makes a function of the world from its spec; whatever the spec leaves open is drawn from the seed. */
export function buildFunction(spec: FunctionSpec, place: Place): LambdaFunction {
  const key = hashText(place.seed, spec.name);
  const arn = `arn:aws:lambda:${place.region}:${place.account}:function:${spec.name}`;
  const timeoutS = spec.timeoutS ?? timeoutFor(spec.medianMs, key);
  const age = spec.lastChangedMinutesAgo ?? Math.floor(unit(mix(key, 2)) ** 2 * 400 * 1440) + 60;
  const changed = place.clock.start - age * 60_000;
  const configuration = configurationOf(spec, place, { key, arn, timeoutS, changed });
  const medianMs = (spec.medianMs ?? 20 + unit(mix(key, 3)) ** 3 * 900) * (0.9 + 0.2 * unit(mix(key, 4)));
  const reserved = new Dated<number | undefined>(
    spec.killedMinutesAgo === undefined ? spec.reserved : undefined,
  );
  if (spec.killedMinutesAgo !== undefined)
    reserved.set(0, place.clock.start - spec.killedMinutesAgo * 60_000);
  return {
    name: spec.name,
    arn,
    key,
    configuration,
    configurationHistory: new Dated(configuration),
    state: stateOf(spec, configuration, place, key),
    versions: versionsOf(spec, key, changed),
    lastVersion: spec.versions ?? 0,
    aliases: aliasesOf(spec, key),
    formerAliases: [],
    tags: spec.team === undefined ? {} : { team: spec.team, environment: environmentOf(spec.name) },
    reservedConcurrency: reserved,
    provisioned: new Dated(
      (spec.provisioned ?? []).map(({ qualifier, requested }) => ({
        qualifier,
        requested,
        lastModified: awsTime(changed),
      })),
    ),
    isFed: new Dated(true),
    isLived: new Dated(false),
    pollersAtMost: new Dated<number | undefined>(undefined),
    spec,
    profile: {
      shape: spec.shape ?? 'day',
      source: spec.source ?? 'sync',
      ratePerMinute: (spec.ratePerMinute ?? 0) * (0.85 + 0.3 * unit(mix(key, 5))),
      errorShare: spec.errorShare ?? unit(mix(key, 6)) ** 4 * 0.01,
      medianMs,
      spread: spec.spread ?? 0.25 + 0.35 * unit(mix(key, 7)),
      slowShare: spec.slowShare ?? 0.004 + 0.02 * unit(mix(key, 13)),
      slowFactor: spec.slowFactor ?? 3 + 3 * unit(mix(key, 8)),
      timeoutMs: timeoutS * 1000,
      entrances: spec.entrances ?? [{ qualifier: spec.aliases?.[0]?.name ?? '$LATEST', share: 1 }],
      troubles: spec.troubles ?? [],
    },
  };
}

/** A timeout that leaves the usual invocation room, as people choose them. */
function timeoutFor(medianMs: number | undefined, key: number): number {
  if (medianMs === undefined) return pick(TIMEOUTS_S, mix(key, 1));
  return TIMEOUTS_S.find((seconds) => seconds * 1000 >= medianMs * 20) ?? 900;
}

/** AWS's own format of `LastModified`, e.g. `2026-11-20T10:11:12.000+0000`. */
export function awsTime(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}.000+0000`;
}

interface Drawn {
  key: number;
  arn: string;
  timeoutS: number;
  changed: number;
}

function configurationOf(spec: FunctionSpec, place: Place, drawn: Drawn): FunctionConfiguration {
  const { key } = drawn;
  const runtime = spec.runtime ?? 'nodejs22.x';
  const isImage = runtime === 'image';
  const handler = HANDLERS.find(([prefix]) => runtime.startsWith(prefix))?.[1];
  const hasSnapStart = spec.snapStart === true;
  return {
    FunctionName: spec.name,
    FunctionArn: drawn.arn,
    ...(isImage ? {} : { Runtime: runtime }),
    Role: `arn:aws:iam::${place.account}:role/${spec.role ?? `${spec.name.slice(0, 50)}-role`}`,
    ...(isImage || handler === undefined ? {} : { Handler: handler }),
    CodeSize: isImage ? 0 : Math.floor(2_000 + unit(mix(key, 9)) ** 3 * 48_000_000),
    Description: spec.description ?? '',
    Timeout: drawn.timeoutS,
    MemorySize: spec.memoryMb ?? pick(MEMORY_SIZES, mix(key, 10)),
    LastModified: awsTime(drawn.changed),
    CodeSha256: sha256Text(mix(key, 11), isImage),
    Version: '$LATEST',
    ...vpcOf(spec, key),
    ...(spec.deadLetterQueue === undefined
      ? {}
      : {
          DeadLetterConfig: {
            TargetArn: `arn:aws:sqs:${place.region}:${place.account}:${spec.deadLetterQueue}`,
          },
        }),
    ...(spec.environment === undefined ? {} : { Environment: { Variables: spec.environment } }),
    ...(spec.customerKey
      ? { KMSKeyArn: `arn:aws:kms:${place.region}:${place.account}:key/${uuidText(mix(place.seed, 7))}` }
      : {}),
    TracingConfig: { Mode: spec.tracing ? 'Active' : 'PassThrough' },
    RevisionId: uuidText(mix(key, 12)),
    ...(spec.layers === undefined
      ? {}
      : { Layers: spec.layers.map((layer, index) => layerOf(layer, place, mix(key, 40 + index))) }),
    PackageType: isImage ? 'Image' : 'Zip',
    Architectures: [spec.arm ? 'arm64' : 'x86_64'],
    EphemeralStorage: { Size: spec.ephemeralMb ?? 512 },
    SnapStart: { ApplyOn: hasSnapStart ? 'PublishedVersions' : 'None', OptimizationStatus: 'Off' },
    LoggingConfig: spec.jsonLogs
      ? {
          LogFormat: 'JSON',
          ApplicationLogLevel: 'INFO',
          SystemLogLevel: spec.systemLogLevel ?? 'INFO',
          LogGroup: spec.logGroup ?? `/aws/lambda/${spec.name}`,
        }
      : { LogFormat: 'Text', LogGroup: spec.logGroup ?? `/aws/lambda/${spec.name}` },
  };
}

function stateOf(
  spec: FunctionSpec,
  configuration: FunctionConfiguration,
  place: Place,
  key: number,
): FunctionState {
  const runtimeVersion = `arn:aws:lambda:${place.region}::runtime:${hexText(hashText(7, configuration.Runtime ?? ''), 64)}`;
  const common =
    configuration.Runtime === undefined
      ? {}
      : { RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersion } };
  if (spec.state === 'Inactive') {
    const reason = { StateReason: 'The function is inactive', StateReasonCode: 'Idle' };
    return { State: 'Inactive', ...reason, LastUpdateStatus: 'Successful', ...common };
  }
  if (spec.state === 'Failed') {
    const StateReason = `The image manifest sha256:${hexText(key, 12)} is not accessible to the Lambda service.`;
    return { State: 'Failed', StateReason, StateReasonCode: 'ImageAccessDenied', LastUpdateStatus: 'Failed' };
  }
  return { State: 'Active', LastUpdateStatus: 'Successful', ...common };
}

/** Versions 1 to N, the last as old as `$LATEST`, the others days apart. */
function versionsOf(spec: FunctionSpec, key: number, changed: number): Map<string, PublishedVersion> {
  const count = spec.versions ?? 0;
  const versions = new Map<string, PublishedVersion>();
  for (let number = 1; number <= count; number++) {
    const hash = mix(key, 1000 + number);
    const published = changed - (count - number) * (1 + (hash % 9)) * DAY_MS;
    versions.set(String(number), {
      version: String(number),
      changes: {
        Description: `release ${hexText(hash, 7)}`,
        LastModified: awsTime(published),
        CodeSha256: sha256Text(hash, false),
        RevisionId: uuidText(mix(hash, 1)),
      },
      traits: new Dated({ ...USUAL_TRAITS, ...spec.versionTraits?.[number] }),
    });
  }
  return versions;
}

function aliasesOf(spec: FunctionSpec, key: number): Map<string, Alias> {
  return new Map(
    (spec.aliases ?? []).map(({ name, version, weights }) => {
      const routing = { version: String(version), additionalWeights: weights ?? {} };
      const revisionId = uuidText(hashText(key, `alias ${name}`));
      return [name, { name, description: '', revisionId, routing: new Dated(routing) }];
    }),
  );
}

/** Where a function once was in a VPC, AWS keeps sending the structure with empty members. */
function vpcOf(spec: FunctionSpec, key: number): Pick<FunctionConfiguration, 'VpcConfig'> {
  if (spec.vpc === undefined) return {};
  if (spec.vpc === 'left') {
    return { VpcConfig: { SubnetIds: [], SecurityGroupIds: [], VpcId: '', Ipv6AllowedForDualStack: false } };
  }
  const subnets = Array.from({ length: spec.vpc }, (_, index) => `subnet-0${hexText(mix(77, index), 16)}`);
  const SecurityGroupIds = [`sg-0${hexText(key, 16)}`];
  return {
    VpcConfig: {
      SubnetIds: subnets,
      SecurityGroupIds,
      VpcId: `vpc-0${hexText(77, 16)}`,
      Ipv6AllowedForDualStack: false,
    },
  };
}

function layerOf(layer: string, place: Place, hash: number): { Arn: string; CodeSize: number } {
  const Arn = layer.startsWith('arn:')
    ? layer
    : `arn:aws:lambda:${place.region}:${place.account}:layer:${layer}`;
  return { Arn, CodeSize: 10_000 + (hash % 20_000_000) };
}

/** Base64 for Zip packages; for images Lambda gives the digest in hexadecimal. */
function sha256Text(hash: number, isImage: boolean): string {
  const hex = hexText(hash, 64);
  return isImage ? hex : Buffer.from(hex, 'hex').toString('base64');
}

function environmentOf(name: string): string {
  return /-(dev|staging)\b/.exec(name)?.[1] ?? 'prod';
}
