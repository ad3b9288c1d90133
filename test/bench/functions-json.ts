/** `functions --json` of 1,000 functions, beside `aws lambda list-functions` against the same account. */
import { type Benchmark, median, ms } from './figure.ts';
import { findAwsCli, LAUNCHER, startAccount, wallTime } from './setting.ts';

const PAIRS = 9;
const WHAT = '`functions --json`, 1,000 functions / `aws lambda list-functions`';
const BUDGET = 0.5;

export const functionsJson: Benchmark = async (say) => {
  const account = await startAccount(1_000);
  const { environment } = account;
  const list = (): Promise<number> =>
    wallTime(process.execPath, [LAUNCHER, 'functions', '--json'], environment);
  await list();
  const aws = findAwsCli();
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    say(`functions --json ${pair + 1}/${PAIRS}`);
    ours.push(await list());
    if (!aws) continue;
    const args = ['lambda', 'list-functions', '--output', 'json', '--endpoint-url'];
    theirs.push(await wallTime(aws.file, [...args, environment.AWS_ENDPOINT_URL ?? ''], environment));
  }
  account.stop();
  const detail = `${ms(median(ours))}, best ${ms(Math.min(...ours))}, ${PAIRS} runs`;
  if (!aws) return [{ what: WHAT, missing: `no aws CLI here to compare with; ${detail}` }];
  const ratios = ours.map((time, index) => time / (theirs[index] ?? Number.NaN));
  return [
    {
      what: WHAT,
      measured: median(ratios),
      budget: BUDGET,
      unit: 'x',
      detail: `${detail}; aws ${ms(median(theirs))}`,
    },
  ];
};
