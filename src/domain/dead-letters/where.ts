/** `--where KEY=VALUE` and `--where KEY~TEXT`: which messages are meant; of several conditions all must hold. */
import { AppError } from '../app-error.ts';
import { nearest } from '../nearest.ts';
import type { LetterGroup, TriagedLetter } from './groups.ts';

/** Keys that can be asked for, besides `body.PATH` and the message's own attributes as `attribute.NAME`. */
const KEYS: Readonly<Record<string, (triaged: TriagedLetter) => string | null>> = {
  messageId: ({ letter }) => letter.messageId,
  body: ({ letter }) => letter.body,
  kind: ({ kind }) => kind.kind,
  signature: ({ evidence }) => evidence.signature,
  evidence: ({ evidence }) => evidence.kind,
  errorMessage: ({ kind, evidence }) => ('errorMessage' in kind && kind.errorMessage) || saidIn(evidence),
  errorType: ({ kind }) => ('errorType' in kind ? kind.errorType : null),
  requestId: ({ kind }) => ('requestId' in kind ? kind.requestId : null),
  function: ({ kind }) => ('functionArn' in kind ? kind.functionArn : null),
  source: ({ letter }) => letter.sourceQueueArn,
  groupId: ({ letter }) => letter.groupId,
};

/** Whether a message is meant. A message that does not have the key never is. */
export type LetterMatcher = (triaged: TriagedLetter) => boolean;

/**
 * Understands conditions, see `parseCondition`; null when there are none.
 *
 * @throws AppError `usage` with the keys there are
 */
export function parseWhere(texts: readonly string[]): LetterMatcher | null {
  const conditions = texts.map(parseCondition);
  if (conditions.length === 0) return null;
  return (triaged) => conditions.every((holds) => holds(triaged));
}

/** The conditions that mean a group (`keyOf`) on the command line. */
export function conditionsOf({ kind, evidence }: Pick<LetterGroup, 'kind' | 'evidence'>): string[] {
  return [`kind=${kind}`, `evidence=${evidence.kind}`, `signature=${evidence.signature}`];
}

/** Keys that the log may answer where the message does not. */
const IN_LOG = /^(errorMessage|signature|evidence)[=~]/i;

/** Whether what is asked for may stand in the log of a message's function only. */
export const asksLog = (texts: readonly string[]): boolean => texts.some((text) => IN_LOG.test(text));

/**
 * Understands one condition: `=` means equal, `~` means contains, whatever the case.
 *
 * @throws AppError `usage` with the keys there are
 */
function parseCondition(text: string): LetterMatcher {
  const [, key = '', operator = '', operand = ''] = /^([\w.-]+)([=~])(.*)$/s.exec(text) ?? [];
  if (operator === '')
    throw usage(`${text} is no condition`, ['write KEY=VALUE, or KEY~TEXT for a part of it']);
  const value = reader(key);
  if (operator === '=') return (triaged) => value(triaged) === operand;
  const wanted = operand.toLowerCase();
  return (triaged) => value(triaged)?.toLowerCase().includes(wanted) ?? false;
}

function reader(key: string): (triaged: TriagedLetter) => string | null {
  const known = Object.entries(KEYS).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  if (known) return known;
  if (key.startsWith('attribute.')) {
    const name = key.slice('attribute.'.length);
    return ({ letter }) => letter.attributes[name]?.text ?? null;
  }
  if (key.startsWith('body.')) return ({ letter }) => partOf(letter.body, key.slice('body.'.length));
  const names = Object.keys(KEYS);
  const near = nearest(key, names);
  throw usage(`there is no key ${key}`, [
    near.length > 0 && near.length < names.length
      ? `did you mean ${near.join(' or ')}?`
      : `keys: ${names.join(', ')}`,
    'or body.PATH for a part of a JSON body, attribute.NAME for a message attribute',
  ]);
}

/** What the log says stands in the signature; the shape of a body is no error message. */
function saidIn({ kind, signature }: TriagedLetter['evidence']): string | null {
  return kind === 'log' || kind === 'probable' || kind === 'attribute' ? signature : null;
}

function partOf(body: string, path: string): string | null {
  try {
    let value: unknown = JSON.parse(body);
    for (const part of path.split('.')) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return null;
      value = (value as Record<string, unknown>)[part];
    }
    return typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return null;
  }
}

function usage(message: string, next: readonly string[]): AppError {
  return new AppError('usage', `--where: ${message}.`, { next });
}
