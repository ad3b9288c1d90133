/** The SDK's words, sent to our log file: without a logger the SDK warns on the console, over the screen. */

import type { Logger } from '../../domain/logger.ts';
import { plainText } from './plain-text.ts';

/** The shape the SDK calls; its arguments are whatever the SDK likes to pass. */
export interface SdkLogger {
  trace(...words: unknown[]): void;
  debug(...words: unknown[]): void;
  info(...words: unknown[]): void;
  warn(...words: unknown[]): void;
  error(...words: unknown[]): void;
}

/**
 * Passes the SDK's strings on and, of its call records, only which call it was and how it ended: inputs and
 * outputs hold environment variables, presigned URLs and message bodies.
 */
export function sdkLogger(logger: Logger): SdkLogger {
  const passOn = (level: 'debug' | 'warn') => (words: unknown[]) => {
    for (const word of words) {
      if (typeof word === 'string') logger[level](plainText(word));
      else if (isCallRecord(word)) logger.debug(`${word.commandName ?? 'call'} ${ending(word)}`);
    }
  };
  const debug = passOn('debug');
  const warn = passOn('warn');
  return {
    trace: () => {},
    debug: (...words) => debug(words),
    info: (...words) => debug(words),
    warn: (...words) => warn(words),
    error: (...words) => warn(words),
  };
}

interface CallRecord {
  readonly commandName?: string;
  readonly error?: { readonly name?: string } | undefined;
  readonly metadata?:
    | { readonly httpStatusCode?: number; readonly attempts?: number; readonly requestId?: string }
    | undefined;
}

function isCallRecord(word: unknown): word is CallRecord {
  return typeof word === 'object' && word !== null && 'commandName' in word;
}

function ending({ error, metadata }: CallRecord): string {
  const outcome = error ? `failed: ${plainText(error.name)}` : 'ok';
  return `${outcome} (status ${metadata?.httpStatusCode ?? '-'}, attempts ${metadata?.attempts ?? '-'}, request ${metadata?.requestId ?? '-'})`;
}
