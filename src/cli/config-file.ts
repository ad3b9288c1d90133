/** The config file: `$LAMBDATOP_CONFIG`, else `$XDG_CONFIG_HOME/lambdatop/config.toml`. It may be missing. */

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { AppError } from '../domain/app-error.ts';
import { type ConfigPlace, rulesFrom } from '../domain/protection/read-rules.ts';
import type { ProtectionRule } from '../domain/protection/rules.ts';

/** What the person configured. */
export interface Config {
  /** Absolute path of the file, whether it is there or not. */
  readonly file: string;
  /** False when there is none. */
  readonly found: boolean;
  readonly rules: readonly ProtectionRule[];
}

/**
 * Reads the config file. A missing one means no rules.
 *
 * @throws AppError `usage` for one that cannot be read or understood: rules that protect are never dropped silently
 */
export async function readConfig(environment: Readonly<Record<string, string | undefined>>): Promise<Config> {
  const file = configPath(environment);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return null;
    throw unreadable(file, cause.message, cause);
  });
  if (text === null || text.trim() === '') return { file, found: text !== null, rules: [] };
  // Only those who have a config file pay for the parser.
  const { parse, TomlError } = await import('smol-toml');
  try {
    const locate = (place: ConfigPlace) => `${file}, line ${lineOf(text, place)}`;
    return { file, found: true, rules: rulesFrom(parse(text), locate) };
  } catch (thrown) {
    if (!(thrown instanceof TomlError)) throw thrown;
    const [what = 'it is no TOML'] = thrown.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw unreadable(`${file}, line ${thrown.line}`, what, thrown);
  }
}

function configPath({
  LAMBDATOP_CONFIG: own,
  XDG_CONFIG_HOME: configHome,
  HOME: home,
}: Readonly<Record<string, string | undefined>>): string {
  if (own) return path.resolve(own);
  // The XDG specification: a path that is not absolute is to be ignored.
  const base =
    configHome && path.isAbsolute(configHome) ? configHome : path.join(home || homedir(), '.config');
  return path.join(base, 'lambdatop', 'config.toml');
}

function unreadable(where: string, why: string, cause: unknown): AppError {
  return new AppError('usage', `${where}: ${why}.`, {
    next: ['mend it, or move it away: without it nothing is protected'],
    cause,
  });
}

/** The line of a key, counted from 1; that of its rule where the key is written in a way not looked for. */
function lineOf(text: string, { rule, key }: ConfigPlace): number {
  const lines = text.split('\n');
  const heads = lines.flatMap((line, index) => (/^\s*\[\[\s*rules\s*\]\]/.test(line) ? [index] : []));
  const from = rule === null ? 0 : (heads[rule] ?? 0);
  const to = rule === null ? lines.length : (heads[rule + 1] ?? lines.length);
  const isKey = new RegExp(`^\\s*(\\[+\\s*)?["']?${key.replaceAll(/\W/g, '\\$&')}["']?\\s*(=|\\]|\\.)`);
  const found = lines.slice(from, to).findIndex((line) => isKey.test(line));
  return from + Math.max(0, found) + 1;
}
