import type { IncomingHttpHeaders } from 'node:http';
import { expiredToken, ServiceError } from './wire/errors.ts';

/** Credentials that the account accepts. */
export interface AcceptedCredentials {
  accessKeyId: string;
  /** ms since the epoch, in the account's time; never when absent. */
  expiresAt?: number;
}

/** What is told about access; all of it optional, and null takes it back. */
export interface AccessRules {
  /** How far the server's own clock is ahead of the machine's, ms; signatures are judged by it. */
  clockSkewMs?: number | null;
  /** The only credentials accepted; any when absent. */
  credentials?: readonly AcceptedCredentials[] | null;
}

/** AWS accepts signatures that are at most this old or early. */
const TOLERANCE_MS = 5 * 60_000;

/**
 * Who may call, and by which clock. Unasked, anybody may with any credentials, and signatures are not
 * looked at.
 */
export class Access {
  readonly #wallClock: () => number;
  #rules: AccessRules = {};

  /** `wallClock`: the machine's time, ms since the epoch. */
  constructor(wallClock: () => number) {
    this.#wallClock = wallClock;
  }

  get rules(): AccessRules {
    return this.#rules;
  }

  /** Changes what is told, and leaves what is not. */
  set(rules: AccessRules): void {
    this.#rules = { ...this.#rules, ...rules };
  }

  /** What the server's `Date` header says. */
  get date(): string {
    return new Date(this.#serverTime).toUTCString();
  }

  /** The error that refuses a call, or undefined when it may pass; `now` is the account's time, ms. */
  refusal(headers: IncomingHttpHeaders, now: number): ServiceError | undefined {
    return this.#judgeSignature(headers) ?? this.#judgeCredentials(headers, now);
  }

  get #serverTime(): number {
    return this.#wallClock() + (this.#rules.clockSkewMs ?? 0);
  }

  #judgeSignature(headers: IncomingHttpHeaders): ServiceError | undefined {
    const stamp = headers['x-amz-date'];
    const { clockSkewMs } = this.#rules;
    if (typeof stamp !== 'string' || clockSkewMs === undefined || clockSkewMs === null) return undefined;
    const server = this.#serverTime;
    const signed = Date.parse(
      stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
    );
    if (signed < server - TOLERANCE_MS) {
      return invalidSignature(
        `Signature expired: ${stamp} is now earlier than ${stampOf(server - TOLERANCE_MS)} (${stampOf(server)} - 5 min.)`,
      );
    }
    if (signed > server + TOLERANCE_MS) {
      return invalidSignature(
        `Signature not yet current: ${stamp} is still later than ${stampOf(server + TOLERANCE_MS)} (${stampOf(server)} + 5 min.)`,
      );
    }
    return undefined;
  }

  #judgeCredentials(headers: IncomingHttpHeaders, now: number): ServiceError | undefined {
    const { credentials } = this.#rules;
    if (credentials === undefined || credentials === null) return undefined;
    const key = /\bCredential=([^/,\s]+)\//.exec(headers.authorization ?? '')?.[1];
    if (key === undefined) {
      return new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token', {
        status: 403,
        queryCode: 'MissingAuthenticationToken',
      });
    }
    const accepted = credentials.find((each) => each.accessKeyId === key);
    if (accepted === undefined) {
      return new ServiceError(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
        { status: 403, queryCode: 'InvalidClientTokenId' },
      );
    }
    return now >= (accepted.expiresAt ?? Number.POSITIVE_INFINITY) ? expiredToken() : undefined;
  }
}

function invalidSignature(message: string): ServiceError {
  return new ServiceError('InvalidSignatureException', message, {
    status: 403,
    queryCode: 'SignatureDoesNotMatch',
  });
}

/** As signatures carry it, e.g. `20261121T103000Z`. */
function stampOf(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** Reads rules from outside. Returns what is wrong with them when they are none. */
export function parseAccessRules(value: unknown): AccessRules | string {
  if (typeof value !== 'object' || value === null) return 'access rules are an object';
  const { clockSkewMs, credentials, ...rest } = value as Record<string, unknown>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) return `access rules have no ${unknown}`;
  const rules: AccessRules = {};
  if (clockSkewMs === null || (typeof clockSkewMs === 'number' && Number.isFinite(clockSkewMs))) {
    rules.clockSkewMs = clockSkewMs;
  } else if (clockSkewMs !== undefined) return 'clockSkewMs is a number or null';
  if (credentials === undefined) return rules;
  if (credentials === null) return { ...rules, credentials };
  if (!Array.isArray(credentials)) return 'credentials is a list or null';
  const read = credentials.map(parseCredentials);
  const wrong = read.find((each) => typeof each === 'string');
  if (wrong !== undefined) return wrong;
  return { ...rules, credentials: read.filter((each) => typeof each !== 'string') };
}

/** `expiresAt` comes as ISO text or as ms since the epoch. */
function parseCredentials(value: unknown): AcceptedCredentials | string {
  const { accessKeyId, expiresAt } = (value ?? {}) as Record<string, unknown>;
  if (typeof accessKeyId !== 'string') return 'credentials need an accessKeyId';
  if (expiresAt === undefined) return { accessKeyId };
  const instant = typeof expiresAt === 'string' ? Date.parse(expiresAt) : expiresAt;
  if (typeof instant !== 'number' || Number.isNaN(instant)) return 'expiresAt is a time';
  return { accessKeyId, expiresAt: instant };
}
