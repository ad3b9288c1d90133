/** The journal as a timeline for a post-mortem, in Markdown. Times are UTC: those who read it sit elsewhere. */

import { actorName } from '../killed.ts';
import { sanitise } from '../text.ts';
import type { Entry } from './entry.ts';
import { entryChangesText, entryOutcomeText, entryTargetName } from './entry-words.ts';
import type { Place } from './plan.ts';

/** Ends with a line break. */
export function timeline(
  entries: readonly Entry[],
  { account, region }: Pick<Place, 'account' | 'region'>,
  { from, to }: { readonly from: number; readonly to: number },
): string {
  const head = [
    `# What lambdatop changed in ${account}, ${region}`,
    '',
    `From ${stamp(from)} to ${stamp(to)} UTC. Changes by other tools are not in here.`,
    '',
  ];
  if (entries.length === 0) return [...head, 'Nothing.', ''].join('\n');
  const rows = entries.map((entry) =>
    [
      stamp(entry.at),
      actorName(entry.actor),
      entry.operation + (entry.undoes === null ? '' : ` of ${entry.undoes}`),
      `\`${entryTargetName(entry)}\``,
      entryChangesText(entry),
      outcomeText(entry),
      `\`${entry.id}\``,
    ].map(cell),
  );
  return [
    ...head,
    '| time (UTC) | who | what | target | before → after | outcome | entry |',
    '|---|---|---|---|---|---|---|',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ].join('\n');
}

function outcomeText(entry: Entry): string {
  const { at, endedAt, reason } = entry;
  const seconds = endedAt === null ? null : (endedAt - at) / 1_000;
  const took = seconds === null || entry.recovered ? '' : ` after ${seconds.toFixed(1)} s`;
  return `${entryOutcomeText(entry)}${took}${reason === null ? '' : `: ${reason}`}`;
}

/** `2026-11-21 14:02:11`. */
const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

const cell = (text: string): string => sanitise(text).replaceAll('|', '\\|');
