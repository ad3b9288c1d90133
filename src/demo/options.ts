import { parseArgs } from 'node:util';

/** What the command line asks of the embedded account's process. */
export interface ProcessOptions {
  port: number;
  seed: number;
  scenario: string;
  functions: number | undefined;
  /** Dead letters in each queue of a scenario that is about them; its own number when undefined. */
  messages: number | undefined;
  /** Events a second of the scenario that floods a log; its own number when undefined. */
  logEventsPerSecond: number | undefined;
  speed: number;
  /** ms since the epoch; undefined = now. */
  start: number | undefined;
  /** End when stdin does: the parent is gone. */
  withParent: boolean;
}

/** Reads the arguments after the script's name. Throws an Error with one clear line for a wrong one. */
export function parseOptions(args: readonly string[]): ProcessOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      scenario: { type: 'string', default: 'company' },
      functions: { type: 'string' },
      messages: { type: 'string' },
      'log-events-per-second': { type: 'string' },
      speed: { type: 'string', default: '1' },
      start: { type: 'string' },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  return {
    port: wholeNumber('--port', values.port, 65_535),
    seed: wholeNumber('--seed', values.seed, 4_294_967_295),
    scenario: values.scenario,
    functions:
      values.functions === undefined ? undefined : wholeNumber('--functions', values.functions, 100_000),
    messages: values.messages === undefined ? undefined : wholeNumber('--messages', values.messages, 10_000),
    logEventsPerSecond:
      values['log-events-per-second'] === undefined
        ? undefined
        : wholeNumber('--log-events-per-second', values['log-events-per-second'], 100_000),
    speed: positiveNumber('--speed', values.speed),
    start: values.start === undefined ? undefined : instant('--start', values.start),
    withParent: values['with-parent'],
  };
}

function wholeNumber(name: string, text: string, largest: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > largest) {
    throw new Error(`${name} takes a whole number from 0 to ${largest}, not '${text}'`);
  }
  return number;
}

function positiveNumber(name: string, text: string): number {
  const number = Number(text);
  if (text === '' || !Number.isFinite(number) || number < 0) {
    throw new Error(`${name} takes a number of at least 0, not '${text}'`);
  }
  return number;
}

function instant(name: string, text: string): number {
  const parsed = Date.parse(text);
  if (Number.isNaN(parsed))
    throw new Error(`${name} takes an ISO time such as 2026-11-21T09:00:00Z, not '${text}'`);
  return parsed;
}
