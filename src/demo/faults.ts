/** How a call is made to fail. */
export const FAULT_KINDS = [
  'throttle', // the service's own throttling error
  'deny', // AccessDenied, in IAM's words
  'expired', // the security token is expired
  'error', // any error: `status`, `name`, `message`
  'delay', // answer as usual, `delayMs` later
  'drop-before', // the connection breaks before anything was done
  'drop-after', // the connection breaks after it was done: the caller cannot know
  'hang', // it is done, and the reply never comes
  'html', // an HTML page, as emulators and proxies answer
  'unsupported', // 501, as an emulator without the operation answers
  'partial', // some entries of a batch fail, the others are applied: `entries`, `status`, `name`, `message`
  'empty', // nothing is given, although there is something
  'truncate', // the reply breaks off in the middle; an event stream in the frame behind `updates` whole ones
] as const;

/** A kind of fault. */
type FaultKind = (typeof FAULT_KINDS)[number];

/** A rule that makes matching calls misbehave until it is used up or cleared. */
export interface FaultRule {
  kind: FaultKind;
  /** Service name, e.g. `lambda`, or `*`. */
  service: string;
  /** Operation, e.g. `ListFunctions`, or `*`. */
  operation: string;
  /** Only calls whose path or body contains this text, e.g. the name of a function or a queue. */
  match?: string;
  /** How many calls it hits; until cleared when absent. */
  count?: number;
  /** How many matching calls pass unharmed first: `after: 2, count: 1` hits the third alone. */
  after?: number;
  /** For `delay`, real ms. */
  delayMs?: number;
  /** For `throttle` and `error`: seconds in `Retry-After`. */
  retryAfterS?: number;
  /** For `partial`: how many entries of each batch fail, the first ones; 1 when absent. */
  entries?: number;
  /** For `truncate`: how many updates of an event stream arrive whole; none when absent. */
  updates?: number;
  /** For `error`, `html` and `partial`: the HTTP status. */
  status?: number;
  /** For `error` and `partial`: the error's name and text. */
  name?: string;
  message?: string;
}

/** A rule in force, with what it did. */
export interface ActiveFault extends FaultRule {
  id: number;
  /** Matching calls seen, and calls hit. */
  seen: number;
  hits: number;
}

/** The misbehaviour asked for. Unasked, the account behaves. */
export class Faults {
  #rules: ActiveFault[] = [];
  #ids = 0;

  /** Adds a rule; of several, all delays apply and then the first other. */
  add(rule: FaultRule): ActiveFault {
    this.#ids += 1;
    const active: ActiveFault = { ...rule, id: this.#ids, seen: 0, hits: 0 };
    this.#rules.push(active);
    return active;
  }

  /** Removes the rule of that id, or all of them. */
  clear(id?: number): void {
    this.#rules = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id);
  }

  list(): readonly ActiveFault[] {
    return this.#rules;
  }

  /** The rules that hit a call (`text`: its path and body), counting it: delays, then at most one that decides. */
  take(service: string, operation: string, text: () => string): FaultRule[] {
    const taken: FaultRule[] = [];
    for (const rule of this.#rules) {
      if (rule.service !== '*' && rule.service !== service) continue;
      if (rule.operation !== '*' && rule.operation !== operation) continue;
      if (rule.match !== undefined && !text().includes(rule.match)) continue;
      const isDecided = taken.some((other) => other.kind !== 'delay');
      if (isDecided && rule.kind !== 'delay') continue;
      rule.seen += 1;
      if (rule.seen <= (rule.after ?? 0) || rule.hits >= (rule.count ?? Number.POSITIVE_INFINITY)) continue;
      rule.hits += 1;
      taken.push(rule);
    }
    return taken;
  }
}

/** Reads a rule from outside. Returns what is wrong with it when it is no rule. */
export function parseFaultRule(value: unknown): FaultRule | string {
  if (typeof value !== 'object' || value === null) return 'a fault rule is an object';
  const { kind, service = '*', operation = '*', ...others } = value as Record<string, unknown>;
  const { match, name, message, ...rest } = others;
  const known = FAULT_KINDS.find((each) => each === kind);
  if (known === undefined) return `kind must be one of ${FAULT_KINDS.join(', ')}`;
  if (typeof service !== 'string' || typeof operation !== 'string') return 'service and operation are text';
  const rule: FaultRule = { kind: known, service, operation };
  for (const [member, number] of Object.entries(rest)) {
    if (!isNumberMember(member)) return `a fault rule has no ${member}`;
    if (typeof number !== 'number' || !Number.isInteger(number) || number < 0) {
      return `${member} is a whole number of at least 0`;
    }
    rule[member] = number;
  }
  if (known === 'delay' && rule.delayMs === undefined) return 'a delay needs delayMs';
  for (const [member, text] of Object.entries({ match, name, message })) {
    if (text !== undefined && typeof text !== 'string') return `${member} is text`;
  }
  return { ...rule, ...texts({ match, name, message }) };
}

function texts(members: Readonly<Record<string, unknown>>): Pick<FaultRule, 'match' | 'name' | 'message'> {
  return Object.fromEntries(Object.entries(members).filter(([, text]) => typeof text === 'string'));
}

const NUMBER_MEMBERS = ['count', 'after', 'delayMs', 'retryAfterS', 'status', 'entries', 'updates'] as const;

function isNumberMember(member: string): member is (typeof NUMBER_MEMBERS)[number] {
  return (NUMBER_MEMBERS as readonly string[]).includes(member);
}
