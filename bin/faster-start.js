/**
 * esbuild plugins that take out of Ink's dependencies what makes them slow to load: together about half of the
 * time to the first frame. Each is an edit of one file, and fails the build when the text it edits is gone: an
 * update must not quietly lose what the edit was for.
 */
import { readFile } from 'node:fs/promises';

/** A plugin that edits every file matching `file`: each replacement is the arguments of String.replace. */
export function edit(name, file, replacements) {
  return {
    name,
    setup(build) {
      let found = false;
      build.onLoad({ filter: file }, async ({ path }) => {
        found = true;
        let contents = await readFile(path, 'utf8');
        for (const [before, after] of replacements) {
          const changed = contents.replace(before, after);
          if (changed === contents) return { errors: [{ text: `${path} no longer has ${before}` }] };
          contents = changed;
        }
        return { contents, loader: 'js' };
      });
      build.onEnd(({ metafile }) => {
        const inputs = Object.keys(metafile?.inputs ?? {});
        const drawsWithInk = inputs.some((input) => input.includes('node_modules/ink/build/'));
        return drawsWithInk && !found ? { errors: [{ text: `no file matches ${file}` }] } : {};
      });
    },
  };
}

/** Replacements that make a constant of a module at its first use instead of when it is loaded. */
const late = (name) => [
  [
    new RegExp(`^const ${name} = (.+);$`, 'm'),
    `let ${name}Made; const ${name}At = () => (${name}Made ??= $1);`,
  ],
  [new RegExp(`\\b${name}\\b`, 'g'), `${name}At()`],
];

/** What a console draws with besides ASCII: Latin letters, dashes, arrows, boxes, blocks, Braille. */
const DRAWN = '\\xa0-\\xac\\xae-\\u02ff\\u2010-\\u2027\\u2030-\\u205e\\u2190-\\u25ff\\u2800-\\u28ff';

/** Text in which every UTF-16 unit is a grapheme of its own: no combining mark, joiner or surrogate is among them. */
export const ONE_UNIT_EACH = new RegExp(`^[\\x1b\\x20-\\x7e${DRAWN}]*$`);

/** Text that is as wide as its units together, each of them visible. */
const ADDS_UP = new RegExp(`^[\\x20-\\x7e${DRAWN}]*$`);

/** The plugins, to be given to a build of the product. */
export const fasterStart = [
  // It looks at `fetch` only to decode a data: URL, which makes Node load all of undici (about 20 ms). Without it,
  // it decodes the base64 itself.
  edit('yoga-without-fetch', /yoga-layout\/dist\/binaries\/yoga-wasm-base64-esm\.js$/, [
    [/typeof fetch\b/g, 'typeof undefined'],
  ]),

  // One check of an argument, for which Node would load its assertions and what they draw differences with.
  edit('signal-exit-without-assert', /signal-exit\/index\.js$/, [
    [
      "require('assert')",
      '{ equal(actual, expected, message) { if (actual !== expected) throw new TypeError(message); } }',
    ],
  ]),

  // Regular expressions over Unicode property sets take about 20 ms to compile, the first Intl.Segmenter about 15.
  // Plain ASCII needs none of them, nor does text whose width is a sum.
  edit('late-string-width', /string-width\/index\.js$/, [
    ...late('segmenter'),
    ...late('visibleCharacterRegex'),
    ...late('spacingMarkRegex'),
    ...late('rgiEmojiRegex'),
    [
      '\tlet width = 0;\n\tconst eastAsianWidthOptions = {ambiguousAsWide: !ambiguousIsNarrow};\n',
      (found) => `${found}
        if (${ADDS_UP}.test(string)) {
          for (let index = 0; index < string.length; index++) {
            width += eastAsianWidth(string.charCodeAt(index), eastAsianWidthOptions);
          }
          return width;
        }`,
    ],
  ]),
  edit('late-wrap-ansi', /wrap-ansi\/index\.js$/, late('segmenter')),
  edit('late-slice-ansi', /slice-ansi\/tokenize-ansi\.js$/, late('GRAPHEME_SEGMENTER')),
  edit('late-ink-line-update', /ink\/build\/line-update\.js$/, late('segmenter')),

  // It segments every line that is drawn. Where each unit is a grapheme, the segments are known without Intl:
  // a saving at every frame, not only at the first.
  edit('light-ansi-tokenize', /@alcalzone\/ansi-tokenize\/build\/tokenize\.js$/, [
    ...late('segmenter'),
    [
      'segmenterAt().segment(str)',
      `(${ONE_UNIT_EACH}.test(str) ? Array.from(str, (segment, index) => ({ segment, index })) : segmenterAt().segment(str))`,
    ],
  ]),
];
