/**
 * Bundles `src/` into `dist/` with esbuild: `lambdatop.js` (the product; what it loads dynamically becomes files
 * under `chunks/`, read only when needed) and `demo.js` (the embedded account, a program of its own).
 *
 * Whitespace and syntax are minified, identifiers are not: a stack trace from a bastion then names the functions
 * without source maps, which would triple what we ship, and the SDK's error classes keep their names.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { fasterFrames } from './faster-frames.js';
import { fasterStart } from './faster-start.js';

const ROOT = path.join(import.meta.dirname, '..');

/** Ink reaches for React's devtools when DEV=true; the product has none, whatever the environment says. */
const withoutDevtools = {
  name: 'without-devtools',
  setup(build) {
    build.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: 'stub', namespace: 'devtools' }));
    build.onLoad({ filter: /.*/, namespace: 'devtools' }, () => ({ contents: 'export default {};' }));
  },
};

/** What both bundles have in common. */
const common = {
  absWorkingDir: ROOT,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 300,
  charset: 'utf8',
  // esbuild would turn these literals into `new RegExp(…)`, made again at every evaluation.
  supported: { 'regexp-unicode-property-escapes': true, 'regexp-set-notation': true },
  legalComments: 'external',
  metafile: true,
  logLevel: 'warning',
  banner: {
    js: "import{createRequire as createRequireHere}from'node:module';const require=createRequireHere(import.meta.url);",
  },
};

/** Builds both bundles; rejects when either fails. Resolves with esbuild's metafiles, product first. */
export async function build() {
  const { version } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
  const define = {
    'process.env.NODE_ENV': '"production"',
    'process.env.LAMBDATOP_VERSION': JSON.stringify(version),
  };
  const results = await Promise.all([
    esbuild.build({
      ...common,
      define,
      entryPoints: { lambdatop: 'src/main.tsx' },
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      plugins: [...fasterStart, ...fasterFrames, withoutDevtools],
    }),
    esbuild.build({ ...common, define, entryPoints: { demo: 'src/demo/main.ts' } }),
  ]);
  const metafiles = results.map((result) => result.metafile);
  await removeAllBut(metafiles.flatMap((metafile) => Object.keys(metafile.outputs)));
  return metafiles;
}

/** Clears `dist/` of former builds, afterwards: whoever runs the product meanwhile finds all of its files. */
async function removeAllBut(outputs) {
  const kept = new Set(outputs.map((output) => path.join(ROOT, output)));
  const entries = await readdir(path.join(ROOT, 'dist'), { recursive: true, withFileTypes: true });
  const stale = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  await Promise.all(stale.filter((file) => !kept.has(file)).map((file) => rm(file)));
}

if (import.meta.main) {
  const started = performance.now();
  const [product] = await build();
  const kilobytes = Object.values(product.outputs).reduce((sum, output) => sum + output.bytes, 0) / 1000;
  const seconds = (performance.now() - started) / 1000;
  // Not to stdout: `npm run demo -- --serve` prints what a shell evaluates.
  process.stderr.write(`dist: ${Math.round(kilobytes)} kB of product in ${seconds.toFixed(1)} s\n`);
}
