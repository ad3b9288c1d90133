/** When functions that others stopped were first seen so: AWS does not tell. Kept, so that a restart remembers. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from './replace-file.ts';

/** First sights by function ARN, ms since the epoch. */
export type FirstSights = ReadonlyMap<string, number>;

const FILE = 'first-seen-stopped.json';

/** What was kept in a scope's directory; empty when nothing was, or when the file is damaged. */
export async function readFirstSights(directory: string): Promise<FirstSights> {
  try {
    const kept: unknown = JSON.parse(await readFile(path.join(directory, FILE), 'utf8'));
    if (typeof kept !== 'object' || kept === null) return new Map();
    return new Map(Object.entries(kept).filter(([, at]) => typeof at === 'number'));
  } catch {
    return new Map();
  }
}

/** Keeps them; another lambdatop that writes at the same moment wins or loses whole. */
export async function writeFirstSights(directory: string, sights: FirstSights): Promise<void> {
  await replaceFile(path.join(directory, FILE), JSON.stringify(Object.fromEntries(sights)));
}
