/** A function as `functions --json` prints it: field names are a promise to scripts (design.md, "Command line"). */
import type { FunctionRow } from './function-columns.ts';

/** The JSON object of one function. `metrics` and the details are there only when they were asked for. */
export function functionJson({ lambda, health, details }: FunctionRow): Record<string, unknown> {
  const { name, arn, runtime, memoryMb, timeoutS, codeSizeBytes, lastModified } = lambda;
  return {
    name,
    arn,
    runtime,
    memoryMb,
    timeoutS,
    codeSizeBytes,
    lastModified: isoTime(lastModified),
    ...(health === undefined ? {} : { metrics: health && metricsJson(health) }),
    ...(details === undefined ? {} : detailsJson(details)),
  };
}

function metricsJson(health: NonNullable<FunctionRow['health']>): Record<string, unknown> {
  const { at, invocationsPerMin, errorShare, p50Ms, p99Ms, throttles } = health;
  return { at: isoTime(at), invocationsPerMin, errorShare, p50Ms, p99Ms, throttles };
}

/** A function whose details could not be read has no such fields at all: null would claim "unset". */
function detailsJson(details: NonNullable<FunctionRow['details']> | null): Record<string, unknown> {
  if (details === null) return {};
  const { state, reservedConcurrency, aliases } = details;
  return {
    state,
    reservedConcurrency,
    aliases: aliases.map(({ name, version, weights, revisionId }) => ({
      name,
      version,
      weights,
      revisionId,
    })),
  };
}

const isoTime = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
