import { decode, encode, Token, Type } from 'cborg';
import { describe, expect, it } from 'vitest';
import { type Connected, connect, MINUTE, post, START } from './connect.ts';
import { dimensions } from './metrics.ts';

const RANGE = { start: (START - 6 * MINUTE) / 1000, end: (START - 3 * MINUTE) / 1000 };
const METRIC = {
  Namespace: 'AWS/Lambda',
  MetricName: 'Invocations',
  Dimensions: dimensions({ FunctionName: 'checkout-api-prod' }),
};
const QUERIES = [{ Id: 'q1', MetricStat: { Metric: METRIC, Period: 60, Stat: 'Sum' } }];
const OPERATION = '/service/GraniteServiceVersion20100801/operation';
const CBOR = { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

function json(account: Connected, target: string, body: unknown) {
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' };
  return post(account.endpoint, '/', headers, typeof body === 'string' ? body : JSON.stringify(body));
}

function getMetricDataJson(account: Connected, body: unknown) {
  return json(account, 'GraniteServiceVersion20100801.GetMetricData', body);
}

class Instant {
  readonly seconds: number;
  constructor(seconds: number) {
    this.seconds = seconds;
  }
}

function tagged(value: unknown): Token[] | null {
  return value instanceof Instant ? [new Token(Type.tag, 1), new Token(Type.uint, value.seconds)] : null;
}

/** CBOR as botocore sends it: timestamps under tag 1. */
function cborBody(value: Record<string, unknown>): Uint8Array<ArrayBuffer> {
  const marked = Object.entries(value).map(([name, each]) => [
    name,
    typeof each === 'number' ? new Instant(each) : each,
  ]);
  return encode(Object.fromEntries(marked), { typeEncoders: Object.fromEntries([['Object', tagged]]) });
}

function readCbor(bytes: Uint8Array) {
  return decode(bytes, { tags: { 1: (content) => ({ instant: content() }) } });
}

function formBody(operation: string, stat = 'Sum'): string {
  const metric = 'MetricDataQueries.member.1.MetricStat';
  return new URLSearchParams({
    Action: operation,
    Version: '2010-08-01',
    StartTime: new Date(RANGE.start * 1000).toISOString(),
    EndTime: new Date(RANGE.end * 1000).toISOString(),
    'MetricDataQueries.member.1.Id': 'q1',
    [`${metric}.Period`]: '60',
    [`${metric}.Stat`]: stat,
    [`${metric}.Metric.Namespace`]: 'AWS/Lambda',
    [`${metric}.Metric.MetricName`]: 'Invocations',
    [`${metric}.Metric.Dimensions.member.1.Name`]: 'FunctionName',
    [`${metric}.Metric.Dimensions.member.1.Value`]: 'checkout-api-prod',
  }).toString();
}

function texts(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))].map((match) => match[1] ?? '');
}

describe('CloudWatch says the same in all its protocols', () => {
  it('JSON, CBOR and query/XML', async () => {
    const account = await connect();
    const body = { MetricDataQueries: QUERIES, StartTime: RANGE.start, EndTime: RANGE.end };

    const byJson = await getMetricDataJson(account, body);
    expect(byJson.headers.get('content-type')).toBe('application/x-amz-json-1.0');
    const [expected] = JSON.parse(byJson.text).MetricDataResults;
    expect(expected.Timestamps).toEqual([4, 5, 6].map((ago) => (START - ago * MINUTE) / 1000));

    const byCbor = await post(account.endpoint, `${OPERATION}/GetMetricData`, CBOR, cborBody(body));
    expect(byCbor.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
    expect(readCbor(byCbor.bytes).MetricDataResults[0]).toEqual({
      ...expected,
      Timestamps: expected.Timestamps.map((instant: number) => ({ instant })),
    });

    const byForm = await post(account.endpoint, '/', FORM, formBody('GetMetricData'));
    expect(byForm.headers.get('content-type')).toBe('text/xml');
    expect(byForm.text).toMatch(
      /^<GetMetricDataResponse xmlns="http:\/\/monitoring.amazonaws.com\/doc\/2010-08-01\/">/,
    );
    const [values = ''] = texts(byForm.text, 'Values');
    const [timestamps = ''] = texts(byForm.text, 'Timestamps');
    expect(texts(values, 'member').map(Number)).toEqual(expected.Values);
    expect(texts(timestamps, 'member').map((each) => Date.parse(each) / 1000)).toEqual(expected.Timestamps);
    expect(texts(byForm.text, 'RequestId')).toEqual([byForm.headers.get('x-amzn-requestid')]);
  });

  it('and refuses the same in all of them', async () => {
    const account = await connect();
    const wrong = [{ Id: 'q1', MetricStat: { Metric: METRIC, Period: 60, Stat: 'Median' } }];
    const body = { MetricDataQueries: wrong, StartTime: RANGE.start, EndTime: RANGE.end };
    const byJson = await getMetricDataJson(account, body);
    const refusal = JSON.parse(byJson.text);
    expect(refusal.__type).toBe('com.amazonaws.cloudwatch#ValidationException');
    expect(byJson.headers.get('x-amzn-query-error')).toBe('ValidationError;Sender');

    const byCbor = await post(account.endpoint, `${OPERATION}/GetMetricData`, CBOR, cborBody(body));
    expect(byCbor.status).toBe(400);
    expect(readCbor(byCbor.bytes)).toEqual(refusal);
    expect(byCbor.headers.get('x-amzn-query-error')).toBe('ValidationError;Sender');

    const byForm = await post(account.endpoint, '/', FORM, formBody('GetMetricData', 'Median'));
    expect(byForm.status).toBe(400);
    expect(texts(byForm.text, 'Code')).toEqual(['ValidationError']);
    expect(texts(byForm.text, 'Type')).toEqual(['Sender']);
    expect(texts(byForm.text, 'Message')).toEqual([refusal.message]);
  });

  it('and names what it does not know', async () => {
    const account = await connect();
    const byJson = await json(account, 'GraniteServiceVersion20100801.PutDashboard', {});
    const byCbor = await post(account.endpoint, `${OPERATION}/PutDashboard`, CBOR, cborBody({}));
    const byForm = await post(account.endpoint, '/', FORM, formBody('PutDashboard'));
    expect([byJson.status, byCbor.status, byForm.status]).toEqual([400, 400, 400]);
    expect(JSON.parse(byJson.text).__type).toBe('com.amazonaws.cloudwatch#UnknownOperationException');
    for (const text of [byJson.text, readCbor(byCbor.bytes).message, byForm.text])
      expect(text).toContain('PutDashboard');
    expect(account.warnings).toHaveLength(3);
  });
});

describe('what cannot be read is refused, never swallowed', () => {
  it('a body that is not JSON, not an object, or of wrong types', async () => {
    const account = await connect();
    for (const body of ['{', '[]', '"text"', { MetricDataQueries: 'x' }, { MetricDataQueries: [1] }]) {
      const reply = await getMetricDataJson(account, body);
      expect(reply.status).toBe(400);
      expect(JSON.parse(reply.text).__type).toBe('com.amazonaws.cloudwatch#SerializationException');
    }
  });

  it('a body that is not CBOR', async () => {
    const account = await connect();
    const reply = await post(
      account.endpoint,
      `${OPERATION}/ListMetrics`,
      CBOR,
      new Uint8Array([0xff, 0x00]),
    );
    expect(reply.status).toBe(400);
    expect(readCbor(reply.bytes).__type).toBe('com.amazonaws.cloudwatch#SerializationException');
  });

  it('a path, a target or a version that no service has', async () => {
    const account = await connect();
    const replies = [
      await post(account.endpoint, '/2015-03-31/nothing', {}, ''),
      await json(account, 'Unheard_20300101.Of', {}),
      await post(account.endpoint, '/', FORM, 'Action=ListUsers&Version=2010-05-08'),
      await post(account.endpoint, '/2015-03-31/functions/%zz/aliases', {}, ''),
    ];
    expect(replies.map((reply) => reply.status)).toEqual([404, 404, 404, 404]);
    for (const reply of replies) expect(reply.text).toContain('UnknownOperationException');
    expect(account.warnings.join('\n')).toContain('Unheard_20300101.Of');
    expect(account.warnings.join('\n')).toContain('ListUsers');
  });
});

it('speaks query/XML for STS, with a request id on every reply', async () => {
  const account = await connect();
  const reply = await post(account.endpoint, '/', FORM, 'Action=GetCallerIdentity&Version=2011-06-15');
  expect(texts(reply.text, 'Account')).toEqual(['123456789012']);
  expect(reply.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
});

it('writes Lambda errors as REST-JSON does: the name in a header', async () => {
  const { endpoint } = await connect();
  const reply = await fetch(`${endpoint}/2015-03-31/functions/nope`);
  expect(reply.status).toBe(404);
  expect(reply.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
  expect(await reply.json()).toEqual({
    Type: 'User',
    Message: 'Function not found: arn:aws:lambda:eu-west-1:123456789012:function:nope',
  });
});

it('accepts the older path with a slash at its end', async () => {
  const { endpoint } = await connect();
  const reply = await fetch(`${endpoint}/2015-03-31/functions/?MaxItems=3`);
  expect(((await reply.json()) as { Functions: unknown[] }).Functions).toHaveLength(3);
});
