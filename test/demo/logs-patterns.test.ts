import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidPattern } from '../../src/demo/logs/patterns/invalid-pattern.ts';
import { compilePattern } from '../../src/demo/logs/patterns/pattern.ts';

const LINES = [
  '[ERROR 400] BAD REQUEST',
  '[ERROR 401] UNAUTHORIZED REQUEST',
  '[ERROR 419] MISSING ARGUMENTS',
  '[ERROR 420] INVALID ARGUMENTS',
  '[INFO] REQUEST FAILED',
];

/** The numbers of the lines that match. */
function matching(pattern: string, lines: readonly string[] = LINES): number[] {
  const matches = compilePattern(pattern);
  return lines.flatMap((line, index) => (matches(line) ? [index] : []));
}

describe('a pattern of terms', () => {
  // The examples of AWS's own page on filter patterns.
  it.each([
    ['ERROR', [0, 1, 2, 3]],
    ['ERROR ARGUMENTS', [2, 3]],
    ['?ERROR ?ARGUMENTS', [0, 1, 2, 3]],
    ['?ERROR ?ARGUMENTS REQUEST', [0, 1, 4]],
    ['ERROR -ARGUMENTS', [0, 1]],
    ['-ERROR', [4]],
    ['"BAD REQUEST"', [0]],
    ['-"BAD REQUEST" REQUEST', [1, 4]],
    ['?"BAD REQUEST" ?"401]"', [0, 1]],
    ['%AUTHORIZED%', [1]],
    ['%^.ERROR 4[12]%', [2, 3]],
    ['error', []],
    ['', [0, 1, 2, 3, 4]],
    ['" "', [0, 1, 2, 3, 4]],
  ])('%s', (pattern, wanted) => {
    expect(matching(pattern)).toEqual(wanted);
  });

  it('finds every word of a line in it, and nothing in a line without the word', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), word, (words, other) => {
        const line = words.join(' ');
        expect(compilePattern(words.join(' '))(line)).toBe(true);
        expect(compilePattern(words.map((each) => `?${each}`).join(' '))(line)).toBe(true);
        expect(compilePattern(other)(line)).toBe(line.includes(other));
        expect(compilePattern(`-${other}`)(line)).toBe(!line.includes(other));
      }),
    );
  });

  it('takes any text as a quoted phrase', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40 }), fc.string(), (phrase, around) => {
        const quoted = `"${phrase.replace(/[\\"]/g, '\\$&')}"`;
        expect(compilePattern(quoted)(around + phrase)).toBe(true);
      }),
    );
  });
});

describe('a pattern over JSON', () => {
  const EVENT = JSON.stringify({
    eventType: 'UpdateTrail',
    sourceIPAddress: '111.111.111.111',
    arrayKey: ['value', 'another value'],
    objectList: [
      { name: 'a', id: 1 },
      { name: 'b', id: 2 },
    ],
    SomeObject: null,
    'cluster.name': 'c',
    isRetry: true,
    latency: 501.5,
    errorCode: 400,
    user: { id: 1 },
  });

  it.each([
    '{ $.eventType = "UpdateTrail" }',
    '{ $.eventType = UpdateTrail }',
    '{ $.eventType = "Update*" }',
    '{ $.sourceIPAddress != 123.123.* }',
    '{ $.arrayKey[0] = "value" }',
    '{ $.arrayKey[*] = %val.{2}% }',
    '{ $.eventType = %Trail% }',
    '{ $.* = %111\\.111\\.111\\.1[0-9]{1,2}% }',
    '{ $.[\'cluster.name\'] = "c" }',
    '{ $.SomeObject IS NULL }',
    '{ $.isRetry IS TRUE }',
    '{ $.SomeOtherObject NOT EXISTS }',
    '{ $.latency > 5e2 && $.latency <= 501.5 }',
    '{ $.errorCode = 400 }',
    '{ $.errorCode = 4* }',
    '{ $.objectList[1].id = 2 }',
    '{ $.errorCode = 500 || ($.user.id = 1 && $.eventType = "UpdateTrail") }',
    '{ $.user.id = 1 || $.nope = 1 && $.nope = 2 }',
  ])('%s matches', (pattern) => {
    expect(compilePattern(pattern)(EVENT)).toBe(true);
  });

  it.each([
    '{ $.eventType = "updatetrail" }',
    '{ $.eventType != "UpdateTrail" }',
    '{ $.nope != 1 }',
    '{ $.user = 1 }',
    '{ $.arrayKey = "value" }',
    '{ $.errorCode = "4" }',
    '{ $.latency < 500 }',
    '{ $.eventType > 3 }',
    '{ $.SomeObject NOT EXISTS }',
    '{ ($.user.id = 1 || $.nope = 1) && $.nope = 2 }',
  ])('%s does not', (pattern) => {
    expect(compilePattern(pattern)(EVENT)).toBe(false);
  });

  it('never matches what is not JSON', () => {
    expect(matching('{ $.a NOT EXISTS }', ['START RequestId: 1', '{"b":1', '{"b":1}'])).toEqual([2]);
  });
});

describe('a pattern over words', () => {
  const LINE = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';

  it.each([
    ['[ip, user, username, timestamp, request =*.html*, status_code = 4*, bytes]', true],
    ['[ip=%127\\.0\\.0\\.[1-9]%, user, username, timestamp, request, code, bytes]', true],
    ['[..., status_code = 404 || status_code = 410, bytes]', true],
    ['[..., status_code != 404 && status_code != 410, bytes]', false],
    ['[..., bytes > 2000]', false],
    ['[w1=127.0.0.1, w2]', true],
    ['[w1=Prod, w2]', false],
  ])('%s', (pattern, wanted) => {
    expect(compilePattern(pattern)(LINE)).toBe(wanted);
  });
});

describe('a pattern that AWS refuses', () => {
  it.each([
    ['?Status: timeout', "Invalid character(s) in term ':'"],
    ['error-response', "Invalid character(s) in term '-'"],
    ['{ $.a = 1, $.b = 2 }', "Invalid character(s) in term ','"],
    ['{ $."sc-status" = 5* }', `Invalid character(s) in term '$."'`],
    ['{ $.level = "ERROR"', "If a filter pattern starts with '{' it must end with '}'"],
    ['[w1=ERROR', "If a filter pattern starts with '[' it must end with ']'"],
    ['"open', 'Invalid filter pattern'],
    ['%a(b)%', "Invalid character(s) in term '('"],
    ['%\\(%', "Invalid character(s) in term '('"],
    ['{ $.a = %\\)$% }', "Invalid character(s) in term ')'"],
    ['""', 'Invalid filter pattern'],
    ['-"" ERROR', 'Invalid filter pattern'],
    ['%something!%', "Invalid character(s) in term '!'"],
    ['%a% %b% %c%', 'Too many regular expressions in the filter pattern'],
    ['{ $.*.* = 1 }', 'Too many wildcard selectors in the filter pattern'],
    ['{ $.a EXISTS }', 'Invalid filter pattern'],
    ['{ $.a }', 'Invalid filter pattern'],
    ['{ }', 'Invalid filter pattern'],
  ])('%s', (pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(new InvalidPattern(message));
  });

  it('is refused and nothing else happens, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]()$."%?-=!<>&|* aIS1\\,:') }), (pattern) => {
        try {
          compilePattern(pattern)('[ERROR 400] {"a":1}');
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidPattern);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
