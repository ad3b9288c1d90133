import type { FunctionConfiguration, LambdaFunction } from '../model.ts';
import { mix, unit } from '../random.ts';

/** Usual initialisation by runtime, ms: from, to. */
const INIT_MS: readonly [runtime: string, from: number, to: number][] = [
  ['nodejs', 130, 480],
  ['python', 110, 650],
  ['java', 900, 4200],
  ['dotnet', 280, 900],
  ['ruby', 190, 520],
  ['go', 40, 120],
  ['provided', 35, 130],
];
const IMAGE_INIT_MS = [700, 5200] as const;

/** How long an environment of this function with these settings takes to be ready, ms to the hundredth. */
export function initMsOf({ key }: LambdaFunction, { Runtime }: FunctionConfiguration, hash: number): number {
  const usual = INIT_MS.find(([runtime]) => Runtime?.startsWith(runtime) === true);
  const [from, to] = usual === undefined ? IMAGE_INIT_MS : [usual[1], usual[2]];
  const typical = from + (to - from) * unit(mix(key, 83)) ** 2;
  return Math.round(typical * (0.85 + 0.4 * unit(hash)) * 100) / 100;
}

/** Whether the function's errors on a cold start are failed initialisations (a missing module, a bad import). */
export function failsToInitialise({ key }: LambdaFunction): boolean {
  return mix(key, 84) % 4 === 0;
}

/** Max Memory Used of an invocation, MB: it grows a little from one environment to the next, and is never all. */
export function usedMemoryMb(
  { key }: LambdaFunction,
  { MemorySize }: FunctionConfiguration,
  environmentHash: number,
): number {
  const share = 0.22 + 0.5 * unit(mix(key, 85)) + 0.12 * unit(mix(environmentHash, 86));
  const least = Math.min(MemorySize - 4, 38);
  return Math.max(least, Math.floor(MemorySize * share));
}
