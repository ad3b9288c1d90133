import { type Invocation, requestIdOf } from '../../world/invocations/invocation.ts';
import { mix, uuidText } from '../../world/random.ts';
import type { Phrase } from './phrases.ts';
import { traceIdOf } from './report.ts';
import type { Voice } from './voice.ts';

/** A line of the application itself, in its runtime's way of writing one. */
export function applicationText(
  voice: Voice,
  invocation: Invocation,
  at: number,
  { level, text }: Phrase,
): string {
  const id = requestIdOf(invocation);
  const time = new Date(at).toISOString();
  if (voice.isJson) return `${JSON.stringify(plainJson(voice, time, level, id, text))}\n`;
  if (voice.usesPowertools) return `${JSON.stringify(powertools(voice, invocation, time, level, text))}\n`;
  const day = time.slice(0, 10);
  const seconds = time.slice(11, 19);
  switch (voice.family) {
    case 'node':
      return `${time}\t${id}\t${level}\t${text}\n`;
    case 'python':
      return `[${level === 'WARN' ? 'WARNING' : level}]\t${time}\t${id}\t${text}\n`;
    case 'java':
      return `${day} ${seconds} ${id} ${level.padEnd(5)} App - ${text}\n`;
    case 'dotnet':
      return `${time}\t${id}\t${level === 'WARN' ? 'warn' : 'info'}\t${text}\n`;
    case 'go':
      return `${day.replaceAll('-', '/')} ${seconds} ${text}\n`;
    case 'ruby':
      return `${level[0]}, [${time.slice(0, 23)}000 #8]  ${level.padStart(4)} -- ${id}: ${text}\n`;
  }
}

function plainJson({ family }: Voice, timestamp: string, level: string, requestId: string, message: string) {
  if (family === 'java')
    return { timestamp, message, level, logger: 'com.example.App', AWSRequestId: requestId };
  if (family === 'python') {
    return { timestamp, level: level === 'WARN' ? 'WARNING' : level, message, logger: 'root', requestId };
  }
  return { timestamp, level, requestId, message };
}

/** Powertools for AWS Lambda's logger, as of Python or TypeScript. */
function powertools(voice: Voice, invocation: Invocation, time: string, level: string, message: string) {
  const { target, configuration, service, family } = voice;
  const common = {
    service,
    cold_start: invocation.initMs !== undefined,
    function_name: target.name,
    function_memory_size: String(configuration.MemorySize),
    function_arn: target.arn,
    function_request_id: requestIdOf(invocation),
    correlation_id: uuidText(mix(invocation.salt, 601)),
    xray_trace_id: traceIdOf(voice, invocation),
  };
  return family === 'python'
    ? {
        level: level === 'WARN' ? 'WARNING' : level,
        location: `lambda_handler:${20 + (mix(target.key, message.length) % 60)}`,
        message,
        timestamp: `${time.slice(0, 10)} ${time.slice(11, 19)},${time.slice(20, 23)}+0000`,
        ...common,
      }
    : { level, message, timestamp: time, sampling_rate: 0, ...common };
}
