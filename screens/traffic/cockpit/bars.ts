/** The canary's share as two bars: as it was asked for, and as it really runs. */
import { formatShare } from '../../../src/domain/figures.ts';
import { fitTo } from '../../../src/domain/text.ts';
import { percentText } from '../../../src/domain/traffic/routing.ts';
import type { Theme } from '../../../src/ui/theme.ts';
import type { CockpitSide } from './sides.ts';

const LONGEST_BAR = 50;
/** Label, frame of the bar and figures beside it. */
const BESIDE = 8 + 2 + 26;

/** Two lines where two versions are known; none otherwise. */
export function barLines(sides: readonly CockpitSide[], width: number, theme: Theme): string[] {
  const [stable, canary] = sides;
  if (!stable || !canary || canary.role !== 'canary') return [];
  const room = Math.max(10, Math.min(LONGEST_BAR, width - BESIDE));
  const line = (label: string, share: number | null, text: string): string => {
    const head = theme.dim(fitTo(` ${label}`, 8));
    if (share === null) return `${head}▕${theme.dim(' '.repeat(room))}▏ ${theme.dim(text)}`;
    // A share that is not zero is never drawn as nothing, nor one that is not all as all.
    const filled =
      share === 0 ? 0 : Math.max(1, Math.min(share < 1 ? room - 1 : room, Math.round(share * room)));
    return `${head}▕${theme.warn('█'.repeat(filled))}${theme.trend('░'.repeat(room - filled))}▏ ${text}`;
  };
  const asked = canary.asked;
  const seen = canary.seen;
  return [
    line('asked', asked, asked === null ? 'not known' : `${percentText(asked)} on ${canary.version}`),
    line('seen', seen, seen === null ? 'not known yet' : `${formatShare(seen)} ran ${canary.version}`),
  ];
}
