import { InvokeCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../../src/demo/logs/events/invocation-events.ts';
import { voiceOf } from '../../src/demo/logs/lines/voice.ts';
import { endOf, type Outcome, requestIdOf } from '../../src/demo/world/invocations/invocation.ts';
import { connect, MINUTE, START } from './connect.ts';
import { connectLogs, filterAll, groupOf, messages } from './logs.ts';
import { ask, query, total } from './metrics.ts';

const NOW = START / MINUTE;
/** Old enough that everything has arrived, in logs and metrics. */
const CLOSED = { startTime: START - 6 * MINUTE, endTime: START - 5 * MINUTE - 1 };

/** The lines of the last minutes of a function, in the order of its streams. */
async function linesOf(name: string, minutes = 3, group = groupOf(name)): Promise<string[]> {
  const account = await connect();
  const startTime = START - (minutes + 5) * MINUTE;
  const { events } = await filterAll(account, {
    logGroupName: group,
    startTime,
    endTime: START - 5 * MINUTE,
  });
  const byStream = Map.groupBy(events, (event) => event.logStreamName);
  return [...byStream.values()].flatMap(messages);
}

/** What a function would write if an invocation of its ended so. */
async function telling(name: string, LogFormat?: 'JSON') {
  const { world } = await connect();
  const target = world.functionNamed(name);
  const like = world.functionNamed('orders-fulfilment-worker');
  if (target === undefined || like === undefined) throw new Error(`no function ${name}`);
  const [invocation] = world.invocations.of(like).startingIn(NOW - 6);
  if (invocation === undefined) throw new Error('nothing ran');
  const { configuration } = target;
  const LoggingConfig = { ...configuration.LoggingConfig, ...(LogFormat === undefined ? {} : { LogFormat }) };
  const voice = voiceOf(target, { ...configuration, LoggingConfig });
  return (outcome: Outcome) => eventsOf(voice, { ...invocation, outcome }).map((event) => event.message);
}

describe('logs and metrics', () => {
  it.each([
    'payments-authorise-prod',
    'payments-webhook-adyen-prod',
    'image-virus-scan',
    'identity-login-prod',
  ])('agree on a closed minute of %s: invocations, errors, the p99 of durations', async (name) => {
    const account = await connectLogs();
    const target = account.world.functionNamed(name);
    if (target === undefined) throw new Error(`no function ${name}`);
    const logGroupName = target.configuration.LoggingConfig.LogGroup;
    const results = await ask(
      account,
      [
        query('invocations', 'Invocations', 'Sum', { FunctionName: name }),
        query('errors', 'Errors', 'Sum', { FunctionName: name }),
        query('p99', 'Duration', 'p99', { FunctionName: name }),
      ],
      { minutes: 1, ago: 5 },
    );
    const [invocations, errors, p99] = results.map(total);
    const list = account.world.invocations.of(target).startingIn(NOW - 6);
    // Invocations that started in the minute may end later, so read on, and take those of the minute.
    const { events } = await filterAll(account, {
      logGroupName,
      startTime: CLOSED.startTime,
      endTime: CLOSED.startTime + 3 * MINUTE,
    });
    const reports = new Map<string, number>();
    for (const message of messages(events)) {
      const text = /^REPORT RequestId: (\S+)\tDuration: ([\d.]+) ms/.exec(message);
      const json =
        /"type":"platform.report","record":\{"requestId":"([^"]+)","metrics":\{"durationMs":([\d.]+)/.exec(
          message,
        );
      const [, id = '', duration] = text ?? json ?? [];
      if (duration !== undefined) reports.set(id, Number(duration));
    }
    const durations = list.map((each) => reports.get(requestIdOf(each)) ?? Number.NaN);
    expect(durations).toHaveLength(invocations ?? Number.NaN);
    expect(list.filter((each) => each.outcome !== 'success')).toHaveLength(errors ?? Number.NaN);
    const sorted = durations.toSorted((left, right) => left - right);
    expect(sorted[Math.ceil(0.99 * sorted.length) - 1]).toBe(p99);
  });

  it('agree on what a client invoked itself', async () => {
    const account = await connectLogs();
    const FunctionName = 'catalog-search-indexer-green';
    const input = { logGroupName: groupOf(FunctionName), startTime: START };
    await expect(filterAll(account, input)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const invoke = () => account.lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from('{}') }));
    await expect(invoke()).rejects.toMatchObject({ name: 'ResourceConflictException' });
    account.pass(60);
    const reply = await invoke();
    account.pass(120);
    const { events } = await filterAll(account, input);
    const id = reply.$metadata.requestId ?? 'none';
    expect(messages(events).some((each) => each.startsWith(`START RequestId: ${id}`))).toBe(true);
    expect(messages(events).some((each) => each.startsWith(`REPORT RequestId: ${id}\tDuration: `))).toBe(
      true,
    );
  });
});

describe('text lines', () => {
  it('are Lambda’s own around the application’s, with tabs in REPORT', async () => {
    const lines = await linesOf('returns-portal-api', 10);
    const begins = lines.findIndex((line) => line.startsWith('START RequestId: '));
    const id = /RequestId: (\S+)/.exec(lines[begins] ?? '')?.[1] ?? '';
    const ends = lines.findIndex((line) => line.startsWith(`REPORT RequestId: ${id}`));
    expect(lines[begins]).toBe(`START RequestId: ${id} Version: $LATEST\n`);
    expect(lines[ends - 1]).toBe(`END RequestId: ${id}\n`);
    expect(lines[ends]).toMatch(
      /^REPORT RequestId: \S+\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: \d+ MB\tMax Memory Used: \d+ MB\t(Init Duration: \d+\.\d\d ms\t)?\n/,
    );
    expect(lines.slice(begins + 1, ends - 1).join('')).toContain(id);
  });

  it('tell a cold start by INIT_START before START, and bill the initialisation', async () => {
    const lines = await linesOf('notify-slack-oncall-relay', 120);
    const report = lines.find((line) => line.includes('Init Duration')) ?? '';
    const [, duration, billed, init] =
      /Duration: ([\d.]+) ms\tBilled Duration: (\d+) ms.*Init Duration: ([\d.]+) ms\t/.exec(report) ?? [];
    expect(Number(billed)).toBe(Math.ceil(Number(duration) + Number(init)));
    const start = lines.findIndex((line) => line.startsWith('INIT_START'));
    expect(lines[start]).toMatch(
      /^INIT_START Runtime Version: python:3\.13\.v\d+\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:[0-9a-f]{64}\n$/,
    );
    expect(lines[start + 1]).toMatch(/^START RequestId: /);
  });

  it.each([
    [
      'payments-webhook-adyen-prod',
      /^\S+Z\t[0-9a-f-]{36}\tERROR\tInvoke Error \t\{"errorType":".+","stack":\[".+"\]\}\n$/,
    ],
    ['billing-vat-id-check', /^\[ERROR\] \w+: .+\nTraceback \(most recent call last\):\n\u00a0\u00a0File "/],
    ['orders-api-prod', /^.+: [\w.]+Exception\n[\w.]+Exception: .+\n\tat .+\)\n/],
    ['partner-edi-inbound-parser', /^\S+Z\t[0-9a-f-]{36}\tfail\tSystem\.\w+.*: .+\n {3}at /],
    ['catalog-legacy-soap-bridge', /^panic: .+\n$/],
    ['returns-label-worker', /^Error raised from handler method\n\{\n {2}"errorMessage"/],
  ])('%s fails in the words of its runtime', async (name, shape) => {
    const tell = await telling(name);
    expect(tell('error').filter((line) => shape.test(line))).toHaveLength(1);
  });

  it('tell every timeout of a function that now and then is too slow', async () => {
    const account = await connect();
    const target = account.world.functionNamed('billing-vat-id-check');
    if (target === undefined) throw new Error('no such function');
    const [startTime, endTime] = [START - 60 * MINUTE, START - 5 * MINUTE];
    const ran = Array.from({ length: 57 }, (_, index) =>
      account.world.invocations.of(target).startingIn(NOW - 61 + index),
    ).flat();
    const slow = ran.filter(
      (each) => each.outcome === 'timeout' && endOf(each) >= startTime && endOf(each) <= endTime,
    );
    const logGroupName = groupOf(target.name);
    const { events } = await filterAll(account, {
      logGroupName,
      startTime,
      endTime,
      filterPattern: '"Status: timeout"',
    });
    expect(events.map((event) => event.timestamp)).toEqual(
      slow.map(endOf).toSorted((left, right) => left - right),
    );
    expect(messages(events)[0]).toContain('\tDuration: 10000.00 ms\t');
  });

  it('cut a Go panic into an event per line, all in one stream', async () => {
    const lines = await linesOf('catalog-legacy-soap-bridge', 60);
    const begin = lines.findIndex((line) => line.startsWith('panic: '));
    expect(lines.slice(begin, begin + 4)).toEqual([
      expect.stringMatching(/^panic: /),
      'goroutine 1 [running]:\n',
      expect.stringMatching(/^main\./),
      expect.stringMatching(/^\t\/build\//),
    ]);
  });

  it('tell timeouts and lack of memory in both styles, and what could not even begin', async () => {
    const [newStyle, oldStyle] = [
      await telling('image-metadata-extractor'),
      await telling('media-legacy-thumbnailer'),
    ];
    expect(newStyle('timeout').at(-1)).toMatch(/\tStatus: timeout\t\n/);
    expect(oldStyle('timeout').at(-1)).toMatch(/^\S+Z \S+ Task timed out after \d+\.00 seconds\n\n$/);
    expect(newStyle('out-of-memory').at(-1)).toContain('\tStatus: error\tError Type: Runtime.OutOfMemory\t');
    expect(oldStyle('out-of-memory').at(-1)).toMatch(
      /^RequestId: \S+ Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n$/,
    );
    const failed = newStyle('init-error').join('');
    expect(failed).toMatch(
      /INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: error\tError Type: Runtime\.ImportModuleError\n/,
    );
    expect(failed).toMatch(/\[ERROR\] Runtime\.ImportModuleError: Unable to import module/);
  });

  it('of Python warn before they tell why it could not begin, and only then', async () => {
    const tell = await telling('image-metadata-extractor');
    const kinds = tell('init-error').map((line) => /^[[\]\w]+/.exec(line)?.[0]);
    const attempt = ['[WARNING]', '[ERROR]', 'INIT_REPORT'];
    expect(kinds.filter((kind) => kind !== 'INIT_START')).toEqual([
      ...attempt,
      ...attempt,
      'START',
      'END',
      'REPORT',
    ]);
    expect(tell('init-error')).toContainEqual(
      expect.stringMatching(
        /^\[WARNING\]\t\S+Z\t\tLAMBDA_WARNING: Unhandled exception\. .+runtimes-update\.html\n$/,
      ),
    );
    expect(tell('error').join('')).not.toContain('LAMBDA_WARNING');
  });
});

describe('structured lines', () => {
  it('are platform events and JSON of the application, one object each', async () => {
    const lines = await linesOf('identity-jwt-authorizer', 1, '/company/identity');
    const objects = lines.map((line) => JSON.parse(line));
    const report = objects.find((each) => each.type === 'platform.report');
    expect(report).toMatchObject({
      time: expect.stringMatching(/Z$/),
      record: {
        requestId: expect.any(String),
        metrics: { durationMs: expect.any(Number), billedDurationMs: expect.any(Number), memorySizeMB: 256 },
        status: 'success',
      },
    });
    expect(objects.find((each) => each.type === 'platform.start')).toMatchObject({
      record: { version: '15' },
    });
    const application = objects.find((each) => each.level === 'INFO');
    expect(application).toEqual({
      timestamp: expect.any(String),
      level: 'INFO',
      requestId: expect.any(String),
      message: expect.any(String),
    });
  });

  it('tell an exception of Node.js as their message, and why it could not begin without a request', async () => {
    const tell = await telling('payments-webhook-adyen-prod', 'JSON');
    const errorOf = (outcome: Outcome) =>
      tell(outcome)
        .map((line) => JSON.parse(line))
        .find((each) => each.level === 'ERROR');
    const error = errorOf('error');
    expect(Object.keys(error)).toEqual(['timestamp', 'level', 'requestId', 'message']);
    expect(Object.keys(error.message)).toEqual(['errorType', 'errorMessage', 'stackTrace']);
    const { requestId, message } = errorOf('init-error');
    expect(requestId).toBeUndefined();
    expect(message.errorType).toMatch(/^(ImportModuleError|UserCodeSyntaxError)$/);
    expect(message.stackTrace[0]).toMatch(/^Runtime\.\w+: [^\n]+$/);
  });

  it('tell an exception of Python by its type, its text and its frames', async () => {
    const tell = await telling('billing-vat-id-check', 'JSON');
    const error = tell('error')
      .map((line) => JSON.parse(line))
      .find((each) => each.level === 'ERROR');
    expect(Object.keys(error)).toEqual([
      'timestamp',
      'level',
      'errorMessage',
      'errorType',
      'requestId',
      'stackTrace',
    ]);
    expect(error.timestamp).toMatch(/T\d\d:\d\d:\d\dZ$/);
    expect(error.stackTrace.at(-1)).toMatch(/^ {2}File ".+", line \d+, in \w+\n {4}.+\n$/);
    const [warning] = tell('init-error')
      .map((line) => JSON.parse(line))
      .filter((each) => each.level === 'WARNING');
    expect(warning).toMatchObject({ message: expect.stringMatching(/^LAMBDA_WARNING: /), logger: 'root' });
  });

  it('leave out the starts and reports of successes at system log level WARN', async () => {
    const lines = await linesOf('identity-token-refresh', 1);
    const types = new Set(lines.map((line) => JSON.parse(line).type));
    expect(types).not.toContain('platform.start');
    expect(lines.some((line) => JSON.parse(line).level === 'INFO')).toBe(true);
    const reports = lines.map((line) => JSON.parse(line)).filter((each) => each.type === 'platform.report');
    expect(reports.every((each) => each.record.status !== 'success')).toBe(true);
  });

  it('are Powertools’ where a function uses it, amid text lines of Lambda', async () => {
    const lines = await linesOf('checkout-risk-score-prod', 1);
    const structured = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
    expect(structured[0]).toMatchObject({
      level: expect.any(String),
      service: 'checkout-risk-score',
      cold_start: expect.any(Boolean),
      function_request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      correlation_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(lines.some((line) => line.startsWith('REPORT '))).toBe(true);
  });
});
