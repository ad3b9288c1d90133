/** Every command of the built product, each in a process of its own: what it is made of is all there. */
import { afterAll, expect, test } from 'vitest';
import type { CommandName } from '../../src/cli/grammar.ts';
import { startAccount } from '../../src/demo/account.ts';
import { variablesOf } from '../support/embedded-account.ts';
import { runBuilt } from '../support/run-cli.ts';

const account = await startAccount({ scenario: 'bad-canary', functions: 30 });
afterAll(() => account.close());

const NAME = 'checkout-api-prod';
/** Fed by a queue. */
const WORKER = 'orders-fulfilment-worker';
const LIVE = `${NAME}:live`;

/** How each ends, and what is on stdout then; nothing is changed by any. */
const ENDS: Readonly<Record<CommandName, readonly [args: string, code: number, stdout: RegExp]>> = {
  open: ['open functions', 2, /^$/],
  functions: ['functions', 0, /^NAME +RUNTIME/],
  logs: [`logs ${NAME} --since 1m`, 0, /REPORT RequestId/],
  kill: [`kill ${NAME} --dry-run`, 0, /reserved concurrency .*→ 0/],
  restore: [`restore ${NAME} --to 7 --dry-run`, 0, /reserved concurrency .*→ 7/],
  reserve: [`reserve ${NAME} 7 --dry-run`, 0, /reserved concurrency .*→ 7/],
  pause: [`pause ${WORKER} --dry-run`, 0, /trigger .*on → off/],
  resume: [`resume ${WORKER} --dry-run`, 0, /triggers on already/],
  publish: [`publish ${NAME} --dry-run`, 0, /lambda:PublishVersion/],
  shift: [`shift ${LIVE} --to 42 --weight 25 --dry-run`, 0, /42 25 %/],
  promote: [`promote ${LIVE} --dry-run`, 0, /→ 42/],
  rollback: [`rollback ${LIVE} --dry-run`, 0, /→ 41/],
  journal: ['journal --json', 0, /^\[\]\n$/],
  rollout: [`rollout ${LIVE} --to 42 --strategy 50,100@5m --dry-run`, 0, /roll out 42/],
  rollouts: ['rollouts --json', 0, /^\[\]\n$/],
  undo: ['undo zzzz --yes --json', 1, /no entry zzzz/],
  dlq: ['dlq --json', 0, /^\[/],
  // In an account where each log group can be searched.
  doctor: ['demo --functions 10 -- doctor', 0, /lambda:ListFunctions +read +ok/],
  demo: ['demo --functions 5 -- functions --json', 0, /^\[\n\{"name"/],
};

test.for(Object.values(ENDS))('%s', async ([args, code, stdout]) => {
  const ended = await runBuilt(args.split(' '), variablesOf(account));
  expect({ args, ...ended }).toMatchObject({ args, code, stdout: expect.stringMatching(stdout) });
});
