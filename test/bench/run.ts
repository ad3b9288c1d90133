/**
 * `npm run bench`: every budget of design.md that this version can be measured by, with the figure beside it.
 * A missed budget is said, not hidden, and is no failure: the exit code is 1 only when something could not be
 * measured at all. `--only NAME` runs one file's part; `--write` keeps the figures under reports/.
 */
import { parseArgs } from 'node:util';
import type { Benchmark, Figure, Missing } from './figure.ts';
import { firstFrame } from './first-frame.ts';
import { functionsJson } from './functions-json.ts';
import { kill } from './kill.ts';
import { largeAccount } from './large-account.ts';
import { logFlood } from './log-flood.ts';
import { logFollow } from './log-follow.ts';
import { quietAccount } from './quiet-account.ts';
import { redrive } from './redrive.ts';
import { machine, printReport, writeReport } from './report.ts';
import { rollout } from './rollout.ts';
import { tailCuts } from './tail-cuts.ts';
import { terminalTraffic } from './terminal-traffic.ts';

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  'first-frame': firstFrame,
  'functions-json': functionsJson,
  kill,
  'large-account': largeAccount,
  'terminal-traffic': terminalTraffic,
  'log-flood': logFlood,
  'log-follow': logFollow,
  'tail-cuts': tailCuts,
  'quiet-account': quietAccount,
  rollout,
  redrive,
};

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, write: { type: 'boolean', default: false } },
});
const names = values.only ?? Object.keys(BENCHMARKS);
const say = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
};

const results: (Figure | Missing)[] = [];
for (const name of names) {
  const benchmark = BENCHMARKS[name];
  if (!benchmark) throw new Error(`no benchmark ${name}; there are ${Object.keys(BENCHMARKS).join(', ')}`);
  try {
    results.push(...(await benchmark(say)));
  } catch (error) {
    results.push({ what: name, missing: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
  }
}
say('');
const report = { at: new Date(), machine: machine(), results };
printReport(report);
if (values.write) process.stdout.write(`written: ${writeReport(report)}\n`);
