/** Lines made of parts of unequal weight: header, status, footer. What does not fit goes, least important first. */
import { cutEnd, sanitise, widthOf } from '../domain/text.ts';
import type { Style } from './theme.ts';

/** One part of a line. */
export interface Segment {
  /** Plain, unstyled text; sanitised here. */
  readonly text: string;
  readonly style?: Style;
  /** The lowest stays longest; 0 is never dropped, only cut where all of them together are too long. */
  readonly weight: number;
  /** Stands at the right end. */
  readonly right?: boolean;
}

const GAP = '  ';

/** The segments on one line of at most `width` columns, left ones first, right ones at the end. */
export function composeLine(segments: readonly Segment[], width: number): string {
  const clean = segments
    .map((segment) => ({ ...segment, text: sanitise(segment.text) }))
    .filter(({ text }) => text !== '');
  const kept = cutToFit(dropToFit(clean, width), width);
  const left = kept.filter((segment) => !segment.right);
  const right = kept.filter((segment) => segment.right);
  const draw = (parts: readonly Segment[]): string =>
    parts.map(({ text, style }) => (style ? style(text) : text)).join(GAP);
  if (right.length === 0) return draw(left);
  const least = left.length > 0 ? GAP.length : 0;
  const space = Math.max(least, width - lengthOf(left) - lengthOf(right));
  return draw(left) + ' '.repeat(space) + draw(right);
}

/** Columns of the segments with the gaps between them. */
function lengthOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { text }, index) => sum + widthOf(text) + (index > 0 ? GAP.length : 0), 0);
}

function dropToFit(segments: readonly Segment[], width: number): readonly Segment[] {
  let kept = segments;
  while (lengthOf(kept) > width) {
    const heaviest = Math.max(...kept.map(({ weight }) => weight));
    if (heaviest <= 0) break;
    const last = kept.findLastIndex(({ weight }) => weight === heaviest);
    kept = kept.filter((_, index) => index !== last);
  }
  return kept;
}

/** Takes what is still too much from the longest, a column at a time, so that each goes on saying something. */
function cutToFit(segments: readonly Segment[], width: number): readonly Segment[] {
  const room = segments.map(({ text }) => widthOf(text));
  for (let excess = lengthOf(segments) - width; excess > 0; excess--) {
    const longest = Math.max(...room);
    if (longest <= 1) break;
    room[room.lastIndexOf(longest)] = longest - 1;
  }
  return segments.map((segment, index) => ({ ...segment, text: cutEnd(segment.text, room[index] ?? 0) }));
}
