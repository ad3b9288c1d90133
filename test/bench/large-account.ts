/** One console on 10,000 functions: what loading reads, how fast keys are painted, and what memory it takes. */
import type { Benchmark, Figure } from './figure.ts';
import { paintLatencies } from './key-to-paint.ts';
import { residentMemory } from './memory.ts';
import { readRates } from './read-rates.ts';
import { openConsole, quit, startAccount } from './setting.ts';

const FUNCTIONS = 10_000;
const LOADING_MS = 120_000;

export const largeAccount: Benchmark = async (say) => {
  const account = await startAccount(FUNCTIONS);
  const terminal = openConsole(account);
  say('loading 10,000 functions');
  const loaded = terminal.until(
    () => /^1\/10000 +\S.*account \d\d:\d\d/m.test(terminal.text()) && !/reading \d/.test(terminal.text()),
    'all functions',
    LOADING_MS,
  );
  const figures: Figure[] = await readRates(account, loaded);
  say('pressing keys');
  figures.push(...(await paintLatencies(terminal)));
  say('weighing');
  figures.push(await residentMemory(terminal.pid));
  await quit(terminal);
  account.stop();
  return figures;
};
