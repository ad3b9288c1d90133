import { render } from 'ink-testing-library';
import { describe, expect, test } from 'vitest';
import { HelpOverlay } from '../../src/ui/HelpOverlay.tsx';
import { Lines } from '../../src/ui/Lines.tsx';
import { Palette, type PaletteRow } from '../../src/ui/Palette.tsx';
import { createTheme } from '../../src/ui/theme.ts';

const theme = createTheme(0);
const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}`);

function frameOf(tree: Parameters<typeof render>[0]): string[] {
  const { lastFrame, unmount } = render(tree);
  const frame = lastFrame() ?? '';
  unmount();
  return frame.split('\n');
}

describe('Lines', () => {
  test('fills exactly its height and cuts, never wraps', () => {
    const frame = frameOf(<Lines lines={['short', 'x'.repeat(150)]} height={4} />);
    expect(frame).toHaveLength(4);
    expect(frame[1]).toMatch(/^x+…$/);
    expect(frame[1]).toHaveLength(100);
  });
});

describe('HelpOverlay', () => {
  test('shows what fits, and how much is below', () => {
    const frame = frameOf(<HelpOverlay lines={numbered(20)} top={0} height={6} theme={theme} />);
    expect(frame.slice(0, 5)).toEqual(numbered(5));
    expect(frame[5]).toContain('15 more below');
  });

  test('stops at its last line, however far one scrolled', () => {
    const frame = frameOf(<HelpOverlay lines={numbered(20)} top={1_000} height={6} theme={theme} />);
    expect(frame[4]).toBe('line 20');
    expect(frame[5]).toContain('that is all');
  });
});

describe('Palette', () => {
  const row = (name: string, reason: string | null = null): PaletteRow => ({
    name,
    description: `does ${name}`,
    reason,
  });
  const palette = (rows: readonly PaletteRow[], chosen: number) =>
    frameOf(
      <Palette
        line={{ text: 'so', cursor: 2 }}
        rows={rows}
        chosen={chosen}
        width={60}
        height={4}
        theme={theme}
      />,
    );

  test('the chosen command is pointed at; one that cannot run says why', () => {
    const frame = palette([row('sort name'), row('kill NAME', 'read-only')], 0);
    expect(frame[0]).toBe(':so▏');
    expect(frame[1]).toMatch(/^› sort name +does sort name/);
    expect(frame[2]).toContain('(read-only)');
  });

  test('scrolls so that the chosen one is in sight', () => {
    const frame = palette(
      numbered(9).map((name) => row(name)),
      8,
    );
    expect(frame[3]).toMatch(/^› line 9/);
  });

  test('says that nothing matches', () => {
    expect(palette([], 0)[1]).toContain('no command is called that');
  });
});
