/** One entry whole, as sections: what it changed, how it came out, and how to take it back. */
import type { Entry, EntryChange } from '../../src/domain/changes/entry.ts';
import { entryOutcomeText, entryTargetName, spansOf } from '../../src/domain/changes/entry-words.ts';
import { changeText, settingLabel, valueText } from '../../src/domain/changes/words.ts';
import type { Fact, Remark, Section, Tone } from '../../src/domain/dialog/content.ts';
import { durationWords } from '../../src/domain/duration-words.ts';
import { shellLine } from '../../src/domain/shell.ts';
import { exactMoment } from './moments.ts';

/** What leads a command line to the account an entry is of, beside its number and region. */
export interface WayThere {
  readonly profile: string | null;
  readonly endpoint: string | null;
}

/** The sections of an entry, `entries` being all there are. */
export function entrySections(entry: Entry, entries: readonly Entry[], way: WayThere): Section[] {
  return [
    { kind: 'facts', facts: factsOf(entry, entries) },
    ...(entry.changes.length === 0 ? [] : changeSections(entry)),
    ...undoSections(entry, entries, way),
  ];
}

function factsOf(entry: Entry, entries: readonly Entry[]): Fact[] {
  const { id, operation, at, endedAt, actor, account, region, target, reason, group, owner } = entry;
  const together = group === null ? 0 : entries.filter((other) => other.group === group).length;
  return [
    { label: 'what', value: operation === 'write' ? 'read-only lifted' : operation, tone: 'strong' },
    ...(operation === 'write'
      ? []
      : [{ label: 'of', value: entryTargetName(entry), tone: 'strong' } as const]),
    { label: 'outcome', value: entryOutcomeText(entry), tone: toneOf(entry) },
    ...(reason === null
      ? []
      : [{ label: entry.outcome === 'done' ? 'by then' : 'because', value: reason, tone: 'warn' } as const]),
    { label: 'began', value: exactMoment(at) },
    ...(endedAt === null
      ? []
      : [{ label: 'ended', value: `${exactMoment(endedAt)}, ${tookText(endedAt - at)}` }]),
    { label: 'by', value: actor },
    { label: 'target', value: target },
    { label: 'account', value: `${account} · ${region}` },
    ...(together > 1 ? [{ label: 'together with', value: `${together - 1} more, as one change` }] : []),
    ...(entry.undoes === null ? [] : [{ label: 'undoes', value: `entry ${entry.undoes}` }]),
    { label: 'process', value: `${owner.pid} on ${owner.host}` },
    { label: 'entry', value: id },
  ];
}

function tookText(ms: number): string {
  return ms < 10_000 ? `after ${(ms / 1_000).toFixed(1)} s` : `after ${durationWords(ms / 1_000)}`;
}

function toneOf({ outcome }: Entry): Tone {
  if (outcome === 'done' || outcome === 'already') return 'good';
  return outcome === 'failed' || outcome === 'refused' ? 'bad' : 'warn';
}

function changeSections(entry: Entry): Section[] {
  return [
    {
      kind: 'differences',
      heading: 'Before → after',
      differences: spansOf(entry).map(({ setting, from, to }) => ({
        what: settingLabel(setting),
        before: valueText(setting, from),
        after: valueText(setting, to),
      })),
    },
    { kind: 'remarks', heading: 'Calls', remarks: entry.changes.map(callRemark) },
  ];
}

const ENDS: Readonly<Record<NonNullable<EntryChange['outcome']>, string>> = {
  done: 'done',
  already: 'it was so already',
  accepted: 'AWS took it, not read back',
  unknown: 'no answer came',
  'not-applied': 'not applied',
  'not-sent': 'no call was made',
  refused: 'AWS said no',
  overtaken: 'someone else changed it',
};

function callRemark(change: EntryChange): Remark {
  const { outcome, requestIds } = change;
  const end = outcome === null ? 'no end was written' : ENDS[outcome];
  const ids = requestIds.length === 0 ? '' : `; request ${requestIds.join(', ')}`;
  return {
    text: `${changeText(change)}: ${end}${ids}`,
    sign: outcome === 'done' || outcome === 'already' ? '✓' : '·',
  };
}

function undoSections(
  { id, operation, account, region }: Entry,
  entries: readonly Entry[],
  { profile, endpoint }: WayThere,
): Section[] {
  if (operation === 'write') return [];
  const undoneBy = entries.filter(({ undoes }) => undoes === id).map((each) => each.id);
  const line = shellLine([
    ...['lambdatop', 'undo', id, '--account', account, '--region', region],
    ...(profile === null ? [] : ['--profile', profile]),
    ...(endpoint === null ? [] : ['--endpoint-url', endpoint]),
  ]);
  return [
    ...(undoneBy.length === 0
      ? []
      : [{ kind: 'facts', facts: [{ label: 'undone by', value: `entry ${undoneBy.join(', ')}` }] } as const]),
    { kind: 'commands', heading: 'What takes it back: u, or in a shell', commands: [line] },
  ];
}

/** Why an entry cannot be undone by a key; null when it may be tried. */
export function reasonAgainstUndo(entry: Entry | undefined): string | null {
  if (!entry) return 'No entry is listed here';
  return entry.operation === 'write' ? 'A lifted read-only ends by itself' : null;
}
