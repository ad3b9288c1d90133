import type { Invocation } from '../../world/invocations/invocation.ts';
import { applicationText } from './application.ts';
import { failureText, initFailureText, initWarningText } from './failure-text.ts';
import { failureOf, initFailureOf } from './failures.ts';
import { phraseOf } from './phrases.ts';
import type { Line } from './plan.ts';
import { systemJson } from './system-json.ts';
import { systemText } from './system-text.ts';
import type { Voice } from './voice.ts';

/** The text of one line of an invocation: the message of a log event. */
export function messageOf(voice: Voice, invocation: Invocation, line: Line): string {
  switch (line.kind) {
    case 'application':
      return applicationText(voice, invocation, line.at, phraseOf(voice, invocation, line.number));
    case 'remark': {
      const text = invocation.remarks?.[line.number] ?? '';
      return applicationText(voice, invocation, line.at, { level: 'ERROR', text });
    }
    case 'failure': {
      const { failure } = failureOf(voice, invocation);
      return failureText(voice, invocation, line.at, failure, line.number);
    }
    case 'init-warning':
      return initWarningText(voice, line.at);
    case 'init-failure':
      return initFailureText(voice, line.at, initFailureOf(voice));
    default:
      return voice.isJson ? systemJson(voice, invocation, line) : systemText(voice, invocation, line);
  }
}
