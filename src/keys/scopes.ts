/** The eight screens, in the order of their number keys. */
const SCREENS = [
  'functions',
  'function',
  'logs',
  'traffic',
  'dead-letters',
  'concurrency',
  'audit',
  'journal',
] as const;

/** What may lie over a screen and take the keys instead of it. */
const OVERLAYS = ['help', 'palette', 'dialog', 'text-entry'] as const;

/** Where a person is: exactly one place has the keys at any time. */
export type Place = (typeof SCREENS | typeof OVERLAYS)[number];

/** Names for sets of places, so that a command can say in a word where it works. */
const SHARED_SCOPES = {
  everywhere: [...SCREENS, ...OVERLAYS],
  screens: SCREENS,
  /** Screens that are a list of rows. */
  tables: ['functions', 'dead-letters', 'concurrency', 'audit', 'journal'],
  /** Screens that show a running rollout. */
  rollouts: ['functions', 'function', 'traffic'],
} as const satisfies Record<string, readonly Place[]>;

type SharedScope = keyof typeof SHARED_SCOPES;

/** A place, or a named set of places. */
export type Scope = Place | SharedScope;

/** The places that `S` covers, as a type. */
export type PlacesOf<S extends Scope> = S extends SharedScope
  ? (typeof SHARED_SCOPES)[S][number]
  : S extends Place
    ? S
    : never;

function isShared(scope: Scope): scope is SharedScope {
  return scope in SHARED_SCOPES;
}

/** The places that `scope` covers. */
export function placesOf(scope: Scope): readonly Place[] {
  return isShared(scope) ? SHARED_SCOPES[scope] : [scope];
}

/** Whether `scope` is one single place. */
export function isPlace(scope: Scope): scope is Place {
  return !isShared(scope);
}

/** Whether one of `scopes` covers `place`. */
export function covers(scopes: readonly Scope[], place: Place): boolean {
  return scopes.some((scope) => placesOf(scope).includes(place));
}
