import type { Invocation } from '../../world/invocations/invocation.ts';
import { endOf, handlerStartOf } from '../../world/invocations/invocation.ts';
import { mix, unit } from '../../world/random.ts';
import { failureOf } from './failures.ts';
import { phraseOf } from './phrases.ts';
import type { Voice } from './voice.ts';

/** What a line is about; which words it takes is the voice's affair. */
export type LineKind =
  | 'init-start'
  | 'init-warning'
  | 'init-failure'
  | 'init-report'
  | 'start'
  | 'application'
  | 'remark'
  | 'failure'
  | 'runtime-done'
  | 'end'
  | 'report'
  | 'timed-out'
  | 'exited';

/** One line to be written. */
export interface Line {
  kind: LineKind;
  /** ms since the epoch. */
  at: number;
  /** Which of its kind, from 0. */
  number: number;
}

/** The lines of an invocation in the order in which they are written; their texts are made when read. */
export function planOf(voice: Voice, invocation: Invocation): Line[] {
  const { outcome, initMs, hash } = invocation;
  const began = handlerStartOf(invocation);
  const ended = endOf(invocation);
  const isSilent = voice.hidesSuccess && outcome === 'success';
  const lines: Line[] = [];
  const add = (kind: LineKind, at: number, number = 0) => lines.push({ kind, at, number });
  if (initMs !== undefined && voice.runtimeVersion !== undefined && !voice.hidesSuccess) {
    add('init-start', invocation.start);
  }
  if (outcome === 'init-error') {
    for (const attempt of [0, 1]) {
      if (voice.family === 'python' && !voice.hidesWarnings) add('init-warning', began, attempt);
      add('init-failure', began, attempt);
      add('init-report', began, attempt);
    }
  }
  if (!voice.hidesSuccess) add('start', began);
  if (outcome !== 'init-error') {
    const count = voice.chattiness + (hash % 5 === 0 ? 1 : 0) - (hash % 7 === 0 ? 1 : 0);
    for (let number = 0; number < count; number++) {
      if (voice.hidesInfo && phraseOf(voice, invocation, number).level === 'INFO') continue;
      const share = (number + unit(mix(hash, 200 + number))) / (count + 0.5);
      add('application', Math.min(ended, Math.floor(began + (ended - began) * share)), number);
    }
  }
  for (let number = 0; number < (invocation.remarks?.length ?? 0); number++) add('remark', ended, number);
  if (outcome === 'error') {
    const events = failureOf(voice, invocation).events;
    for (let number = 0; number < events; number++) add('failure', ended, number);
  }
  if (voice.tellsAll || (voice.isJson && outcome !== 'success')) add('runtime-done', ended);
  if (!voice.isJson) add('end', ended);
  if (!isSilent) add('report', ended);
  if (!voice.tellsStatus && outcome === 'timeout') add('timed-out', ended);
  if (!voice.tellsStatus && outcome === 'out-of-memory') add('exited', ended);
  return lines;
}
