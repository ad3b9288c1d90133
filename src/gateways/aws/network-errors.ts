/** Failures below AWS: names that do not resolve, closed ports, dropped lines, TLS. */

import { AppError } from '../../domain/app-error.ts';

/** Node's error code → what happened, in words that follow the host's name. */
const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name does not resolve',
  EAI_AGAIN: 'its name does not resolve at the moment',
  ECONNREFUSED: 'it refuses the connection',
  ECONNRESET: 'it dropped the connection',
  EPIPE: 'it dropped the connection',
  ETIMEDOUT: 'it did not answer in time',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no network',
  ENETDOWN: 'the network is down',
};

/** TLS failures carry codes such as CERT_HAS_EXPIRED, DEPTH_ZERO_SELF_SIGNED_CERT, ERR_TLS_…, ERR_SSL_…. */
const TLS = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO)/;

/** Whether an error's code means that no encrypted connection came about. */
export function isTlsCode(code: string): boolean {
  return TLS.test(code);
}

/** An AppError `unreachable` that names `host`, when the line failed rather than AWS; else null. */
export function networkError(thrown: unknown, host: string, operation?: string): AppError | null {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++) {
    const words = wordsFor(error);
    if (words) {
      return new AppError('unreachable', `Cannot reach ${host}: ${words}.`, {
        operation,
        cause: thrown,
        next: ['check the network, VPN and proxy of this machine', 'check the region and the endpoint'],
      });
    }
    if (error instanceof AggregateError && error.errors.length > 0) {
      const inner = networkError(error.errors[0], host, operation);
      if (inner) return inner;
    }
  }
  return null;
}

function wordsFor(error: Error): string | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (isTlsCode(code)) return `its TLS certificate or handshake was not accepted (${code})`;
  if (WORDS[code]) return WORDS[code];
  return error.name === 'TimeoutError' ? WORDS.ETIMEDOUT : undefined;
}
