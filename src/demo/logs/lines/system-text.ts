import { handlerStartOf, type Invocation, requestIdOf } from '../../world/invocations/invocation.ts';
import { hexText } from '../../world/random.ts';
import type { Line } from './plan.ts';
import { errorTypeOf, failedInitMsOf, reportOf, traceIdOf } from './report.ts';
import type { Voice } from './voice.ts';

/** Lambda's own lines in the Text format (facts, section 3); fields are separated by tabs. */
export function systemText(voice: Voice, invocation: Invocation, { kind, number, at }: Line): string {
  const id = requestIdOf(invocation);
  switch (kind) {
    case 'init-start':
      return initStart(voice, reportOf(voice, invocation).restoreMs !== undefined);
    case 'init-report': {
      const phase = number === 0 ? 'init' : 'invoke';
      const milliseconds = failedInitMsOf(voice, invocation).toFixed(2);
      return `INIT_REPORT Init Duration: ${milliseconds} ms\tPhase: ${phase}\tStatus: error\tError Type: ${errorTypeOf(voice, invocation)}\n`;
    }
    case 'start':
      return `START RequestId: ${id} Version: ${invocation.path.version}\n`;
    case 'end':
      return `END RequestId: ${id}\n`;
    case 'timed-out': {
      const seconds = voice.configuration.Timeout.toFixed(2);
      return `${new Date(at).toISOString()} ${id} Task timed out after ${seconds} seconds\n\n`;
    }
    case 'exited':
      return `RequestId: ${id} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`;
    default:
      return report(voice, invocation, id);
  }
}

function initStart({ target, runtimeVersion }: Voice, isRestored: boolean): string {
  const arn = target.state.RuntimeVersionConfig?.RuntimeVersionArn ?? '';
  const word = isRestored ? 'RESTORE_START' : 'INIT_START';
  return `${word} Runtime Version: ${runtimeVersion}\tRuntime Version ARN: ${arn}\n`;
}

function report(voice: Voice, invocation: Invocation, id: string): string {
  const { durationMs, billedMs, memoryMb, usedMb, initMs, restoreMs, status, errorType } = reportOf(
    voice,
    invocation,
  );
  let text = `REPORT RequestId: ${id}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${billedMs} ms\tMemory Size: ${memoryMb} MB\tMax Memory Used: ${usedMb} MB\t`;
  if (initMs !== undefined) text += `Init Duration: ${initMs.toFixed(2)} ms\t`;
  if (restoreMs !== undefined) {
    text += `Restore Duration: ${restoreMs.toFixed(2)} ms\tBilled Restore Duration: ${Math.ceil(restoreMs)} ms\t`;
  }
  if (voice.tellsStatus && status === 'timeout') text += 'Status: timeout\t';
  // An exception that the runtime passed on is no failure of the environment: Text says nothing of it.
  if (voice.tellsStatus && status === 'error' && invocation.outcome !== 'error') {
    text += `Status: error\tError Type: ${errorType}\t`;
  }
  const trace = traceIdOf(voice, invocation);
  if (trace === undefined) return `${text}\n`;
  const segment = hexText(handlerStartOf(invocation), 16);
  return `${text}\nXRAY TraceId: ${trace}\tSegmentId: ${segment}\tSampled: true\t\n`;
}
