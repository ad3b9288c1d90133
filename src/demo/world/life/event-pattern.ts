type Json = Readonly<Record<string, unknown>>;

/** A pattern of Lambda's event filtering: members with lists of rules, nested as the event is. */
export type EventPattern = Json;

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
};

/** Reads a pattern's JSON text; undefined when it is no pattern: every branch must end in a list of rules. */
export function parsePattern(text: string): EventPattern | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) && isPattern(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isPattern(value: Json): boolean {
  return Object.entries(value).every(([key, inner]) => {
    if (key === '$or') return Array.isArray(inner) && inner.every((each) => isJson(each) && isPattern(each));
    return isJson(inner) ? isPattern(inner) : Array.isArray(inner) && inner.length > 0;
  });
}

/** Whether an event is as a pattern wants it: all of its members, each by one of its rules. */
export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  const members: Json = isJson(event) ? event : {};
  return Object.entries(pattern).every(([key, inner]) => {
    if (key === '$or') return (inner as Json[]).some((each) => matchesPattern(each, event));
    const value = Object.hasOwn(members, key) ? members[key] : undefined;
    if (isJson(inner)) return isJson(value) ? matchesPattern(inner, value) : allowsAbsence(inner);
    return (inner as unknown[]).some((rule) => matchesRule(rule, value));
  });
}

/** A branch that is not there can only be matched by rules that say so. */
function allowsAbsence(pattern: Json): boolean {
  return Object.keys(pattern).length > 0 && matchesPattern(pattern, {});
}

function matchesRule(rule: unknown, value: unknown): boolean {
  if (isJson(rule) && 'exists' in rule) return (value !== undefined) === rule.exists;
  if (value === undefined) return false;
  const values = Array.isArray(value) ? value : [value];
  return isJson(rule) ? values.some((each) => obeys(rule, each)) : values.includes(rule);
}

/** A rule that is more than a value. Those that are not known match nothing. */
function obeys(rule: Json, value: unknown): boolean {
  const [kind = '', operand] = Object.entries(rule)[0] ?? [];
  switch (kind) {
    case 'prefix':
      return typeof value === 'string' && typeof operand === 'string' && value.startsWith(operand);
    case 'suffix':
      return typeof value === 'string' && typeof operand === 'string' && value.endsWith(operand);
    case 'equals-ignore-case':
      return String(value).toLowerCase() === String(operand).toLowerCase();
    case 'anything-but':
      return isJson(operand) ? !obeys(operand, value) : ![operand].flat().includes(value);
    case 'numeric':
      return Array.isArray(operand) && isWithin(operand, value);
    default:
      return false;
  }
}

/** `[">", 0, "<=", 100]`: each comparison must hold. */
function isWithin(comparisons: readonly unknown[], value: unknown): boolean {
  if (typeof value !== 'number') return false;
  for (let index = 0; index < comparisons.length; index += 2) {
    const holds = COMPARISONS[String(comparisons[index])];
    if (holds?.(value, Number(comparisons[index + 1])) !== true) return false;
  }
  return true;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
