/** The config file's content, parsed as TOML, to rules; what is not understood is an error, never ignored. */

import { AppError } from '../app-error.ts';
import { didYouMean } from '../nearest.ts';
import type { ProtectionRule } from './rules.ts';

const TOP_KEYS = ['rules'];
const RULE_KEYS = ['profiles', 'accounts', 'read-only', 'production', 'protected'];

/** Where something stands in the file: which rule (counted from 0; null = outside of them) and under which key. */
export interface ConfigPlace {
  readonly rule: number | null;
  readonly key: string;
}

/** Tells where a place is, for a person: "line 7"; "" when it cannot. */
export type Locate = (place: ConfigPlace) => string;

/**
 * The rules of a config file.
 *
 * @throws AppError `usage` that names the file's place and the nearest valid key
 */
export function rulesFrom(config: Readonly<Record<string, unknown>>, locate: Locate): ProtectionRule[] {
  for (const key of Object.keys(config)) checkKey({ rule: null, key }, TOP_KEYS, locate);
  const { rules = [] } = config;
  if (!Array.isArray(rules) || !rules.every(isTable)) {
    throw problem({ rule: null, key: 'rules' }, 'rules are written as [[rules]]', locate);
  }
  return rules.map((rule, index) => ruleFrom(rule, index, locate));
}

function ruleFrom(table: Readonly<Record<string, unknown>>, index: number, locate: Locate): ProtectionRule {
  const place = (key: string): ConfigPlace => ({ rule: index, key });
  for (const key of Object.keys(table)) checkKey(place(key), RULE_KEYS, locate);
  const flag = (key: string): boolean => {
    const value = table[key] ?? false;
    if (typeof value === 'boolean') return value;
    throw problem(place(key), `${key} is true or false`, locate);
  };
  const list = (key: string): string[] => {
    const value = table[key] ?? [];
    const items = Array.isArray(value) ? value : [value];
    if (items.every((item) => typeof item === 'string' && item !== '')) return items;
    throw problem(place(key), `${key} takes a text, or a list of texts: ["one", "two-*"]`, locate);
  };
  const accounts = list('accounts');
  const odd = accounts.find((account) => !/^(\d{12}|[\d*?]*[*?][\d*?]*)$/.test(account));
  if (odd !== undefined) {
    throw problem(place('accounts'), `${JSON.stringify(odd)} is no account: they have twelve digits`, locate);
  }
  return {
    profiles: list('profiles'),
    accounts,
    readOnly: flag('read-only'),
    production: flag('production'),
    protectedNames: list('protected'),
  };
}

function checkKey(place: ConfigPlace, valid: readonly string[], locate: Locate): void {
  if (valid.includes(place.key)) return;
  const where = place.rule === null ? 'The config file' : 'A rule';
  throw problem(place, `${where} has no ${place.key}`, locate, didYouMean(place.key, valid));
}

function problem(place: ConfigPlace, words: string, locate: Locate, next: readonly string[] = []): AppError {
  const where = locate(place);
  return new AppError('usage', `${where ? `${where}: ` : ''}${words}.`, { next });
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
