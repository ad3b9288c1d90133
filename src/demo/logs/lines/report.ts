import { initMsOf, usedMemoryMb } from '../../world/invocations/initialisation.ts';
import type { Invocation } from '../../world/invocations/invocation.ts';
import { hashText, hexText, mix } from '../../world/random.ts';
import { failureOf, initFailureOf } from './failures.ts';
import type { Voice } from './voice.ts';

/** What Lambda reports of an invocation, in either format. */
export interface Report {
  durationMs: number;
  billedMs: number;
  memoryMb: number;
  usedMb: number;
  initMs: number | undefined;
  /** Instead of an initialisation, where a snapshot was restored. */
  restoreMs: number | undefined;
  status: 'success' | 'error' | 'timeout';
  errorType: string | undefined;
}

/** The report on an invocation. */
export function reportOf(voice: Voice, invocation: Invocation): Report {
  const { target, configuration } = voice;
  const { durationMs, initMs, outcome, environment, path } = invocation;
  const memoryMb = configuration.MemorySize;
  const isRestored =
    initMs !== undefined &&
    configuration.SnapStart.ApplyOn === 'PublishedVersions' &&
    path.version !== '$LATEST';
  return {
    durationMs,
    // Since August 2025 the initialisation is billed too, whatever the runtime.
    billedMs: Math.ceil(durationMs + (initMs ?? 0)),
    memoryMb,
    usedMb:
      outcome === 'out-of-memory'
        ? memoryMb
        : usedMemoryMb(target, configuration, hashText(0, environment.id)),
    initMs: isRestored ? undefined : initMs,
    restoreMs: isRestored ? initMs : undefined,
    status: outcome === 'timeout' ? 'timeout' : outcome === 'success' ? 'success' : 'error',
    errorType: errorTypeOf(voice, invocation),
  };
}

/** The error type that Lambda itself names; undefined for successes and timeouts. */
export function errorTypeOf(voice: Voice, invocation: Invocation): string | undefined {
  switch (invocation.outcome) {
    case 'error':
      return failureOf(voice, invocation).failure.type;
    case 'init-error':
      return initFailureOf(voice).type;
    case 'out-of-memory':
      return 'Runtime.OutOfMemory';
    default:
      return undefined;
  }
}

/** How long an initialisation took that failed, ms. */
export function failedInitMsOf({ target, configuration }: Voice, { initMs, hash }: Invocation): number {
  return initMs ?? initMsOf(target, configuration, mix(hash, 501));
}

/** An X-Ray trace id as it stands in logs; undefined for what was not sampled. */
export function traceIdOf({ configuration }: Voice, { start, hash, salt }: Invocation): string | undefined {
  const isSampled = configuration.TracingConfig.Mode === 'Active' && salt % 20 === 0;
  return isSampled ? `1-${Math.floor(start / 1000).toString(16)}-${hexText(hash, 24)}` : undefined;
}
