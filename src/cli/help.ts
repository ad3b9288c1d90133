/** The text of `--help`, made from the grammar. */
import {
  COMMANDS,
  type CommandName,
  type CommandSpec,
  EXAMPLES,
  GLOBAL_OPTIONS,
  type OptionSpec,
} from './grammar.ts';

const EXIT_CODES = `Exit codes:
  0 done   1 AWS lacks it, denies it or failed   2 wrong usage   3 the answer is no
  4 refused by us   5 not confirmed in time   130 interrupted`;

/** Help about one command, or about lambdatop as a whole. */
export function helpText(command: CommandName | null): string {
  const spec = COMMANDS.find((candidate) => candidate.name === command);
  return spec ? commandHelp(spec) : overallHelp();
}

function overallHelp(): string {
  return [
    'lambdatop: an operations console for AWS Lambda, in a terminal',
    section('Usage', [
      ['lambdatop', 'the console'],
      ...COMMANDS.map((command): Row => [usageOf(command), command.summary]),
    ]),
    section('Options, before or after the command', GLOBAL_OPTIONS.map(optionRow)),
    section('Examples', EXAMPLES),
    `${EXIT_CODES}\n`,
  ].join('\n\n');
}

function commandHelp(command: CommandSpec): string {
  const examples = EXAMPLES.filter(([line]) => line.includes(` ${command.name}`));
  return [
    `${usageOf(command)}\n  ${command.summary}`,
    ...(command.options.length > 0 ? [section('Options', command.options.map(optionRow))] : []),
    section('Options of every command', GLOBAL_OPTIONS.map(optionRow)),
    ...(examples.length > 0 ? [section('Examples', examples)] : []),
  ]
    .join('\n\n')
    .concat('\n');
}

type Row = readonly [left: string, right: string];

function usageOf({ name, words, options, takesCommand }: CommandSpec): string {
  return [
    'lambdatop',
    name,
    ...words,
    options.length > 0 ? '[OPTIONS]' : '',
    takesCommand ? '[-- COMMAND ...]' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

const optionRow = ({ name, value, help }: OptionSpec): Row => [`--${name}${value ? ` ${value}` : ''}`, help];

/** Rows under a heading; a left side that is too long stands on a line of its own. */
function section(heading: string, rows: readonly Row[]): string {
  const width = 26;
  const lines = rows.map(([left, right]) =>
    left.length < width ? `  ${left.padEnd(width)}${right}` : `  ${left}\n  ${' '.repeat(width)}${right}`,
  );
  return [`${heading}:`, ...lines].join('\n');
}
