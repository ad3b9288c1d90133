import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS, GLOBAL_OPTIONS, type OptionSpec } from '../../src/cli/grammar.ts';
import { parse, wantsJson } from '../../src/cli/parse.ts';
import { AppError } from '../../src/domain/app-error.ts';

/** The error a command line is refused with, message and suggestions in one text. */
function refusal(...argv: string[]): string {
  try {
    parse(argv);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'usage') throw thrown;
    return [thrown.message, ...thrown.next].join('\n');
  }
  throw new Error(`accepted: ${argv.join(' ')}`);
}

describe('a command line', () => {
  test('without a command opens the console', () => {
    expect(parse([])).toMatchObject({ command: null, intent: 'run', words: [], rest: null });
  });

  test('names a command, its options and its words', () => {
    const { command, options, words } = parse(['open', 'functions', 'checkout']);
    expect({ command, options, words }).toEqual({
      command: 'open',
      options: {},
      words: ['functions', 'checkout'],
    });
    expect(parse(['functions', '--filter', 'pay-*', '--metrics']).options).toEqual({
      filter: 'pay-*',
      metrics: true,
    });
  });

  test('takes global options before and after the command, with a blank or an equals sign', () => {
    const expected = { profile: 'prod', region: 'eu-west-1', json: true, readOnly: true, noColor: false };
    for (const argv of [
      ['--profile', 'prod', '--region=eu-west-1', '--json', '--read-only', 'doctor'],
      ['doctor', '--profile=prod', '--region', 'eu-west-1', '--json', '--read-only'],
      ['--json', '--profile', 'prod', 'doctor', '--read-only', '--region', 'eu-west-1'],
    ]) {
      expect(parse(argv)).toMatchObject({ command: 'doctor', globals: expected });
    }
  });

  test('does not let --write lift --read-only', () => {
    expect(() => parse(['functions', '--read-only', '--write'])).toThrow(/does not lift --read-only/);
    expect(parse(['functions', '--write']).globals).toMatchObject({ write: true, readOnly: false });
  });

  test('means the same however its options are ordered around the command', () => {
    const options = [
      ['--profile', 'prod'],
      ['--json'],
      ['--filter', 'a b'],
      ['--account=123456789012'],
      ['--metrics'],
    ];
    const shuffled = fc.shuffledSubarray(options, { minLength: options.length });
    const expected = parse(['functions', ...options.flat()]);
    fc.assert(
      fc.property(shuffled, fc.nat(options.length), (some, at) => {
        const argv = [...some.slice(0, at).flat(), 'functions', ...some.slice(at).flat()];
        expect(parse(argv)).toEqual(expected);
      }),
    );
  });

  test('never throws anything but a usage error', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'functions',
        'demo',
        'open',
        '--json',
        '--sort',
        '--serve',
        '-h',
        '--',
        '-',
        '--x',
        '',
        '-xy',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word), (argv) => {
        try {
          parse(argv);
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: 'AppError', code: 'usage' });
        }
      }),
    );
  });

  test('keeps the command of a demo apart', () => {
    const demo = parse(['demo', '--seed', '7', '--', 'functions', '--json']);
    expect(demo).toMatchObject({
      command: 'demo',
      options: { seed: '7' },
      words: [],
      rest: ['functions', '--json'],
    });
    expect(demo.globals.json).toBe(false);
  });

  test('takes a port after --serve', () => {
    expect(parse(['demo', '--serve', '4566'])).toMatchObject({ options: { serve: true }, words: ['4566'] });
  });

  test('asks for help or the version before anything else is checked', () => {
    expect(parse(['open', '--help'])).toMatchObject({ command: 'open', intent: 'help' });
    expect(parse(['-h'])).toMatchObject({ command: null, intent: 'help' });
    expect(parse(['--version'])).toMatchObject({ intent: 'version' });
  });
});

describe('a wrong command line is refused with what would be right', () => {
  test('an unknown command', () => {
    expect(refusal('fnctions')).toContain('Unknown command: fnctions.\ndid you mean functions?');
    expect(refusal('halt', 'x')).toBe('Unknown command: halt.\nlambdatop --help lists commands and options');
  });

  test('an unknown option, even where it hides the command', () => {
    expect(refusal('functions', '--metric')).toContain('did you mean --metrics?');
    expect(refusal('--regoin', 'eu-west-1', 'functions')).toContain('--regoin.\ndid you mean --region?');
    expect(refusal('functions', '-x')).toContain('no option -x');
  });

  test('an option of another command', () => {
    expect(refusal('doctor', '--filter', 'x')).toContain('lambdatop doctor has no option --filter.');
    expect(refusal('--filter', 'x')).toContain('lambdatop without a command has no option --filter.');
  });

  test('an option without its value', () => {
    expect(refusal('functions', '--region')).toContain('--region needs a value: --region=REGION.');
    expect(refusal('functions', '--region', '--json')).toContain('--region needs a value');
    expect(refusal('functions', '--filter=')).toContain('--filter needs a value');
    expect(refusal('functions', '--json=yes')).toContain('--json takes no value.');
  });

  test('words too few or too many', () => {
    expect(refusal('open')).toContain('lambdatop open needs SCREEN.');
    expect(refusal('functions', 'checkout')).toContain('does not take a further word: checkout.');
    expect(refusal('functions', '--', 'checkout')).toContain('does not take a further word: checkout.');
  });

  test('an account that is none', () => {
    expect(refusal('functions', '--account', '1234')).toContain('twelve digits');
  });
});

test('an option that several commands know takes a value in all of them or in none', () => {
  const options = [
    // `logs --version N` is another one than `lambdatop --version`: see below.
    ...GLOBAL_OPTIONS.filter(({ name }) => name !== 'version'),
    ...COMMANDS.flatMap((command): readonly OptionSpec[] => command.options),
  ];
  const kinds = Map.groupBy(options as readonly OptionSpec[], ({ name }) => name);
  for (const [name, specs] of kinds) {
    expect(new Set(specs.map(({ value }) => value !== undefined)), name).toHaveProperty('size', 1);
  }
});

test("--version is the program's, and behind logs the function's", () => {
  expect(parse(['--version'])).toMatchObject({ command: null, intent: 'version' });
  expect(parse(['doctor', '--version'])).toMatchObject({ intent: 'version' });
  const logs = { command: 'logs', intent: 'run', words: ['orders'], options: { version: '42' } };
  expect(parse(['logs', 'orders', '--version', '42'])).toMatchObject(logs);
  expect(parse(['logs', '--version=42', 'orders'])).toMatchObject(logs);
  expect(refusal('logs', 'orders', '--version')).toContain('--version needs a value');
});

test('several functions may be named where the command takes several', () => {
  expect(parse(['logs', 'orders', 'payments:live']).words).toEqual(['orders', 'payments:live']);
  expect(refusal('logs')).toContain('lambdatop logs needs FUNCTION.');
});

test('JSON is known to be wanted although the line is wrong', () => {
  expect(wantsJson(['fnctions', '--json'])).toBe(true);
  expect(wantsJson(['fnctions'])).toBe(false);
});
