/**
 * Every command and option there is, as data: parsing (parse.ts), `--help` (help.ts) and the suggestions after a
 * typo all come from here. Commander would do it too, but takes 23 ms to load where Node's own parseArgs takes
 * one, and the console's whole start is 100 ms.
 */
import { SCREENS } from '../domain/screens.ts';

/** One option. Without `value` it is a flag; with it, the placeholder that `--help` shows. */
export interface OptionSpec {
  readonly name: string;
  readonly value?: string;
  readonly help: string;
  /** May be given several times, and every one counts (`Invocation.lists`). */
  readonly many?: true;
}

/** One command. */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** Placeholders of the words it takes; `[X]` may be missing, and of a last one `X...` there may be several. */
  readonly words: readonly string[];
  readonly options: readonly OptionSpec[];
  /** It takes a whole other command after `--`. */
  readonly takesCommand?: boolean;
}

/** Understood everywhere, before or after the command. */
export const GLOBAL_OPTIONS = [
  { name: 'profile', value: 'NAME', help: 'profile of ~/.aws/config to use' },
  { name: 'region', value: 'REGION', help: 'AWS region' },
  { name: 'endpoint-url', value: 'URL', help: 'talk to this endpoint instead of AWS' },
  { name: 'account', value: 'ID', help: 'refuse to work on any other account' },
  { name: 'read-only', help: 'refuse everything that changes AWS' },
  { name: 'write', help: 'allow changes where the config file says read-only' },
  { name: 'json', help: 'data as JSON on stdout, errors too' },
  { name: 'no-color', help: 'no colours (NO_COLOR does the same)' },
  { name: 'state-dir', value: 'DIR', help: 'where the log file and other state live' },
  { name: 'help', help: 'this help, or that of the command' },
  { name: 'version', help: 'the version of lambdatop' },
] as const satisfies readonly OptionSpec[];

/** Who may say yes, and to what. */
const CONSENT_OPTIONS = [
  { name: 'dry-run', help: 'print what would be done, change nothing' },
  { name: 'yes', help: 'do not ask' },
  { name: 'confirm', value: 'DIGITS', help: 'for protected targets: the last four digits of the account' },
] as const satisfies readonly OptionSpec[];

/** Understood by every command that changes AWS. */
const CHANGE_OPTIONS = [
  ...CONSENT_OPTIONS,
  { name: 'wait', value: 'HOW', help: 'none, applied (AWS shows it: what is usual), effect (it has worked)' },
  { name: 'timeout', value: 'TIME', help: 'how long to wait for AWS; 5m unless told' },
  { name: 'fail-fast', help: 'after the first failure begin no other target' },
] as const satisfies readonly OptionSpec[];

/** Understood by commands that move an alias. */
const OVERRIDE_OPTION = {
  name: 'override-deployment',
  value: 'ID',
  help: 'although this CodeDeploy deployment runs on the alias: it will fail',
} as const satisfies OptionSpec;

/** What the subcommands of `dlq` understand. */
const LETTER_OPTIONS = [
  { name: 'limit', value: 'N', help: 'at most so many messages; on redrive it means send + delete' },
  {
    name: 'where',
    value: 'KEY=VALUE',
    help: 'only these; KEY~TEXT for a part (errorMessage~timeout); several all hold',
    many: true,
  },
  { name: 'rate', value: 'N', help: 'redrive, import: messages a second' },
  { name: 'function', value: 'NAME[:QUALIFIER]', help: 'redrive, import: who gets events that do not say' },
  { name: 'out', value: 'FILE', help: 'export: the file to write, a new one' },
  { name: 'no-probe', help: 'redrive: do not try one message first' },
  { name: 'again', help: 'redrive, import: also what an earlier run may have sent already' },
  { name: 'exported', value: 'FILE', help: 'delete: the export that has all of them' },
  { name: 'for', value: 'TIME', help: 'retain: how long the queue is to keep messages; 14d unless told' },
  { name: 'without-export', help: 'delete: they are gone for good, and that is meant' },
] as const satisfies readonly OptionSpec[];

/** The commands this version has, in the order in which `--help` lists them. */
export const COMMANDS = [
  {
    name: 'open',
    summary: `the console at ${SCREENS.join('|')}`,
    words: ['SCREEN', '[TARGET]'],
    options: [],
  },
  {
    name: 'functions',
    summary: 'list the functions of the account and region',
    words: [],
    options: [
      { name: 'filter', value: 'GLOB', help: "only names that match, as in 'pay-*'" },
      { name: 'sort', value: 'COLUMN', help: 'sort by a column; numbers highest first' },
      { name: 'metrics', help: "add the newest minute's health (CloudWatch charges for it)" },
      { name: 'details', help: 'add state, reserved concurrency, aliases (two calls per function)' },
    ],
  },
  {
    name: 'logs',
    summary: 'log lines of functions, or their invocations',
    words: ['FUNCTION...'],
    options: [
      {
        name: 'follow',
        help: 'go on until interrupted; several functions in order, 2.5 s late',
      },
      {
        name: 'since',
        value: 'TIME',
        help: 'from when on: 10m (which is usual), 2h, 14:05, 2026-11-21T14:05Z',
      },
      { name: 'until', value: 'TIME', help: 'up to when; now unless told' },
      { name: 'filter', value: 'PATTERN', help: "CloudWatch's filter pattern, as in 'ERROR -health'" },
      { name: 'version', value: 'N', help: 'only this version' },
      { name: 'request-id', value: 'ID', help: 'only this invocation' },
      { name: 'invocations', help: 'a row for each invocation; --filter as in: status:timeout cold:yes' },
      { name: 'yes', help: 'pay what Logs Insights charges for more than 3h, without being asked' },
    ],
  },
  {
    name: 'kill',
    summary: 'stop functions: reserved concurrency 0, SQS triggers off',
    words: ['FUNCTION...'],
    options: [
      { name: 'triggers', value: 'WHICH', help: 'triggers to turn off too: sqs (what is usual), all, none' },
      { name: 'remove-provisioned', help: 'take provisioned concurrency away first: AWS refuses otherwise' },
      ...CHANGE_OPTIONS,
    ],
  },
  {
    name: 'restore',
    summary: 'bring killed functions back exactly as they were',
    words: ['FUNCTION...'],
    options: [
      { name: 'to', value: 'N|none', help: 'reserve this instead of what it had; none = unset' },
      { name: 'stages', value: 'STEPS', help: 'let its queues in little by little: 2,10,50,all@2m' },
      ...CHANGE_OPTIONS,
    ],
  },
  {
    name: 'reserve',
    summary: 'reserve concurrency for a function, which caps it too',
    words: ['FUNCTION', 'N|none'],
    options: CHANGE_OPTIONS,
  },
  {
    name: 'pause',
    summary: 'turn triggers off (event source mappings), and wait until nothing runs',
    words: ['FUNCTION...'],
    options: [
      { name: 'source', value: 'ARN', help: 'only the trigger with this queue or stream' },
      ...CHANGE_OPTIONS,
    ],
  },
  {
    name: 'resume',
    summary: 'turn triggers on again that were paused',
    words: ['FUNCTION...'],
    options: [
      { name: 'source', value: 'ARN', help: 'only the trigger with this queue or stream' },
      ...CHANGE_OPTIONS,
    ],
  },
  {
    name: 'publish',
    summary: 'make a version of $LATEST, which can then get traffic',
    words: ['FUNCTION...'],
    options: CHANGE_OPTIONS,
  },
  {
    name: 'shift',
    summary: "give a version a share of an alias's traffic, unguarded",
    words: ['FUNCTION:ALIAS'],
    options: [
      { name: 'to', value: 'VERSION', help: 'the version that gets the share' },
      { name: 'weight', value: 'PERCENT', help: '0 (clears the split) to 100, in steps of 0.1' },
      OVERRIDE_OPTION,
      ...CHANGE_OPTIONS,
    ],
  },
  {
    name: 'promote',
    summary: 'end a split: the alias points to the version that has a share',
    words: ['FUNCTION:ALIAS'],
    options: [OVERRIDE_OPTION, ...CHANGE_OPTIONS],
  },
  {
    name: 'rollback',
    summary: "take an alias's traffic back; stops a CodeDeploy deployment in progress",
    words: ['FUNCTION:ALIAS'],
    options: [
      { name: 'to', value: 'VERSION', help: 'where to, when it is not split and lambdatop did not shift it' },
      OVERRIDE_OPTION,
      ...CHANGE_OPTIONS,
    ],
  },
  {
    name: 'rollout',
    summary: 'shift an alias step by step, guarded, also after the terminal closes',
    words: ['FUNCTION:ALIAS'],
    options: [
      { name: 'to', value: 'VERSION', help: 'the new version' },
      { name: 'strategy', value: 'STEPS', help: "5,25,50,100@5m, one of CodeDeploy's names, or all-at-once" },
      { name: 'guard', value: 'on|off', help: 'off: time alone decides' },
      {
        name: 'tolerate',
        value: 'PERCENT',
        help: 'tolerated difference of the errors; 0.1',
      },
      {
        name: 'false-alarms',
        value: 'PERCENT',
        help: 'how often an equal version may be rolled back; 1',
      },
      { name: 'min-sample', value: 'N', help: 'canary invocations before a step is healthy; 50' },
      { name: 'on-interrupt', value: 'HOW', help: 'guard (go on without a person), hold, rollback' },
      {
        name: 'max-blind',
        value: 'TIME',
        help: 'give up when AWS cannot be read so long; 10m',
      },
      { name: 'resume', help: 'attach again, or take over what a dead process left' },
      { name: 'drive', value: 'ID', help: "be the rollout's process: lambdatop itself starts it" },
      OVERRIDE_OPTION,
      ...CONSENT_OPTIONS,
    ],
  },
  {
    name: 'rollouts',
    summary: 'rollouts in progress, and those that nobody drives any more',
    words: [],
    options: [],
  },
  {
    name: 'journal',
    summary: 'what was changed, by whom, and what it was before',
    words: [],
    options: [
      { name: 'since', value: 'TIME', help: 'from when on: 24h (which is usual), 7d, 14:05, 2026-11-21' },
      { name: 'markdown', help: 'a timeline for the post-mortem' },
    ],
  },
  {
    name: 'undo',
    summary: 'take one journal entry back',
    words: ['ENTRY'],
    options: CHANGE_OPTIONS,
  },
  {
    name: 'dlq',
    summary: 'dead letters: peek|export|import|redrive|delete|retain|tasks|cancel',
    words: ['[FUNCTION]', '[QUEUE]'],
    options: [...LETTER_OPTIONS, ...CHANGE_OPTIONS],
  },
  {
    name: 'doctor',
    summary: 'check credentials, region, permissions and terminal',
    words: [],
    options: [],
  },
  {
    name: 'demo',
    summary: 'the console, or a command, on an embedded account; AWS is not touched',
    words: ['[PORT]'],
    takesCommand: true,
    options: [
      { name: 'scenario', value: 'NAME', help: 'what goes wrong in it' },
      { name: 'seed', value: 'N', help: 'the same seed gives the same account' },
      { name: 'functions', value: 'N', help: 'how many functions it has' },
      { name: 'messages', value: 'N', help: 'how many dead letters in each queue of --scenario poison' },
      { name: 'speed', value: 'X', help: 'how many times faster its clock runs' },
      { name: 'serve', help: 'only serve it, on PORT (any free one), until interrupted' },
    ],
  },
] as const satisfies readonly CommandSpec[];

/** A command that exists. */
export type CommandName = (typeof COMMANDS)[number]['name'];

/** What `--help` shows at its end: lines as they stand in a runbook, and what each is for. */
export const EXAMPLES: readonly (readonly [line: string, purpose: string])[] = [
  ['lambdatop --profile prod --read-only', 'look around in production, change nothing'],
  ['lambdatop functions --metrics --sort errors', 'which functions fail right now'],
  ["lambdatop functions --json --filter 'pay-*' | jq -r '.[].name'", 'names for a script'],
  ['lambdatop logs orders --follow', 'the lines of a function as they come'],
  ['lambdatop logs orders:live --since 2h --filter ERROR --json | jq -r .message', 'what went wrong'],
  ['lambdatop kill orders', 'stop a function in an emergency; asks first'],
  ['lambdatop kill orders --dry-run', 'what that would do, and the aws lines that do the same'],
  ['lambdatop restore orders', 'bring it back exactly as it was'],
  ['lambdatop restore orders --stages 2,10,50,all@2m', 'the same, its backlog little by little'],
  ['lambdatop reserve orders 50', 'cap a function that runs away'],
  ['lambdatop pause orders', 'leave messages in the queue for now; resume goes on'],
  ['lambdatop shift orders:live --to 42 --weight 10', 'a tenth of the traffic to version 42'],
  ['lambdatop rollback orders:live', 'all of it back, at once'],
  ['lambdatop rollout orders:live --to 42 --strategy 5,25,50,100@5m', 'a guarded canary, step by step'],
  ['lambdatop journal --since 2d --markdown', 'the timeline for the post-mortem'],
  ['lambdatop dlq --json | jq -r ".[] | select(.depth > 0).name"', 'queues in which dead letters lie'],
  ["lambdatop logs orders --invocations --filter 'status:timeout'", 'invocations that ran out of time'],
  ['lambdatop doctor --profile prod', 'what these credentials may do'],
  ['lambdatop demo', 'try the console without an AWS account'],
  ['lambdatop demo -- functions --json', 'try a command without an AWS account'],
];
