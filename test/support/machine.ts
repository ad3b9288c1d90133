/** A machine on which lambdatop is run again and again, as a person or a runbook does. */
import { onTestFinished } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import { variablesOf } from './embedded-account.ts';
import { PtyTerminal } from './pty-terminal.ts';
import { cleanEnvironment, LAUNCHER, runCli, startCli, temporaryDirectory } from './run-cli.ts';

/** One machine: its journal stays. */
export async function machineOn(account: Account) {
  const state = await temporaryDirectory();
  const variables = variablesOf(account);
  const args = (words: string): string[] => [...words.split(' '), '--state-dir', state];
  return {
    state,
    run: (words: string, stdin?: string) => runCli(args(words), variables, stdin),
    start: (words: string) => startCli(args(words), variables),
    journal: async () => {
      const { stdout, stderr } = await runCli(args('journal --json'), variables);
      return { entries: JSON.parse(stdout) as Record<string, unknown>[], stderr };
    },
    async terminal(words: string) {
      const environment = await cleanEnvironment(variables);
      const file = process.execPath;
      const terminal = new PtyTerminal({ file, args: [LAUNCHER, ...args(words)], environment });
      onTestFinished(() => terminal.dispose());
      return terminal;
    },
  };
}
