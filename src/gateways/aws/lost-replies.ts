/**
 * A change whose reply was lost may have been done. Only what happened before the request was on its way, and
 * what AWS itself refused, is known not to have been.
 */

import { isTlsCode } from './network-errors.ts';

/** System calls that fail before anything is sent. */
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);

/** Whether the line failed before the request was sent: no name, no connection, no TLS. */
export function neverSent(thrown: unknown): boolean {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++) {
    if ('syscall' in error && BEFORE_SENDING.has(String(error.syscall))) return true;
    if ('code' in error && isTlsCode(String(error.code))) return true;
    // The SDK's own time limit for connecting carries neither code nor system call.
    if (error.name === 'TimeoutError' && /establish a connection/.test(error.message)) return true;
    if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(neverSent);
  }
  return false;
}
