/**
 * esbuild plugins that spare Ink work it would do again for every frame, though hardly a line has changed since
 * the last one. Each keeps results of pure functions; none changes what is drawn.
 */
import { edit } from './faster-start.js';

/** A map that forgets everything once it is full: what is on the screen is soon in it again. */
const KEPT = `
class Kept extends Map {
  #most;
  constructor(most) {
    super();
    this.#most = most;
  }
  set(key, value) {
    if (this.size >= this.#most) this.clear();
    return super.set(key, value);
  }
}`;

/** The plugins, to be given to a build of the product. */
export const fasterFrames = [
  // Splitting a line into styled cells takes most of a frame. Ink keeps the cells, but only for one frame; nothing
  // writes into them. A line of 100 cells takes some 10 kB: this many are two of the largest windows.
  edit('cells-kept', /ink\/build\/output\.js$/, [
    [
      /^class OutputCaches \{\n {4}widths = new Map\(\);\n {4}blockWidths = new Map\(\);\n {4}styledChars = new Map\(\);/m,
      `${KEPT}
const kept = { widths: new Kept(4_096), blockWidths: new Kept(512), styledChars: new Kept(256) };
class OutputCaches {
    widths = kept.widths;
    blockWidths = kept.blockWidths;
    styledChars = kept.styledChars;`,
    ],
  ]),

  // Every text is cleaned twice in every frame: to be measured and to be drawn.
  edit('clean-texts-kept', /ink\/build\/sanitize-ansi\.js$/, [
    [
      /^export default sanitizeAnsi;$/m,
      `${KEPT}
const kept = new Kept(512);
export default (text) => {
  let clean = kept.get(text);
  if (clean === undefined) kept.set(text, (clean = sanitizeAnsi(text)));
  return clean;
};`,
    ],
  ]),

  // From or to plain text, as at most changes of style and at every end of a line, there is nothing to compare.
  edit('plain-differences', /@alcalzone\/ansi-tokenize\/build\/diff\.js$/, [
    [
      'export function diffAnsiCodes(from, to) {',
      `$&
    if (from.length === 0) return to;
    if (to.length === 0) return undoAnsiCodes(from);`,
    ],
  ]),
];
