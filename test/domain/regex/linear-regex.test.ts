import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRegex, type LinearRegex } from '../../../src/domain/regex/linear-regex.ts';
import { anyCharacter } from '../../support/any-character.ts';

function regexOf(source: string, ignoreCase = false): LinearRegex {
  const compiled = compileRegex(source, ignoreCase);
  if (!compiled.ok) throw new Error(compiled.problem);
  return compiled.regex;
}

/** What JavaScript finds that is not empty. */
function nativeMatches(source: string, flags: string, text: string): string[] {
  return [...text.matchAll(new RegExp(source, `gm${flags}`))]
    .map(([found]) => found)
    .filter((one) => one !== '');
}

const found = (regex: LinearRegex, text: string) =>
  regex.findAll(text, 1_000).map(({ start, end }) => text.slice(start, end));

describe('it finds what JavaScript finds', () => {
  it.each([
    ['status [45]\\d\\d', 'status 503, status 200, status 404'],
    ['colou?r', 'color colour colouur'],
    ['a|ab', 'ab'],
    ['(?:a|ab)(?:c|bcd)', 'abcd'],
    ['a+?b', 'aaab'],
    ['a.*b', 'a b\na c b b'],
    ['a.*?b', 'a b b'],
    ['^\\w+', 'one two\nthree'],
    ['\\d+$', 'x 12\n y 34'],
    ['\\berr\\b', 'err error derr err'],
    ['\\Berr', 'err derr'],
    ['[^a-c\\d-]+', 'abc-1-xyz-9'],
    ['[]x', 'x'],
    ['[^]', '\n'],
    ['[\\]\\-a-]', '] - a b'],
    ['x{2,3}', 'xxxxxxx'],
    ['x{2}y{0}', 'xxx'],
    ['x{,3}', 'x{,3}'],
    ['\\x41\\u0042\\t', 'AB\t'],
    ['(?<year>\\d{4})', 'in 2026'],
    ['(a*)*b', 'aaab'],
    ['(?:)', 'x'],
    ['\\/\\.\\$', '/.$'],
    ['é|漢+', 'é 漢漢'],
    ['a||b', 'ab'],
  ])('/%s/ in %j', (source, text) => {
    expect(found(regexOf(source), text)).toEqual(nativeMatches(source, '', text));
    expect(regexOf(source).test(text)).toBe(new RegExp(source, 'm').test(text));
  });

  it.each([
    ['error', 'ERROR Error'],
    ['[a-f]+', 'ABCDEFG'],
    ['[^a]+', 'AaBb'],
    ['É', 'é'],
  ])('/%s/i in %j', (source, text) => {
    expect(found(regexOf(source, true), text)).toEqual(nativeMatches(source, 'i', text));
  });

  const atom = fc.constantFrom('a', 'b', '.', '\\w', '[ab]', '[^a]', '\\b', '^', '$', ' ', '\\n');
  const { expression } = fc.letrec<{ expression: string; part: string }>((tie) => ({
    expression: fc.array(tie('part'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
    part: fc.oneof(
      { maxDepth: 3 },
      atom,
      fc
        .tuple(fc.constantFrom('a', 'b', '.', '[ab]'), fc.constantFrom('*', '+', '?', '{1,2}', '*?', '+?'))
        .map((pair) => pair.join('')),
      fc.tuple(tie('expression'), tie('expression')).map(([one, other]) => `(?:${one}|${other})`),
    ),
  }));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', 'c'), maxLength: 12 });

  it('whatever the expression and the text', () => {
    fc.assert(
      fc.property(expression, text, fc.boolean(), (source, subject, ignoreCase) => {
        const flags = ignoreCase ? 'i' : '';
        const regex = regexOf(source, ignoreCase);
        expect(regex.test(subject)).toBe(new RegExp(source, `m${flags}`).test(subject));
        expect(found(regex, subject)).toEqual(nativeMatches(source, flags, subject));
      }),
      { numRuns: 500 },
    );
  });

  it('whether anything matches, also where groups that may be empty are repeated', () => {
    const repeated = fc
      .array(fc.tuple(expression, fc.constantFrom('*', '+?', '{0,2}', '?')), { minLength: 1, maxLength: 2 })
      .map((groups) => groups.map(([group, times]) => `(${group})${times}`).join('c'));
    fc.assert(
      fc.property(repeated, text, (source, subject) => {
        expect(regexOf(`${source}b`).test(subject)).toBe(new RegExp(`${source}b`, 'm').test(subject));
      }),
      { numRuns: 500 },
    );
  });
});

describe('it takes time in proportion to the text', () => {
  it.each(['(a+)+$', '(a|aa)*c', '(.*a){12}b', 'a*a*a*a*a*b', '(x+x+)+y', '^(\\w+\\s?)*!$'])(
    '/%s/',
    (source) => {
      const started = performance.now();
      const regex = regexOf(source);
      regex.test(`${'a'.repeat(50_000)}`);
      regex.test(`${'x'.repeat(50_000)}`);
      regex.findAll('ab'.repeat(1_000), 10);
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );
});

describe('it refuses, and says why', () => {
  it.each([
    ['(', 'no )'],
    ['a)', 'no ('],
    ['[a', 'no ]'],
    ['*a', 'nothing to repeat'],
    ['a**', 'nothing to repeat'],
    ['^*', 'nothing to repeat'],
    ['a{3,1}', 'less than the first'],
    ['a{999}', 'more than 255'],
    ['[z-a]', 'ends before it begins'],
    ['a\\', 'at the end'],
    ['(a)\\1', 'left out'],
    ['(?=a)', 'looking ahead'],
    ['(?<!a)', 'looking ahead'],
    ['(?i)a', 'only ?:'],
    ['\\p{L}', 'left out'],
    ['((a{99}){99}){99}', 'too large'],
    ['((((){200}){200}){200}){200}', 'too large'],
    ['x'.repeat(2_000), 'more than 1000 characters'],
    ['('.repeat(500), 'too many groups'],
  ])('/%s/', (source, why) => {
    const compiled = compileRegex(source);
    expect(compiled.ok ? '' : compiled.problem).toContain(why);
  });

  it('or is ready, whatever is typed', () => {
    const typed = fc
      .array(
        fc.oneof(
          fc.constantFrom(...'()[]{}|*+?^$.\\-,:<>=!dwsbxu0129aA'),
          fc.string({ unit: anyCharacter, maxLength: 2 }),
        ),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(typed, fc.string({ maxLength: 20 }), (source, subject) => {
        const compiled = compileRegex(source);
        if (compiled.ok) expect(typeof compiled.regex.test(subject)).toBe('boolean');
        else expect(compiled.problem).not.toBe('');
      }),
    );
  });
});
