/** The dialog of a redrive that runs. */
import type { DialogContent, Fact } from '../../domain/dialog/content.ts';
import { durationWords } from '../../domain/duration-words.ts';
import { exactly, progressBar } from '../../domain/figures.ts';
import type { RedriveProgress } from '../../operations/redrive/request.ts';

/** Ids of buttons. */
export const BACKGROUND = 'background';
export const STOP = 'stop';

/** While it runs. */
export function runningContent(
  title: string,
  progress: RedriveProgress | null,
  stopping: boolean,
): DialogContent {
  return {
    title,
    dangerous: false,
    sections: [{ kind: 'facts', facts: progressFacts(progress) }],
    choices: [],
    fields: [],
    buttons: [
      { id: BACKGROUND, label: 'Go on in the background' },
      {
        id: STOP,
        label: 'Stop',
        tone: 'bad',
        reason: stopping ? 'what is in flight is being finished' : null,
      },
    ],
    preferred: BACKGROUND,
    busy: progressWords(progress),
  };
}

function progressFacts(progress: RedriveProgress | null): Fact[] {
  if (progress?.kind !== 'moving') return [];
  const { done, total, ratePerS, etaMs } = progress;
  const bar = progressBar(total ? done / total : 0);
  return [
    {
      label: 'moved',
      value: `${bar} ${exactly(done)}${total === null ? '' : ` of ${exactly(total)}`}`,
    },
    { label: 'rate', value: ratePerS === null ? '–' : `${Math.round(ratePerS)} a second` },
    { label: 'left', value: etaMs === null ? '–' : durationWords(etaMs / 1_000) },
  ];
}

/** What is going on, in a line. */
export function progressWords(progress: RedriveProgress | null): string {
  switch (progress?.kind) {
    case 'probe':
      return `${progress.words}: ${durationWords(progress.leftMs / 1_000)} of at most ${durationWords(progress.longestMs / 1_000)} left to see whether it comes back`;
    case 'waiting':
      return `${progress.because} Trying again.`;
    case 'moving':
      return `${exactly(progress.done)}${progress.total === null ? '' : ` of ${exactly(progress.total)}`} messages`;
    default:
      return 'beginning';
  }
}
