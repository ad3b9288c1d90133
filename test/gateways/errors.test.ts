import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppError } from '../../src/domain/app-error.ts';
import { connectTo, useDummyKeys } from './connect.ts';
import { type Answer, awsError, type FakeAws, html, startFakeAws } from './fake-aws.ts';

let aws: FakeAws | undefined;
beforeEach(useDummyKeys);
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await aws?.close();
  aws = undefined;
});

/** What GetAccountSettings (Lambda, REST JSON) rejects with when AWS answers like this. */
async function failureOf(answer: Answer): Promise<AppError> {
  aws = await startFakeAws(answer);
  return connectTo(aws.url)
    .functions.accountSettings()
    .then(
      () => expect.fail('should have failed'),
      (error: AppError) => error,
    );
}

const refuse =
  (status: number, type: string, message = ''): Answer =>
  (_, response) =>
    awsError(response, status, type, message);

describe('an error AWS names', () => {
  it.each([
    ['ExpiredTokenException', 403, 'expired-credentials'],
    ['ExpiredToken', 400, 'expired-credentials'],
    ['UnrecognizedClientException', 403, 'invalid-credentials'],
    ['InvalidClientTokenId', 403, 'invalid-credentials'],
    ['InvalidSignatureException', 403, 'invalid-credentials'],
    ['AccessDeniedException', 403, 'access-denied'],
    ['ResourceNotFoundException', 404, 'not-found'],
    ['ResourceConflictException', 409, 'conflict'],
    ['PreconditionFailedException', 412, 'conflict'],
    ['InvalidParameterValueException', 400, 'invalid'],
    ['ValidationException', 400, 'invalid'],
    ['UnknownOperationException', 404, 'unsupported'],
    ['SomethingNewException', 400, 'aws-failure'],
  ])('%s (%i) is %s', async (type, status, code) => {
    const error = await failureOf(refuse(status, type));
    expect(error).toMatchObject({ name: 'AppError', code, operation: 'lambda:GetAccountSettings' });
    expect(error.message).toMatch(/^[A-Z].*\.$/);
  });

  it('denied, says which permission is missing, whatever was called', async () => {
    const error = await failureOf(
      refuse(
        403,
        'AccessDeniedException',
        'User: arn:aws:iam::123456789012:user/x is not authorized to perform: kms:Decrypt on resource: y with an explicit deny',
      ),
    );
    expect(error.message).toContain('kms:Decrypt');
    expect(error.message).toContain('explicitly');
    expect(error.next[0]).toContain('kms:Decrypt');
  });

  it('a signature from the wrong hour points to the clock', async () => {
    const message = 'Signature expired: 20261121T080000Z is now earlier than 20261121T085500Z';
    const error = await failureOf(refuse(403, 'InvalidSignatureException', message));
    expect(error.code).toBe('clock-skew');
    expect(error.next.join()).toContain('clock');
  });

  it('keeps AWS’s words on one line, without escape sequences', async () => {
    const error = await failureOf(refuse(400, 'SomethingNew', 'one\n\u001b[31mtwo\u001b[0m \u202ethree'));
    expect(error.message).toMatch(/AWS says: one two three\.$/);
  });

  it('leaves out the reply of another service that some quote behind their words', async () => {
    const inner =
      '(Service: AWSLogs; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: b04848e1; Proxy: null)';
    const error = await failureOf(
      refuse(400, 'ResourceNotFoundException', `Log group 'x' does not exist ${inner}`),
    );
    expect(error.message).toMatch(/AWS says: Log group 'x' does not exist\.$/);
  });
});

describe('throttling', () => {
  it('is waited out', async () => {
    aws = await startFakeAws((_, response) =>
      aws?.calls.length === 1
        ? awsError(response, 429, 'TooManyRequestsException', 'Rate Exceeded.')
        : { AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 900 } },
    );
    const account = connectTo(aws.url);
    expect(await account.functions.accountSettings()).toMatchObject({ concurrencyLimit: 1000 });
    expect(account.usage()).toMatchObject({ callsPerMin: 2, throttledPerMin: 1 });
  });

  it('that does not end is said, after three attempts', async () => {
    const error = await failureOf(refuse(429, 'TooManyRequestsException', 'Rate Exceeded.'));
    expect(error.code).toBe('throttled');
    expect(aws?.calls).toHaveLength(3);
  });
});

describe('an endpoint that is not quite AWS', () => {
  it.each([200, 404, 501])('answering HTML with %i does not support the operation', async (status) => {
    const error = await failureOf((_, response) => html(response, status));
    expect(error.code).toBe('unsupported');
    expect(error.message).toBe('This endpoint does not support lambda:GetAccountSettings.');
  });

  it('answering 404 without a body does not support the operation', async () => {
    const error = await failureOf((_, response) => {
      response.statusCode = 404;
      response.end();
    });
    expect(error.code).toBe('unsupported');
  });

  it('answering 502 with HTML is broken rather than incapable', async () => {
    const error = await failureOf((_, response) => html(response, 502));
    expect(error.code).toBe('aws-failure');
    expect(error.message).toContain('502');
  });

  it('answering HTML to STS is not an identity', async () => {
    aws = await startFakeAws((_, response) => html(response, 200));
    await expect(connectTo(aws.url).identity.callerIdentity()).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('a line that fails', () => {
  it('refused, names the host', async () => {
    aws = await startFakeAws(() => ({}));
    const { url } = aws;
    await aws.close();
    const error = await connectTo(url)
      .functions.accountSettings()
      .catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'unreachable' });
    expect(error.message).toContain(new URL(url).host);
  });

  it('dropped each time, is unreachable', async () => {
    const error = await failureOf((_, response) => {
      response.destroy();
    });
    expect(error.code).toBe('unreachable');
    expect(aws?.calls).toHaveLength(3);
  });

  it('dropped once, is tried again', async () => {
    aws = await startFakeAws((_, response) => {
      if (aws?.calls.length === 1) return void response.destroy();
      return { AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 900 } };
    });
    expect(await connectTo(aws.url).functions.accountSettings()).toMatchObject({
      unreservedConcurrency: 900,
    });
  });

  it('that AWS does not answer on, is given up after ten seconds an attempt', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    aws = await startFakeAws(() => undefined);
    const failure = connectTo(aws.url)
      .functions.accountSettings()
      .catch((thrown) => thrown);
    for (const attempts of [1, 2, 3]) {
      await vi.waitFor(() => {
        vi.advanceTimersByTime(100);
        expect(aws?.calls).toHaveLength(attempts);
      });
      await vi.advanceTimersByTimeAsync(10_000);
    }
    vi.useRealTimers();
    expect(await failure).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('did not answer in time'),
    });
  });

  it('whose name does not resolve, says so', async () => {
    const error = await connectTo('http://nowhere.invalid')
      .functions.accountSettings()
      .catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'unreachable' });
    expect(error.message).toContain('nowhere.invalid');
  });
});

describe('a call that is called off', () => {
  it('while AWS takes its time, ends at once', async () => {
    const abort = new AbortController();
    aws = await startFakeAws(() => {
      abort.abort();
      return undefined;
    });
    await expect(connectTo(aws.url).functions.accountSettings(abort.signal)).rejects.toMatchObject({
      code: 'interrupted',
    });
  });

  it('for whatever reason given, is an interruption', async () => {
    aws = await startFakeAws(() => ({}));
    const call = connectTo(aws.url).functions.accountSettings(AbortSignal.abort('another screen'));
    await expect(call).rejects.toMatchObject({ code: 'interrupted' });
    expect(aws.calls).toEqual([]);
  });
});
