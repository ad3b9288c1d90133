import { accessDenied, constraintViolation } from '../wire/errors.ts';
import { readInteger, readText } from '../wire/input.ts';
import type { Call, Operation } from '../wire/service.ts';
import { hashText, hexText } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { invalidParameterValue, notFound } from './errors.ts';
import { required } from './members.ts';
import { lambdaPage } from './paging.ts';

const WEEK_MS = 7 * 86_400_000;

/** A layer that some function of the account uses. */
interface Layer {
  arn: string;
  name: string;
  /** The highest version in use: those before it are there too. */
  latest: number;
}

/** The account's own layers with the latest version of each; 50 a page. */
export const listLayers: Operation = (call) => {
  const layers = ownLayers(call.world).map((layer) => ({
    LayerName: layer.name,
    LayerArn: layer.arn,
    LatestMatchingVersion: summary(call.world, layer, layer.latest),
  }));
  const page = lambdaPage(call, layers, 'ListLayers', 50, 50);
  return { Layers: page.items, NextMarker: page.next };
};

/** A layer's versions, newest first; a layer that is not there has none. */
export const listLayerVersions: Operation = (call) => {
  const layer = findLayer(call, 'ListLayerVersions', readText(call.input, 'LayerName'));
  const versions = Array.from({ length: layer?.latest ?? 0 }, (_, index) => (layer?.latest ?? 0) - index);
  const summaries = layer === undefined ? [] : versions.map((version) => summary(call.world, layer, version));
  const page = lambdaPage(call, summaries, `ListLayerVersions ${layer?.arn ?? ''}`, 50, 50);
  return { LayerVersions: page.items, NextMarker: page.next };
};

/** One version with its content. */
export const getLayerVersion: Operation = (call) => {
  const version = readInteger(call.input, 'VersionNumber') ?? 0;
  if (version < 1) throw invalidParameterValue('Layer Version Cannot be less than 1');
  return contentOf(call, findLayer(call, 'GetLayerVersion', readText(call.input, 'LayerName')), version);
};

/** The same by the ARN of the version. */
export const getLayerVersionByArn: Operation = (call) => {
  const named = required(readText(call.input, 'Arn'), 'Arn');
  const [, layer, version] =
    /^(arn:aws[^:]*:lambda:[^:]+:\d{12}:layer:[a-zA-Z0-9-_]+):(\d+)$/.exec(named) ?? [];
  if (layer === undefined) {
    throw constraintViolation(
      named,
      'arn',
      'Member must satisfy regular expression pattern: (arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)',
    );
  }
  return contentOf(call, findLayer(call, 'GetLayerVersion', layer), Number(version));
};

function contentOf(call: Call, layer: Layer | undefined, version: number) {
  if (layer === undefined || version > layer.latest)
    throw notFound('The resource you requested does not exist.');
  const key = hashText(1, `${layer.arn}:${version}`);
  return {
    ...summary(call.world, layer, version),
    LayerArn: layer.arn,
    Content: {
      Location: `https://awslambda-${call.world.region}-layers.s3.${call.world.region}.amazonaws.com/snapshots/${hexText(key, 32)}`,
      CodeSha256: Buffer.from(hexText(key, 64), 'hex').toString('base64'),
      CodeSize: 10_000 + (key % 20_000_000),
    },
  };
}

function ownLayers(world: World): Layer[] {
  const prefix = `arn:aws:lambda:${world.region}:${world.account}:layer:`;
  const layers = new Map<string, Layer>();
  for (const { configuration } of world.functions) {
    for (const { Arn } of configuration.Layers ?? []) {
      if (!Arn.startsWith(prefix)) continue;
      const [name = '', number = '1'] = Arn.slice(prefix.length).split(':');
      const latest = Math.max(Number(number), layers.get(name)?.latest ?? 0);
      layers.set(name, { arn: `${prefix}${name}`, name, latest });
    }
  }
  return [...layers.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** By name or ARN; a layer of another account is not ours to read. */
function findLayer({ world }: Call, action: string, named = ''): Layer | undefined {
  const account = /^arn:aws[^:]*:lambda:[^:]+:(\d{12}):layer:/.exec(named)?.[1];
  if (account !== undefined && account !== world.account) {
    throw accessDenied(world.caller.arn, `lambda:${action}`, named);
  }
  return ownLayers(world).find((layer) => layer.name === named || layer.arn === named);
}

function summary(world: World, { arn, latest }: Layer, version: number) {
  const created = new Date(world.clock.start - (latest - version + 2) * WEEK_MS).toISOString();
  return {
    LayerVersionArn: `${arn}:${version}`,
    Version: version,
    Description: '',
    CreatedDate: created.replace('Z', '+0000'),
    CompatibleRuntimes: [],
  };
}
