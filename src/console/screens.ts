/** The screens there are and where each is loaded from. The first one is part of the first frame; the others wait. */
import { openFunctions } from '../../screens/functions/open.ts';
import type { OpensScreen } from '../../screens/screen.ts';
import type { ScreenName } from '../domain/screens.ts';

/** How a screen that is not part of the first frame is loaded. */
export const LATER: Readonly<Partial<Record<ScreenName, () => Promise<OpensScreen>>>> = {
  logs: async () => (await import('../../screens/logs/open.ts')).openLogs,
  traffic: async () => (await import('../../screens/traffic/open.ts')).openTraffic,
  'dead-letters': async () => (await import('../../screens/dead-letters/open.ts')).openDeadLetters,
  journal: async () => (await import('../../screens/journal/open.ts')).openJournal,
  concurrency: async () => (await import('../../screens/concurrency/open.ts')).openConcurrency,
};

/** The screen at the bottom of the trail. */
export const FIRST: OpensScreen = openFunctions;
