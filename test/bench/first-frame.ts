/** From the start of the process to its first whole frame, beside `aws --version` measured in turn with it. */
import { type Benchmark, median, ms } from './figure.ts';
import { findAwsCli, openConsole, quit, startAccount, wallTime } from './setting.ts';

const PAIRS = 12;
const WHAT = 'first frame / `aws --version`';
const BUDGET = 0.3;

export const firstFrame: Benchmark = async (say) => {
  const account = await startAccount(100);
  const start = async (): Promise<number> => {
    const started = performance.now();
    const terminal = openConsole(account);
    let painted = Number.NaN;
    const stop = terminal.watch(() => {
      if (!terminal.text().includes('? help')) return;
      painted = terminal.receivedAt;
      stop();
    });
    await terminal.shows('? help');
    await quit(terminal);
    return painted - started;
  };
  // The first start fills the compile cache.
  await start();
  const aws = findAwsCli();
  const frames: number[] = [];
  const versions: number[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    say(`first frame ${pair + 1}/${PAIRS}`);
    frames.push(await start());
    if (aws) versions.push(await wallTime(aws.file, ['--version'], account.environment));
  }
  account.stop();
  const detail = `first frame ${ms(median(frames))}, best ${ms(Math.min(...frames))}, ${PAIRS} starts`;
  if (!aws) return [{ what: WHAT, missing: `no aws CLI here to compare with; ${detail}` }];
  const ratios = frames.map((frame, index) => frame / (versions[index] ?? Number.NaN));
  return [
    {
      what: WHAT,
      measured: median(ratios),
      budget: BUDGET,
      unit: 'x',
      detail: `${detail}; aws ${ms(median(versions))}`,
    },
  ];
};
