/** `kill NAME --yes`, whole, beside the single `aws lambda put-function-concurrency` that it makes. */
import { type Benchmark, median, ms } from './figure.ts';
import { findAwsCli, LAUNCHER, startAccount, wallTime } from './setting.ts';

const PAIRS = 9;
const WHAT = '`kill NAME --yes` / `aws lambda put-function-concurrency`';
const BUDGET = 0.6;
/** One SQS trigger, which is disabled too. */
const NAME = 'orders-fulfilment-worker';

export const kill: Benchmark = async (say) => {
  const account = await startAccount(100);
  const { environment } = account;
  const lambdatop = (...words: string[]): Promise<number> =>
    wallTime(process.execPath, [LAUNCHER, ...words, NAME, '--yes'], environment);
  // A stopped function is not stopped again: it is brought back before each.
  const timedKill = async (): Promise<number> => {
    const time = await lambdatop('kill');
    await lambdatop('restore');
    return time;
  };
  await timedKill();
  const aws = findAwsCli();
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    say(`kill ${pair + 1}/${PAIRS}`);
    ours.push(await timedKill());
    if (!aws) continue;
    const call = ['lambda', 'put-function-concurrency', '--function-name', 'orders-api-prod'];
    const args = [...call, '--reserved-concurrent-executions', '0', '--endpoint-url', account.endpoint];
    theirs.push(await wallTime(aws.file, args, environment));
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
