import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../src/demo/logs/patterns/pattern.ts';
import { explainPattern, patternTerm } from '../../../src/domain/logs/filter-pattern.ts';

/** Whether the embedded account takes a pattern, as AWS would. */
function isAccepted(pattern: string): boolean {
  try {
    compilePattern(pattern);
    return true;
  } catch {
    return false;
  }
}

describe('a refused pattern is explained', () => {
  it.each<[string, number, string, string | null]>([
    ['order-17', 5, 'not -', '"order-17"'],
    ['ERROR [main]', 6, 'not [', 'ERROR "[main]"'],
    ['?a ?b.c', 5, 'not .', '?a ?"b.c"'],
    ['ERROR "not found', 6, 'no other behind it', 'ERROR "not found"'],
    ['"a""b"', 3, 'a blank must stand', '"a" "b"'],
    ['ERROR -', 7, 'a term is missing', null],
    ['%[45]\\d\\d', 0, 'this % has no other', '%[45]\\d\\d%'],
    ['%timed (out)%', 7, 'no groups', null],
    ['%wow!%', 4, 'write \\x21', '%wow\\x21%'],
    ['%[a%', 1, 'no regular expression', null],
    ['%a% %b% %c%', 8, 'may hold 2', null],
    ['$.level = "ERROR"', 0, 'in braces', '{ $.level = "ERROR" }'],
    ['{ $.level = "ERROR"', 19, 'ends with }', '{ $.level = "ERROR" }'],
    ['[ip, user', 9, 'ends with ]', '[ip, user ]'],
    ['{ level = "ERROR" }', 2, 'begin with $.', '{ $.level = "ERROR" }'],
    ['{ $.level == "ERROR" }', 10, '== is written =', '{ $.level = "ERROR" }'],
    ["{ $.level = 'ERROR' }", 12, 'double quotes', '{ $.level = "ERROR" }'],
    ['{ $.a = 1 and $.b = 2 }', 10, 'and is written &&', '{ $.a = 1 && $.b = 2 }'],
    ['{ $.a = 1 & $.b = 2 }', 10, '& is written &&', '{ $.a = 1 && $.b = 2 }'],
    ['{ ($.a = 1 }', 2, 'no ) behind it', null],
    ['{ $.a = 1) }', 9, 'no ( before it', null],
    ['{ $.a = "x }', 8, 'no other behind it', null],
    ['{ $ = 1 }', 2, '$.name', null],
    ['{ $.a = #1 }', 8, '# may only stand in quotes', null],
    ['[ip, msg = "x]', 11, 'no other behind it', null],
    ['x'.repeat(1_100), 1_024, 'at most 1024', null],
  ])('%s', (pattern, at, problem, instead) => {
    expect(isAccepted(pattern)).toBe(false);
    const explained = explainPattern(pattern);
    expect(explained).toMatchObject({ at, ...(instead === null ? {} : { instead }) });
    expect(explained?.problem).toContain(problem);
    const isWhole = instead !== null && explainPattern(instead) === null;
    if (isWhole) expect(isAccepted(instead)).toBe(true);
  });

  // AWS refuses these too (DefangLabs/defang issue 1008, modernisation-platform-environments pull request 5137).
  it.each([
    ['""', 0, 'nothing stands between', null],
    ['%f\\(x\\)%', 3, 'no groups', '%f\\x28x\\)%'],
  ])('%s', (pattern, at, problem, instead) => {
    expect(explainPattern(pattern)).toEqual({ at, problem: expect.stringContaining(problem), instead });
  });

  it.each([
    '',
    'ERROR',
    '?ERROR ?WARN -health',
    '"exact phrase" -"not \\"this\\""',
    '%ERROR|WARN% code_7',
    '{ $.level = "ERROR" && ($.ms > 500 || $.items[0].id = a*) }',
    '{ $.error IS NULL || $.user NOT EXISTS }',
    '{ $.status = %4\\d\\d% }',
    '[ip, user, status = 5*, ...]',
  ])('one that AWS takes is not: %s', (pattern) => {
    expect(isAccepted(pattern)).toBe(true);
    expect(explainPattern(pattern)).toBeNull();
  });
});

describe('whatever is typed', () => {
  const pieces = fc.constantFrom(
    'ERROR',
    'order-7',
    '"',
    '"a b"',
    '%',
    '%a+%',
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '$.a',
    '=',
    '&&',
    '-',
    '?',
    '1',
    '\\',
    "'x'",
    ' ',
    'é',
  );
  const typed = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(' '));
  const packed = fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join(''));

  it('what is told wrong lies in the pattern', () => {
    fc.assert(
      fc.property(fc.oneof(typed, packed), (pattern) => {
        const explained = explainPattern(pattern);
        if (explained === null) return;
        expect(explained.at).toBeGreaterThanOrEqual(0);
        expect(explained.at).toBeLessThanOrEqual(pattern.length);
        expect(explained.instead).not.toBe(pattern);
      }),
    );
  });

  it('of terms, exactly those that AWS refuses are told wrong', () => {
    fc.assert(
      fc.property(fc.oneof(typed, packed), (pattern) => {
        // The embedded account takes "" and \(, which AWS does not.
        if (/^\s*[{[]|""|\\[()]/.test(pattern)) return;
        expect(explainPattern(pattern) === null).toBe(isAccepted(pattern));
      }),
    );
  });
});

it('any text can be a term', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 200 }), (text) => {
      const term = patternTerm(text);
      expect(explainPattern(term)).toBeNull();
      expect(compilePattern(term)(`before ${text} behind`)).toBe(true);
    }),
  );
});
