import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../../src/domain/logs/log-error.ts';
import { hostileText } from '../hostile-text.ts';
import { ID, lineOf, linesOf } from './lines.ts';

const TIME = '2026-11-21T12:00:00.000Z';
const json = (value: object) => `${JSON.stringify(value)}\n`;

describe('an error of the runtime', () => {
  it.each<[string, string, string | null, string, string[]]>([
    [
      'Node',
      `${TIME}\t${ID}\tERROR\tInvoke Error \t${json({ errorType: 'TypeError', errorMessage: 'no', stack: ['TypeError: no', '    at f (/var/task/index.js:1:2)'] })}`,
      'TypeError',
      'no',
      ['at f (/var/task/index.js:1:2)'],
    ],
    [
      'Node, loading',
      `${TIME}\tundefined\tERROR\tUncaught Exception \t${json({ errorType: 'Runtime.ImportModuleError', errorMessage: "Error: Cannot find module './x'\nRequire stack:\n- /var/task/index.js", stack: [] })}`,
      'Runtime.ImportModuleError',
      "Error: Cannot find module './x'\nRequire stack:\n- /var/task/index.js",
      [],
    ],
    [
      'Node in JSON',
      json({
        timestamp: TIME,
        level: 'ERROR',
        requestId: ID,
        message: { errorType: 'Error', errorMessage: 'no', stackTrace: ['Error: no', '    at f'] },
      }),
      'Error',
      'no',
      ['at f'],
    ],
    [
      'Python',
      '[ERROR] KeyError: \'id\'\nTraceback (most recent call last):\n\u00a0\u00a0File "/var/task/app.py", line 8, in f\n\u00a0\u00a0\u00a0\u00a0x["id"]\n',
      'KeyError',
      "'id'",
      ['File "/var/task/app.py", line 8, in f', 'x["id"]'],
    ],
    [
      'Python in a container',
      '[ERROR] ValueError: no\rTraceback (most recent call last):\r\u00a0\u00a0File "a.py", line 1, in f\n',
      'ValueError',
      'no',
      ['File "a.py", line 1, in f'],
    ],
    [
      'Python, loading',
      "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'x'\nTraceback (most recent call last):\n",
      'Runtime.ImportModuleError',
      "Unable to import module 'app': No module named 'x'",
      [],
    ],
    [
      'Java',
      'Ledger 7 is closed: java.lang.IllegalStateException\njava.lang.IllegalStateException: Ledger 7 is closed\n\tat com.example.App.handleRequest(App.java:73)\nCaused by: java.io.IOException: x\n\t... 3 more\n\n',
      'java.lang.IllegalStateException',
      'Ledger 7 is closed',
      ['at com.example.App.handleRequest(App.java:73)', 'Caused by: java.io.IOException: x', '... 3 more'],
    ],
    [
      '.NET',
      `${TIME}\t${ID}\tfail\tSystem.NullReferenceException: Object reference not set.\n   at App.F() in /src/F.cs:line 3\n`,
      'System.NullReferenceException',
      'Object reference not set.',
      ['at App.F() in /src/F.cs:line 3'],
    ],
    [
      'Go',
      '2026/11/21 12:00:00 {"errorMessage":"upstream closed","errorType":"errorString"}',
      'errorString',
      'upstream closed',
      [],
    ],
    [
      'Go, panicking',
      json({
        errorMessage: 'index out of range',
        errorType: 'boundsError',
        stackTrace: [{ path: 'main.go', line: 41, label: 'handler' }],
      }),
      'boundsError',
      'index out of range',
      ['handler (main.go:41)'],
    ],
    [
      'Ruby',
      `Error raised from handler method\n${JSON.stringify({ errorMessage: 'no', errorType: 'Function<NoMethodError>', stackTrace: ["/var/task/app.rb:14:in 'handler'"] }, null, 2)}\n`,
      'Function<NoMethodError>',
      'no',
      ["/var/task/app.rb:14:in 'handler'"],
    ],
  ])('of %s', (_what, message, type, text, stack) => {
    expect(errorOf(lineOf(message))).toEqual({ type, message: text, stack });
  });
});

describe('an error of a logger', () => {
  it.each<[string, string, string | null, string]>([
    [
      'Powertools for Python',
      json({
        level: 'ERROR',
        message: 'failed',
        exception: 'Traceback (most recent call last):\n  File "a.py", line 1\nValueError: no',
        exception_name: 'ValueError',
      }),
      'ValueError',
      'no',
    ],
    [
      'Powertools for TypeScript',
      json({
        level: 'ERROR',
        message: 'failed',
        error: { name: 'TypeError', location: 'a.ts:1', message: 'no', stack: 'TypeError: no\n    at f' },
      }),
      'TypeError',
      'no',
    ],
    [
      'pino',
      json({
        level: 50,
        msg: 'failed',
        err: { type: 'TypeError', message: 'no', stack: 'TypeError: no\n    at f' },
      }),
      'TypeError',
      'no',
    ],
    [
      'ECS',
      json({
        'log.level': 'error',
        message: 'failed',
        'error.type': 'java.io.IOException',
        'error.message': 'no',
      }),
      'java.io.IOException',
      'no',
    ],
    [
      'logback',
      json({
        level: 'ERROR',
        message: 'failed',
        stack_trace: 'java.io.IOException: no\n\tat a.B.c(B.java:1)',
      }),
      'java.io.IOException',
      'no',
    ],
    [
      'Serilog',
      json({ '@t': TIME, '@m': 'failed', '@l': 'Error', '@x': 'System.IO.IOException: no\n   at A.B()' }),
      'System.IO.IOException',
      'no',
    ],
    [
      'a message alone',
      json({ level: 'error', message: 'AxiosError: status 503' }),
      'AxiosError',
      'status 503',
    ],
    ['words alone', json({ level: 'error', message: 'the table is locked' }), null, 'the table is locked'],
    [
      'logging.exception',
      `[ERROR]\t${TIME}\t${ID}\tcould not store\nTraceback (most recent call last):\n  File "a.py", line 1\nValueError: no`,
      'ValueError',
      'no',
    ],
    ['console.error', `${TIME}\t${ID}\tERROR\tfailed: TypeError: no\n    at f (a.js:1:2)`, 'TypeError', 'no'],
    [
      'log4j',
      `2026-11-21 12:00:00 ${ID} ERROR App - could not read\njava.io.IOException: no\n\tat a.B.c(B.java:1)`,
      'java.io.IOException',
      'no',
    ],
    [
      'a thread',
      'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space\n\tat x.Y.z(Y.java:1)',
      'java.lang.OutOfMemoryError',
      'Java heap space',
    ],
    ['text', `${TIME}\t${ID}\tERROR\torder 7 was refused`, null, 'order 7 was refused'],
  ])('of %s', (_what, message, type, text) => {
    expect(errorOf(lineOf(message))).toMatchObject({ type, message: text });
  });
});

describe("an error in Lambda's own words", () => {
  it.each<[string, string | null, string]>([
    [
      `${TIME} ${ID} Task timed out after 3.00 seconds\n\n`,
      'Sandbox.Timedout',
      'Task timed out after 3.00 seconds',
    ],
    [
      `REPORT RequestId: ${ID}\tDuration: 3000.00 ms\tStatus: timeout`,
      'Sandbox.Timedout',
      'Task timed out after 3.00 seconds',
    ],
    [
      `RequestId: ${ID} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`,
      'Runtime.ExitError',
      'Runtime exited with error: signal: killed',
    ],
    [
      `REPORT RequestId: ${ID}\tDuration: 9 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime.OutOfMemory`,
      'Runtime.OutOfMemory',
      'used 128 MB of 128 MB',
    ],
    [
      'INIT_REPORT Init Duration: 10007.33 ms\tPhase: init\tStatus: timeout',
      'Sandbox.Timedout',
      'Initialisation timed out after 10.01 seconds',
    ],
    [
      json({
        time: TIME,
        type: 'platform.report',
        record: { requestId: ID, status: 'error', errorType: 'TypeError', metrics: { durationMs: 1 } },
      }),
      'TypeError',
      '',
    ],
  ])('%s', (message, type, text) => {
    expect(errorOf(lineOf(message))).toEqual({ type, message: text, stack: [] });
  });
});

describe('an error that came as an event per line', () => {
  it.each([
    [
      'Go',
      ['panic: no such order\n', 'goroutine 1 [running]:\n', 'main.f(0x0)\n', '\t/build/f.go:8 +0x1d\n'],
      'panic',
      'no such order',
      3,
    ],
    [
      'Python',
      ['Traceback (most recent call last):', '  File "a.py", line 1', '    f()', 'ValueError: no'],
      'ValueError',
      'no',
      2,
    ],
    [
      'Java',
      ['java.io.IOException: no', '\tat a.B.c(B.java:1)', 'Caused by: x.Y: z'],
      'java.io.IOException',
      'no',
      2,
    ],
  ])('of %s is told by its first line', (_what, messages, type, message, frames) => {
    const [head, ...rest] = linesOf(messages);
    const error = head && errorOf(head, rest);
    expect(error).toMatchObject({ type, message });
    expect(error?.stack).toHaveLength(frames);
  });
});

it.each([
  `${TIME}\t${ID}\tINFO\tTypeError: was handled`,
  `START RequestId: ${ID} Version: 1`,
  'all is well',
  '',
])('there is none in %j', (message) => {
  expect(errorOf(lineOf(message))).toBeNull();
});

it('any message is read without failing', () => {
  const pieces = fc.constantFrom(
    '[ERROR] ',
    'Error: ',
    '\n\tat ',
    '{"errorType":',
    '"x"}',
    'panic: ',
    'Invoke Error \t',
    ': a.B\n',
  );
  const message = fc.array(fc.oneof(pieces, hostileText), { maxLength: 6 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(message, (text) => {
      const error = errorOf(lineOf(text));
      expect(error === null || typeof error.message === 'string').toBe(true);
    }),
  );
});
