import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, onTestFinished, test } from 'vitest';
import { anyCharacter } from '../support/any-character.ts';

const { fasterStart, ONE_UNIT_EACH }: { fasterStart: esbuild.Plugin[]; ONE_UNIT_EACH: RegExp } = await import(
  path.join(import.meta.dirname, '../../bin/faster-start.js')
);

const UNITS = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter((unit) =>
  ONE_UNIT_EACH.test(unit),
);

test('text that is segmented without Intl has exactly one grapheme per unit', () => {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  expect(UNITS.length).toBeGreaterThan(1_000);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...UNITS), { maxLength: 200 }), (units) => {
      const segments = Array.from(segmenter.segment(units.join('')), ({ segment }) => segment);
      expect(segments).toEqual(units);
    }),
  );
});

test('string-width as it is bundled gives the widths of the original', async () => {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: "export { default } from 'string-width';", resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'esm',
    plugins: fasterStart,
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  const { default: bundled }: { default: typeof stringWidth } = await import(
    `data:text/javascript;base64,${code}`
  );
  for (let unit = 0; unit < 0x10000; unit++) {
    const text = String.fromCharCode(unit);
    if (bundled(text) !== stringWidth(text)) expect.fail(`U+${unit.toString(16)}`);
  }
  const drawn = fc.string({ unit: fc.constantFrom(...UNITS) });
  const anything = fc.string({ unit: anyCharacter });
  fc.assert(
    fc.property(
      fc.oneof(
        drawn,
        anything,
        fc.tuple(drawn, anything).map(([one, other]) => one + other),
      ),
      (text) => {
        for (const ambiguousIsNarrow of [true, false]) {
          expect(bundled(text, { ambiguousIsNarrow })).toBe(stringWidth(text, { ambiguousIsNarrow }));
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('what can change the grapheme before or after it is left to Intl', () => {
  for (const text of ['e\u0301', '\u200d', '\ufe0f', '👍', '각', '\r\n', 'क्ष', '🇩🇪']) {
    expect(ONE_UNIT_EACH.test(text), text).toBe(false);
  }
});

test('the build fails when a dependency no longer has the text that an edit is for', async () => {
  const place = await mkdtemp(path.join(tmpdir(), 'lambdatop-test-'));
  onTestFinished(() => rm(place, { recursive: true }));
  const changed = path.join(place, 'node_modules/string-width/index.js');
  await mkdir(path.dirname(changed), { recursive: true });
  await writeFile(changed, 'export default (text) => text.length;');
  const build = esbuild.build({
    entryPoints: [changed],
    bundle: true,
    write: false,
    logLevel: 'silent',
    metafile: true,
    plugins: fasterStart,
  });
  await expect(build).rejects.toThrow('string-width/index.js no longer has');
});
