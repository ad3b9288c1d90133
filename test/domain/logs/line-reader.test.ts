import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineReader } from '../../../src/domain/logs/line-reader.ts';
import type { LineKind, LogLevel, LogLine } from '../../../src/domain/logs/log-line.ts';
import { hostileText } from '../hostile-text.ts';
import { eventOf, ID, lineOf, linesOf, NOON, OTHER_ID } from './lines.ts';

const TIME = '2026-11-21T12:00:00.000Z';

/** What a line says behind what its logger put first. */
function body({ event, bodyAt }: LogLine): string {
  return event.message.slice(bodyAt);
}

describe('who wrote a line', () => {
  it.each([
    ['the default group', '/aws/lambda/orders', '2026/11/21/[42]3f2a', 'orders', '42'],
    ['before publishing', '/aws/lambda/orders', '2026/11/21/[$LATEST]3f2a', 'orders', '$LATEST'],
    ['a shared group', '/shop/all', '2026/11/21/orders[7]3f2a', 'orders', '7'],
    ['a replica of Lambda@Edge', '/aws/lambda/us-east-1.rewrite', '2026/11/21/[3]3f2a', 'rewrite', '3'],
    ['no function', '/shop/all', 'nginx/access', null, null],
  ])('%s', (_what, group, stream, functionName, version) => {
    expect(lineOf('hello', { group, stream })).toMatchObject({ functionName, version });
  });

  it('is asked of the asker where no name tells', () => {
    const reader = createLineReader({ functionOf: (group) => (group === '/shop/all' ? 'orders' : null) });
    expect(reader.read(eventOf('hello', { group: '/shop/all', stream: 'own' })).functionName).toBe('orders');
  });
});

describe("Lambda's own lines", () => {
  const platform = (type: string, record: object) => JSON.stringify({ time: TIME, type, record });
  it.each<[string, LineKind, string | null, boolean]>([
    [`START RequestId: ${ID} Version: 42\n`, 'start', ID, false],
    [`END RequestId: ${ID}\n`, 'end', ID, false],
    [`REPORT RequestId: ${ID}\tDuration: 3.10 ms\tBilled Duration: 4 ms\t\n`, 'report', ID, false],
    [`REPORT RequestId: ${ID}\tDuration: 3000.00 ms\tStatus: timeout\n`, 'report', ID, true],
    [
      `REPORT RequestId: ${ID}\tDuration: 9 ms\tStatus: error\tError Type: Runtime.OutOfMemory\n`,
      'report',
      ID,
      true,
    ],
    ['INIT_START Runtime Version: python:3.12.v18\tRuntime Version ARN: arn:…\n', 'init', null, false],
    ['INIT_REPORT Init Duration: 9908.09 ms', 'init-report', null, false],
    [
      'INIT_REPORT Init Duration: 1236.04 ms Phase: init Status: error Error Type: Extension.Crash',
      'init-report',
      null,
      true,
    ],
    ['RESTORE_START Runtime Version: java:21.v30\n', 'restore', null, false],
    ['RESTORE_REPORT Restore Duration: 1236.04 ms Status: timeout', 'restore-report', null, true],
    ['EXTENSION\tName: agent\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n', 'extension', null, false],
    ['TELEMETRY\tName: agent\tState: Subscribed\tTypes: [Platform]\n', 'extension', null, false],
    [`${TIME} ${ID} Task timed out after 3.00 seconds\n\n`, 'timeout', ID, true],
    [
      `RequestId: ${ID} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`,
      'exit',
      ID,
      true,
    ],
    [platform('platform.initStart', { phase: 'init' }), 'init', null, false],
    [platform('platform.start', { requestId: ID, version: '42' }), 'start', ID, false],
    [platform('platform.runtimeDone', { requestId: ID, status: 'error' }), 'runtime-done', ID, false],
    [platform('platform.report', { requestId: ID, status: 'success', metrics: {} }), 'report', ID, false],
    [platform('platform.report', { requestId: ID, status: 'timeout', metrics: {} }), 'report', ID, true],
    [platform('platform.initReport', { phase: 'init', status: 'error' }), 'init-report', null, true],
    [platform('platform.logsDropped', { droppedRecords: 3 }), 'platform', null, false],
  ])('%s', (message, kind, requestId, isProblem) => {
    expect(lineOf(message)).toMatchObject({ kind, requestId, isProblem, level: null, bodyAt: 0 });
  });

  it.each([
    'START of the day',
    'REPORT RequestId: none',
    'RequestId: 7 done',
    'END',
    '{"type":"platform.report"}',
    '{"message":"a \\"platform.start\\""}',
    `RequestId: ${ID} was served`,
  ])('%s is none of them', (message) => {
    expect(lineOf(message).kind).toBe('application');
  });
});

describe("an application's lines", () => {
  it.each<[string, string, LogLevel | null, string | null, string]>([
    ['Node', `${TIME}\t${ID}\tWARN\tslow\tquery\n`, 'warn', ID, 'slow\tquery\n'],
    ['Node before a request', `${TIME}\tundefined\tERROR\tUncaught`, 'error', null, 'Uncaught'],
    ['Node of old', `${TIME}\t${ID}\tjust text`, null, ID, 'just text'],
    ['.NET', `${TIME}\t${ID}\tfail\tSystem.Exception: no`, 'error', ID, 'System.Exception: no'],
    ['Python', `[INFO]\t${TIME}\t${ID}\tready`, 'info', ID, 'ready'],
    ['Python at its start', `[WARNING]\t${TIME}\t\tLAMBDA_WARNING: x`, 'warn', null, 'LAMBDA_WARNING: x'],
    [
      "Python's warning before its last words",
      'LAMBDA_WARNING: Unhandled\r',
      'warn',
      null,
      'LAMBDA_WARNING: Unhandled\r',
    ],
    ["Python's last words", "[ERROR] KeyError: 'id'\nTraceback", 'error', null, "KeyError: 'id'\nTraceback"],
    ['Java', `2026-11-21 12:00:00 ${ID} DEBUG App - on`, 'debug', ID, 'App - on'],
    ["Java's LambdaLogger", '[FATAL] gone', 'fatal', null, 'gone'],
    [
      'Spring',
      '2026-11-21T12:00:00.123Z  WARN 8 --- [main] c.e.App : x',
      'warn',
      null,
      '8 --- [main] c.e.App : x',
    ],
    ['logback', '12:00:00.123 [main] ERROR com.x.Y - no', 'error', null, 'com.x.Y - no'],
    ['Go', '2026/11/21 12:00:00 listening', null, null, 'listening'],
    [
      'logfmt',
      'time=2026-11-21T12:00:00Z level=error msg="no"',
      'error',
      null,
      'time=2026-11-21T12:00:00Z level=error msg="no"',
    ],
    ['Ruby', `E, [2026-11-21T12:00:00.000000 #8] ERROR ${ID} -- : no`, 'error', ID, 'no'],
    ['Ruby of old', `I, [2026-11-21T12:00:00.000000 #8]  INFO -- ${ID}: yes`, 'info', ID, 'yes'],
    [
      'Rust, in colours',
      '\x1b[2m2026-11-21T12:00:00Z\x1b[0m \x1b[32m INFO\x1b[0m app: up',
      'info',
      null,
      'app: up',
    ],
    ['capitals', 'WARNING: disk is nearly full', 'warn', null, 'disk is nearly full'],
    ['small letters with a colon', 'info: Microsoft.Hosting[0]', 'info', null, 'Microsoft.Hosting[0]'],
  ])('of %s', (_what, message, level, requestId, text) => {
    const line = lineOf(message);
    expect(line).toMatchObject({ kind: 'application', level, requestId });
    expect(body(line)).toBe(text);
  });

  it.each([
    ['prose with a level in it', 'the ERROR was mended'],
    ['prose', 'error handling is on'],
    ['an exception, which is no level', 'Error: connect ETIMEDOUT 10.0.3.17:5432'],
    ['an id that is no request', `${OTHER_ID} stored`],
    ['a number', '12 items'],
    ['brackets', '[main] started'],
    ['nothing', ''],
  ])('%s has none', (_what, message) => {
    expect(lineOf(message)).toMatchObject({ level: null, requestId: null, bodyAt: 0 });
  });

  it.each<[string, object | string, LogLevel | null, string | null]>([
    ['Node', { timestamp: TIME, level: 'INFO', requestId: ID, message: 'x' }, 'info', ID],
    ['Java', { timestamp: TIME, message: '"level":"ERROR"', level: 'WARN', AWSRequestId: ID }, 'warn', ID],
    ['.NET', { timestamp: TIME, level: 'Information', requestId: ID, message: 'x' }, 'info', ID],
    [
      'Powertools',
      { level: 'ERROR', message: 'x', requestId: 'gateway', function_request_id: ID },
      'error',
      ID,
    ],
    ['pino', { level: 40, time: 1, msg: 'x' }, 'warn', null],
    ['Serilog', { '@t': TIME, '@mt': 'x', '@l': 'Fatal' }, 'fatal', null],
    ['ECS', { 'log.level': 'debug', message: 'x' }, 'debug', null],
    [
      'another depth',
      { detail: { level: 'ERROR', requestId: ID }, list: ['level', '}'], message: 'x' },
      null,
      null,
    ],
    ['a tricky message', { message: 'a \\" "level":"ERROR" }', level: 'info' }, 'info', null],
    [
      'the console of Node',
      `${TIME}\t${ID}\tINFO\t${JSON.stringify({ level: 'error', msg: 'x' })}`,
      'error',
      ID,
    ],
    ['something cut off', '{"message":"x","level":"ERR', null, null],
    ['no JSON', '{level: "ERROR"}', null, null],
  ])('in JSON, of %s', (_what, message, level, requestId) => {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    expect(lineOf(text)).toMatchObject({ kind: 'application', level, requestId });
  });

  it.each([
    'Traceback (most recent call last):',
    'panic: runtime error: index out of range [4] with length 4',
    'java.lang.IllegalStateException: closed',
    '"order" is null: java.lang.NullPointerException\njava.lang.NullPointerException: "order" is null\n\tat x\n',
    'Error: connect ETIMEDOUT 10.0.3.17:5432',
    'ValueError: no\n',
    'Error raised from handler method\n{\n  "errorMessage": "no" }',
    '{"errorType":"Error","errorMessage":"no"}',
    '2026/11/21 12:00:00 {"errorMessage":"no","errorType":"errorString"}',
    `${TIME}\t${ID}\tERROR\tno`,
  ])('%s is a problem', (message) => {
    expect(lineOf(message).isProblem).toBe(true);
  });

  it.each(['lastError: none', '0 errors', 'ErrorHandler is on', 'status: ok', `${TIME}\t${ID}\tWARN\tno`])(
    '%s is none',
    (message) => {
      expect(lineOf(message).isProblem).toBe(false);
    },
  );
});

describe('a line without a request id', () => {
  const START = `START RequestId: ${ID} Version: 42\n`;
  const REPORT = `REPORT RequestId: ${ID}\tDuration: 3.10 ms\n`;
  const ids = (lines: readonly LogLine[]) => lines.map(({ requestId }) => requestId);

  it('is of the invocation that runs in its environment', () => {
    const lines = linesOf(['module loaded', START, 'hello', `END RequestId: ${ID}`, REPORT, 'after it']);
    expect(ids(lines)).toEqual([null, ID, ID, ID, ID, null]);
  });

  it('is not of an invocation in another environment', () => {
    const elsewhere = eventOf('hello', { stream: '2026/11/21/[42]other', timestamp: NOON + 5 });
    expect(ids(linesOf([START, elsewhere]))).toEqual([ID, null]);
  });

  it('that comes late is of the invocation that ran then', () => {
    const next = eventOf(`START RequestId: ${OTHER_ID} Version: 42\n`, { timestamp: NOON + 20 });
    const late = eventOf('late', { timestamp: NOON + 1 });
    const between = eventOf('between', { timestamp: NOON + 10 });
    const lines = linesOf([START, 'soon', REPORT, next, late, between]);
    expect(ids(lines)).toEqual([ID, ID, ID, OTHER_ID, ID, null]);
  });

  it('is of nobody where invocations interleave, known or noticed', () => {
    const interleaved = [
      START,
      `START RequestId: ${OTHER_ID} Version: 42\n`,
      `${TIME}\t${ID}\tINFO\tstill here`,
      'whose is this?',
    ];
    expect(ids(linesOf(interleaved))).toEqual([ID, OTHER_ID, ID, null]);
    const known = linesOf([START, 'hello'], {}, { interleaves: (name) => name === 'orders' });
    expect(ids(known)).toEqual([ID, null]);
  });

  it.each([
    ['JKJaXmPLvHcESHA=', null],
    [OTHER_ID, OTHER_ID],
  ])("keeps Lambda's id against another service's that a logger calls request id: %s", (requestId, alone) => {
    const gateway = JSON.stringify({ level: 'INFO', requestId, message: 'x' });
    expect(ids(linesOf([START, gateway, REPORT, gateway]))).toEqual([ID, ID, ID, alone]);
  });
});

describe('a stack trace that comes as an event per line', () => {
  /** For each message, the index of the one that begins its block. */
  const heads = (lines: readonly LogLine[]) => lines.map(({ head }) => head);

  it.each<[string, string[], number[]]>([
    [
      'Java',
      ['java.lang.X: no', '\tat a.B.c(B.java:1)', 'Caused by: a.Y', '\t... 3 more', 'done'],
      [0, 0, 0, 0, 4],
    ],
    [
      'Python',
      [
        'begin',
        'Traceback (most recent call last):',
        '  File "a.py", line 1',
        '    x()',
        'ValueError: no',
        'done',
      ],
      [0, 1, 1, 1, 1, 5],
    ],
    [
      'Python, one after another',
      [
        'Traceback (most recent call last):',
        '  File "a.py", line 1',
        "KeyError: 'a'",
        '',
        'During handling of the above exception, another exception occurred:',
        '',
        'Traceback (most recent call last):',
        '  File "a.py", line 3',
        'ValueError: b',
        'ok: done',
      ],
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 9],
    ],
    [
      'Go',
      [
        'panic: runtime error: invalid memory address\n',
        '[signal SIGSEGV: segmentation violation]',
        '',
        'goroutine 1 [running]:\n',
        'main.(*Vault).lookup(0x0, {0xc0001a2000, 0x24})\n',
        '\t/build/vault.go:88 +0x1d\n',
        'main.handler(...)\n',
        '\t/build/main.go:41\n',
        'exit status 2',
        `END RequestId: ${ID}`,
      ],
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 9],
    ],
    [
      '.NET',
      [
        'System.Exception: no',
        '   at A.B() in C.cs:line 3',
        '--- End of inner exception stack trace ---',
        'x',
      ],
      [0, 0, 0, 3],
    ],
    [
      'Rust',
      ["thread 'main' panicked at src/main.rs:2:5:", 'no', 'note: run with `RUST_BACKTRACE=1`', 'next'],
      [0, 0, 0, 3],
    ],
    ['pretty-printed JSON', ['event: {', '  "id": 1', '}', '}'], [0, 0, 0, 0]],
    ['loggers', ['first', `${TIME}\t${ID}\tINFO\tat last(1)`, '[ERROR] Caused by: x'], [0, 1, 2]],
    ["Lambda's lines", [`START RequestId: ${ID} Version: 1`, '  indented'], [0, 1]],
  ])('of %s stays together', (_what, messages, expected) => {
    expect(heads(linesOf(messages))).toEqual(expected);
  });

  it('takes the place, the level and the invocation of its first line', () => {
    const [, , frame] = linesOf([`START RequestId: ${ID} Version: 1`, '[ERROR] X: no', '  at a()']);
    expect(frame).toMatchObject({
      head: 1,
      placeAt: NOON + 1,
      level: 'error',
      requestId: ID,
      isProblem: true,
    });
  });

  it('ends with the second', () => {
    const late = eventOf('  at b()', { timestamp: NOON + 5_000 });
    expect(heads(linesOf(['X: no', '  at a()', late]))).toEqual([0, 0, 2]);
  });

  it('is not mixed up with another stream', () => {
    const other = eventOf('hello', { stream: '2026/11/21/[42]other', timestamp: NOON + 1 });
    const frame = eventOf('  at a()', { timestamp: NOON + 2 });
    expect(heads(linesOf(['X: no', other, frame]))).toEqual([0, 1, 0]);
  });
});

describe('any events whatever', () => {
  const events = fc.array(
    fc.record({
      message: fc.oneof(
        hostileText,
        fc.constantFrom('  at a()', 'panic: x', '{"level":', `${TIME}\t\t\t`, '['),
      ),
      stream: fc.constantFrom('2026/11/21/[1]a', '2026/11/21/[2]b', 'odd'),
      timestamp: fc.integer({ min: NOON, max: NOON + 3 }),
    }),
  );

  it('are read without failing, each once, each stream in its order and every block in one piece', () => {
    fc.assert(
      fc.property(events, (given) => {
        const lines = linesOf(given.map(({ message, ...rest }) => eventOf(message, rest)));
        expect(lines.map(({ seq }) => seq)).toEqual(given.map((_, index) => index));
        for (const line of lines) {
          expect(line.bodyAt).toBeLessThanOrEqual(line.event.message.length);
          const head = lines[line.head];
          expect(head?.head).toBe(line.head);
          expect(head?.event.stream).toBe(line.event.stream);
          expect(line.placeAt).toBe(head?.event.timestamp);
        }
      }),
    );
  });
});
