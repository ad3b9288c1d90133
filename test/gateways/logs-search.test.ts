import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { JsonListReader } from '../../src/gateways/aws/json-list-reader.ts';
import type { LogPage } from '../../src/gateways/logs.ts';
import { all, connectTo, useDummyKeys } from './connect.ts';
import { awsError, type FakeAws, startFakeAws } from './fake-aws.ts';

/** Cuts bytes into pieces of these lengths, again and again. */
function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, piece = 0; at < bytes.length; piece += 1) {
    const end = at + (lengths[piece % lengths.length] ?? 1);
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}

describe('a list taken out of a JSON object', () => {
  const values = fc.array(fc.jsonValue(), { maxLength: 8 });
  const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

  it('is the list, wherever the bytes are cut and whatever stands around it', () => {
    fc.assert(
      fc.property(values, fc.jsonValue(), fc.jsonValue(), lengths, (list, before, after, pieces) => {
        const whole = JSON.stringify({ before, events: list, after }, null, list.length % 3);
        const taken: unknown[] = [];
        const reader = new JsonListReader('events', (text) => taken.push(...JSON.parse(`[${text}]`)));
        for (const piece of cut(Buffer.from(whole), pieces)) reader.write(piece);
        const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
        expect(taken).toEqual(plain(list));
        expect(JSON.parse(reader.rest().toString())).toEqual(plain({ before, events: [], after }));
      }),
    );
  });

  it('leaves what is no such object as it is', () => {
    for (const text of [
      '',
      '<html>no JSON</html>',
      '{"message":"\\"events\\":[1]"}',
      '["events",[1]]',
      '{',
    ]) {
      const reader = new JsonListReader('events', () => expect.unreachable());
      reader.write(Buffer.from(text));
      expect(reader.rest().toString()).toBe(text);
    }
  });
});

describe('a search of the logs', () => {
  let aws: FakeAws | undefined;
  afterEach(() => aws?.close());

  const search = (url: string): Promise<LogPage[]> => {
    useDummyKeys();
    const question = { group: '/aws/lambda/f', streamPrefix: null, pattern: null, from: 0, to: null };
    return all(connectTo(url).logs.search(question));
  };
  const event = { logStreamName: 's', timestamp: 1, ingestionTime: 2, message: 'späť ☂\n', eventId: 'e' };

  it('tells the events of all pages, also after one that broke off', async () => {
    let calls = 0;
    aws = await startFakeAws(({ body }, response) => {
      calls += 1;
      if (calls === 1) {
        response.writeHead(200, { 'content-length': 1_000 });
        response.write(JSON.stringify({ events: [event, event] }).slice(0, -2));
        setImmediate(() => response.destroy());
        return undefined;
      }
      return JSON.parse(body).nextToken ? { events: [] } : { nextToken: 'more', events: [event] };
    });
    const wanted = { eventId: 'e', group: '/aws/lambda/f', stream: 's', timestamp: 1, ingestionTime: 2 };
    expect(await search(aws.url)).toEqual([
      { events: [{ ...wanted, message: 'späť ☂\n' }], more: true },
      { events: [], more: false },
    ]);
    expect(calls).toBe(3);
  });

  it('rejects with what AWS says', async () => {
    aws = await startFakeAws((_, response) => awsError(response, 400, 'InvalidParameterException', 'Bad.'));
    await expect(search(aws.url)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is unsupported where the answer holds no list of events', async () => {
    aws = await startFakeAws(() => ({ events: 'none' }));
    await expect(search(aws.url)).rejects.toMatchObject({ code: 'unsupported' });
  });
});
