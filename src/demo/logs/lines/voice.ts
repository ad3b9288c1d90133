import type { FunctionConfiguration, LambdaFunction } from '../../world/model.ts';
import { mix } from '../../world/random.ts';
import type { Path } from '../../world/traffic/paths.ts';

/** Runtimes by how they write a line. */
export type Family = 'node' | 'python' | 'java' | 'dotnet' | 'go' | 'ruby';

/** How a function writes its log: settled by its configuration and its habits. */
export interface Voice {
  target: LambdaFunction;
  configuration: FunctionConfiguration;
  logGroup: string;
  family: Family;
  /** LoggingConfig.LogFormat. */
  isJson: boolean;
  /** SystemLogLevel WARN (JSON only): start and report of a success are not written. */
  hidesSuccess: boolean;
  /** SystemLogLevel DEBUG (JSON only): the runtime's end of a success is written too. */
  tellsAll: boolean;
  /** ApplicationLogLevel above INFO (JSON only). */
  hidesInfo: boolean;
  /** ApplicationLogLevel above WARN (JSON only). */
  hidesWarnings: boolean;
  /** Its application lines are Powertools' JSON, whatever the log format. */
  usesPowertools: boolean;
  /** Timeouts are told by `Status: timeout` in REPORT, not by a line "Task timed out" (facts, section 3). */
  tellsStatus: boolean;
  /** e.g. `python:3.12.v18`; undefined for container images. */
  runtimeVersion: string | undefined;
  /** Application lines of a usual invocation. */
  chattiness: number;
  /** The service's name in structured lines: the function's without its stage. */
  service: string;
}

const FAMILIES: readonly [runtime: string, family: Family][] = [
  ['nodejs', 'node'],
  ['python', 'python'],
  ['java', 'java'],
  ['dotnet', 'dotnet'],
  ['go', 'go'],
  ['provided', 'go'],
  ['ruby', 'ruby'],
];

/** Runtimes of the years in which Lambda still wrote "Task timed out". */
const OLD_STYLE = /^(nodejs1[0-8]|python3\.[0-9]$|java8|java11|go1|dotnet6|ruby3\.2|provided$)/;
/** Below this median (ms) nobody can afford many lines. */
const FAST_MS = 12;

/** The voices that one function has had, each made once. */
export class Voices {
  readonly #target: LambdaFunction;
  readonly #known = new Map<FunctionConfiguration, Voice>();

  constructor(target: LambdaFunction) {
    this.#target = target;
  }

  /** Its voice on a path: that of the settings by which it executes there. */
  on({ configuration }: Path): Voice {
    const known = this.#known.get(configuration);
    if (known !== undefined) return known;
    const voice = voiceOf(this.#target, configuration);
    this.#known.set(configuration, voice);
    return voice;
  }
}

/** The voice of a function that is so configured. */
export function voiceOf(target: LambdaFunction, configuration: FunctionConfiguration): Voice {
  const { key, profile } = target;
  const { Runtime, LoggingConfig, Layers } = configuration;
  const family = FAMILIES.find(([runtime]) => Runtime?.startsWith(runtime) === true)?.[1];
  const isJson = LoggingConfig.LogFormat === 'JSON';
  const { SystemLogLevel, ApplicationLogLevel } = LoggingConfig;
  const hasLayer = Layers?.some((layer) => layer.Arn.includes('powertools')) === true;
  const mayUse = family === 'node' || family === undefined;
  return {
    target,
    configuration,
    logGroup: LoggingConfig.LogGroup,
    family: family ?? (mix(key, 103) % 3 === 0 ? 'node' : 'python'),
    isJson,
    hidesSuccess: isJson && SystemLogLevel === 'WARN',
    tellsAll: isJson && SystemLogLevel === 'DEBUG',
    hidesInfo: isJson && /^(WARN|ERROR|FATAL)$/.test(ApplicationLogLevel ?? ''),
    hidesWarnings: isJson && /^(ERROR|FATAL)$/.test(ApplicationLogLevel ?? ''),
    usesPowertools: !isJson && (hasLayer || (mayUse && mix(key, 104) % 4 === 0)),
    tellsStatus: isJson || Runtime === undefined || !OLD_STYLE.test(Runtime),
    runtimeVersion: Runtime === undefined ? undefined : runtimeVersionOf(Runtime, key),
    chattiness: profile.medianMs < FAST_MS ? mix(key, 105) % 2 : 1 + (mix(key, 105) % 3),
    service: target.name.replace(/-(prod|staging|dev)$/, ''),
  };
}

/** `nodejs22.x` → `nodejs:22.v22`: functions of one runtime differ, as updates roll out slowly. */
function runtimeVersionOf(runtime: string, key: number): string {
  const [, name = runtime, number = ''] = /^([a-z]+)(\d*(?:\.\d+)?)/.exec(runtime) ?? [];
  const system = /\.(al2\d*)$/.exec(runtime)?.[1];
  const variant = [number, system].filter((each) => each !== undefined && each !== '').join('.');
  return `${name}:${variant}.v${20 + (mix(key, 106) % 2) + number.length}`;
}
