import path from 'node:path';
import * as esbuild from 'esbuild';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { anyCharacter } from '../support/any-character.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const INK = path.join(ROOT, 'node_modules/ink/build');

const { fasterStart }: { fasterStart: esbuild.Plugin[] } = await import(
  path.join(ROOT, 'bin/faster-start.js')
);
const { fasterFrames }: { fasterFrames: esbuild.Plugin[] } = await import(
  path.join(ROOT, 'bin/faster-frames.js')
);

/** The parts of Ink that are edited, as they are used when it draws. */
interface Drawing {
  sanitizeAnsi(text: string): string;
  readonly Output: new (size: {
    width: number;
    height: number;
  }) => {
    write(x: number, y: number, text: string, options: { transformers: [] }): void;
    get(): { output: string };
  };
}

async function bundled(plugins: esbuild.Plugin[]): Promise<Drawing> {
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: `export { default as sanitizeAnsi } from '${INK}/sanitize-ansi.js'; export { default as Output } from '${INK}/output.js';`,
      resolveDir: ROOT,
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    plugins,
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}

let original: Drawing;
let edited: Drawing;
beforeAll(async () => {
  [original, edited] = await Promise.all([bundled([]), bundled([...fasterStart, ...fasterFrames])]);
});

function draw({ Output }: Drawing, lines: readonly string[]): string {
  const output = new Output({ width: 40, height: lines.length });
  for (const [row, line] of lines.entries()) output.write(row % 3, row, line, { transformers: [] });
  return output.get().output;
}

const style = fc.constantFrom(0, 1, 2, 3, 7, 22, 23, 27, 31, 39, 41, 49, 91, '38;5;208', '48;2;1;2;3');
const styled = fc
  .array(
    fc.tuple(
      style,
      fc.string({ unit: fc.constantFrom('a', ' ', '█', 'é', '日', '👍', '\u0301'), maxLength: 8 }),
    ),
  )
  .map((parts) => parts.map(([code, text]) => `\x1b[${code}m${text}`).join(''));

test('draws the very bytes that Ink would, also what it has drawn before', () => {
  fc.assert(
    fc.property(fc.array(styled, { minLength: 1, maxLength: 6 }), (lines) => {
      const expected = draw(original, lines);
      expect(draw(edited, lines)).toBe(expected);
      expect(draw(edited, lines)).toBe(expected);
    }),
  );
});

test('wide characters that are overwritten in one frame are whole in the next', () => {
  const { Output } = edited;
  const whole = draw(edited, ['日本語']);
  const output = new Output({ width: 40, height: 1 });
  output.write(0, 0, '日本語', { transformers: [] });
  output.write(1, 0, 'x', { transformers: [] });
  expect(output.get().output).not.toBe(whole);
  expect(draw(edited, ['日本語'])).toBe(whole);
});

test('cleans texts as Ink would, also more of them than are kept', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(styled, fc.string({ unit: anyCharacter })), { maxLength: 20 }), (texts) => {
      for (const text of [...texts, ...texts])
        expect(edited.sanitizeAnsi(text)).toBe(original.sanitizeAnsi(text));
    }),
  );
  const many = Array.from({ length: 2_000 }, (_, index) => `\x1b[31m${index}\x1b[2J`);
  for (const text of [...many, ...many]) expect(edited.sanitizeAnsi(text)).toBe(original.sanitizeAnsi(text));
});
