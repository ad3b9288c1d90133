import { type Invocation, requestIdOf } from '../../world/invocations/invocation.ts';
import type { Line } from './plan.ts';
import { errorTypeOf, failedInitMsOf, reportOf } from './report.ts';
import type { Voice } from './voice.ts';

/** Lambda's own lines in the JSON format: `platform.*` events (facts, section 3). */
export function systemJson(voice: Voice, invocation: Invocation, { kind, number, at }: Line): string {
  const time = new Date(at).toISOString();
  const requestId = requestIdOf(invocation);
  switch (kind) {
    case 'init-start':
      return JSON.stringify({ time, type: 'platform.initStart', record: initRecord(voice, invocation) });
    case 'init-report': {
      const record = {
        initializationType: 'on-demand',
        phase: number === 0 ? 'init' : 'invoke',
        status: 'error',
        errorType: errorTypeOf(voice, invocation),
        metrics: { durationMs: failedInitMsOf(voice, invocation) },
      };
      return JSON.stringify({ time, type: 'platform.initReport', record });
    }
    case 'start': {
      const { version } = invocation.path;
      const record = { requestId, functionArn: voice.target.arn, version };
      return JSON.stringify({ time, type: 'platform.start', record });
    }
    case 'runtime-done': {
      const { status, errorType } = reportOf(voice, invocation);
      return JSON.stringify({ time, type: 'platform.runtimeDone', record: { requestId, status, errorType } });
    }
    default: {
      const { status, errorType, durationMs, billedMs, memoryMb, usedMb, initMs, restoreMs } = reportOf(
        voice,
        invocation,
      );
      const metrics = {
        durationMs,
        billedDurationMs: billedMs,
        memorySizeMB: memoryMb,
        maxMemoryUsedMB: usedMb,
        initDurationMs: initMs,
        restoreDurationMs: restoreMs,
      };
      return JSON.stringify({
        time,
        type: 'platform.report',
        record: { requestId, metrics, status, errorType },
      });
    }
  }
}

function initRecord({ target, runtimeVersion }: Voice, { path }: Invocation) {
  return {
    initializationType: 'on-demand',
    phase: 'init',
    runtimeVersion,
    runtimeVersionArn: target.state.RuntimeVersionConfig?.RuntimeVersionArn,
    functionName: target.name,
    functionVersion: path.version,
  };
}
