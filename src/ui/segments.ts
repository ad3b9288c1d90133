/** Lines made of parts of unequal weight: header, status, footer. What does not fit goes, least important first. */
import { sanitise, widthOf } from '../domain/text.ts';
import type { Style } from './theme.ts';

/** One part of a line. */
export interface Segment {
  /** Plain, unstyled text; sanitised here. */
  readonly text: string;
  readonly style?: Style;
  /** The lowest stays longest; 0 is never dropped. */
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
  const kept = dropToFit(clean, width);
  const left = kept.filter((segment) => !segment.right);
  const right = kept.filter((segment) => segment.right);
  const used = (parts: readonly Segment[]): number =>
    parts.reduce((sum, { text }) => sum + widthOf(text), 0) + Math.max(0, parts.length - 1) * GAP.length;
  const draw = (parts: readonly Segment[]): string =>
    parts.map(({ text, style }) => (style ? style(text) : text)).join(GAP);
  if (right.length === 0) return draw(left);
  const space = Math.max(GAP.length, width - used(left) - used(right));
  return draw(left) + ' '.repeat(space) + draw(right);
}

function dropToFit(segments: readonly Segment[], width: number): readonly Segment[] {
  let kept = segments;
  const total = (): number => kept.reduce((sum, { text }) => sum + widthOf(text) + GAP.length, -GAP.length);
  while (total() > width) {
    const heaviest = Math.max(...kept.map(({ weight }) => weight));
    if (heaviest <= 0) break;
    const last = kept.findLastIndex(({ weight }) => weight === heaviest);
    kept = kept.filter((_, index) => index !== last);
  }
  return kept;
}
