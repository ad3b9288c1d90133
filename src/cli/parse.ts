/** argv in, an Invocation out. What the arguments alone show to be wrong ends here, as a usage error. */
import { parseArgs } from 'node:util';
import { AppError } from '../domain/app-error.ts';
import { didYouMean } from '../domain/nearest.ts';
import { COMMANDS, type CommandName, type CommandSpec, GLOBAL_OPTIONS, type OptionSpec } from './grammar.ts';

/** What stands before or after any command. */
export interface GlobalOptions {
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  /** Twelve digits: the only account that may be worked on. */
  readonly account?: string;
  readonly readOnly: boolean;
  /** The config file's read-only does not count. */
  readonly write: boolean;
  readonly json: boolean;
  readonly noColor: boolean;
  readonly stateDir?: string;
}

/** A command line that is well formed. */
export interface Invocation {
  /** Null when no command was named: the console. */
  readonly command: CommandName | null;
  readonly intent: 'run' | 'help' | 'version';
  readonly globals: GlobalOptions;
  /** The command's own options; flags are true. */
  readonly options: Readonly<Record<string, string | true>>;
  /** All values of those that may be given several times, in their order; an option that was not given is missing. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** The words after the command. */
  readonly words: readonly string[];
  /** What followed `--`, for `demo -- COMMAND`; null without a `--`. */
  readonly rest: readonly string[] | null;
}

const usage = (message: string, next: readonly string[] = []): AppError =>
  new AppError('usage', message, { next: [...next, 'lambdatop --help lists commands and options'] });

const ALL_OPTIONS: readonly OptionSpec[] = [
  ...COMMANDS.flatMap((command): readonly OptionSpec[] => command.options),
  // Before a command is known, `--version` is the global one.
  ...GLOBAL_OPTIONS,
];

type Token = NonNullable<ReturnType<typeof tokenize>>[number];
type OptionToken = Extract<Token, { kind: 'option' }>;

/** Whether `--json` was asked for, even when the rest of the line is wrong: its error is JSON too. */
export function wantsJson(argv: readonly string[]): boolean {
  return argv.includes('--json');
}

/**
 * Understands a command line (without node and script). Options may stand before or after the command.
 *
 * @throws AppError `usage`, with the nearest valid names
 */
export function parse(argv: readonly string[]): Invocation {
  const blind = tokenize(argv, null);
  for (const token of optionsIn(blind)) specOf(token, ALL_OPTIONS, 'lambdatop');
  const end = blind.find((token) => token.kind === 'option-terminator')?.index ?? argv.length;
  const command = commandOf(wordsBefore(blind, end)[0]);
  // Whether an option takes a value may depend on the command.
  const tokens = tokenize(argv, command);
  const given = optionsIn(tokens);
  const words = wordsBefore(tokens, end).slice(1);
  const options = valuesOf(given, command);
  // With a value it is `logs --version 42`.
  const isVersion = options.get('version') === true;
  const intent = options.get('help') ? 'help' : isVersion ? 'version' : 'run';
  const rest = end < argv.length ? argv.slice(end + 1) : null;
  const allWords = words.concat(command?.takesCommand ? [] : (rest ?? []));
  if (intent === 'run') checkWords(command, allWords);
  return {
    command: (command?.name ?? null) as CommandName | null,
    intent,
    globals: globalsFrom(options),
    options: Object.fromEntries(
      (command?.options ?? []).flatMap(({ name }) => {
        const value = options.get(name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    lists: listsOf(given, command),
    words: allWords,
    rest: command?.takesCommand ? rest : null,
  };
}

/** A command's own options come before global ones of the same name. */
function tokenize(argv: readonly string[], command: CommandSpec | null) {
  const specs = [...ALL_OPTIONS, ...(command?.options ?? [])];
  const options = Object.fromEntries(
    specs.map(({ name, value }) => [name, { type: value ? ('string' as const) : ('boolean' as const) }]),
  );
  return parseArgs({
    args: [...argv],
    options: { ...options, help: { type: 'boolean', short: 'h' } },
    strict: false,
    tokens: true,
  }).tokens;
}

function optionsIn(tokens: readonly Token[]): OptionToken[] {
  return tokens.filter((token) => token.kind === 'option');
}

/** The words in front of an argument, the command's name among them. */
function wordsBefore(tokens: readonly Token[], end: number): string[] {
  return tokens.flatMap((token) => (token.kind === 'positional' && token.index < end ? [token.value] : []));
}

function commandOf(name: string | undefined): CommandSpec | null {
  if (name === undefined) return null;
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command) return command;
  throw usage(
    `Unknown command: ${name}.`,
    didYouMean(
      name,
      COMMANDS.map((candidate) => candidate.name),
    ),
  );
}

function specOf(token: OptionToken, known: readonly OptionSpec[], owner: string): OptionSpec {
  const spec = known.find((option) => option.name === token.name);
  if (spec) return spec;
  throw usage(
    `${owner} has no option ${token.rawName}.`,
    didYouMean(
      token.rawName,
      known.map((option) => `--${option.name}`),
    ),
  );
}

/** The options' values by name, each checked against the command that was named; the last one given wins. */
function valuesOf(given: readonly OptionToken[], command: CommandSpec | null): Map<string, string | true> {
  const known = [...(command?.options ?? []), ...GLOBAL_OPTIONS];
  const owner = command ? `lambdatop ${command.name}` : 'lambdatop without a command';
  const values = new Map<string, string | true>();
  for (const token of given) {
    const spec = specOf(token, known, owner);
    if (spec.value === undefined) {
      if (token.value !== undefined) throw usage(`${token.rawName} takes no value.`);
      values.set(spec.name, true);
      continue;
    }
    const looksLikeOption = !token.inlineValue && /^-./.test(token.value ?? '');
    if (!token.value || looksLikeOption)
      throw usage(`${token.rawName} needs a value: --${spec.name}=${spec.value}.`);
    values.set(spec.name, token.value);
  }
  return values;
}

function listsOf(given: readonly OptionToken[], command: CommandSpec | null): Record<string, string[]> {
  const lists: Record<string, string[]> = {};
  for (const { name } of (command?.options ?? []).filter(({ many }) => many)) {
    const values = given.flatMap((token) => (token.name === name ? (token.value ?? []) : []));
    if (values.length > 0) lists[name] = values;
  }
  return lists;
}

function checkWords(command: CommandSpec | null, words: readonly string[]): void {
  const places = command?.words ?? [];
  const missing = places.find((place, index) => !place.startsWith('[') && words[index] === undefined);
  const name = command?.name ?? '';
  if (missing) throw usage(`lambdatop ${name} needs ${missing.replace('...', '')}.`);
  const extra = words[places.length];
  const takesMore = places.at(-1)?.endsWith('...') === true;
  if (extra !== undefined && !takesMore)
    throw usage(`lambdatop ${name} does not take a further word: ${extra}.`);
}

function globalsFrom(values: ReadonlyMap<string, string | true>): GlobalOptions {
  const text = <Key extends string>(key: Key, option: string): { [K in Key]?: string } => {
    const value = values.get(option);
    return typeof value === 'string' ? ({ [key]: value } as { [K in Key]: string }) : {};
  };
  const account = values.get('account');
  if (typeof account === 'string' && !/^\d{12}$/.test(account)) {
    throw usage(`--account takes the twelve digits of an account, not ${account}.`);
  }
  if (values.has('read-only') && values.has('write')) {
    throw usage('--write does not lift --read-only: it lifts what the config file says.');
  }
  return {
    ...text('profile', 'profile'),
    ...text('region', 'region'),
    ...text('endpointUrl', 'endpoint-url'),
    ...text('account', 'account'),
    ...text('stateDir', 'state-dir'),
    readOnly: values.has('read-only'),
    write: values.has('write'),
    json: values.has('json'),
    noColor: values.has('no-color'),
  };
}
