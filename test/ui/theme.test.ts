import { describe, expect, it } from 'vitest';
import { copySequence } from '../../src/ui/terminal/clipboard.ts';
import { colorLevel, createTheme, type Theme } from '../../src/ui/theme.ts';

const stylesOf = ({ level: _, ...styles }: Theme) => Object.values(styles).flat();

describe('colours', () => {
  it('are those the terminal has', () => {
    for (const level of [0, 1, 2, 3] as const) expect(colorLevel({}, level, false)).toBe(level);
  });

  it('are none when told so', () => {
    expect(colorLevel({ NO_COLOR: '1' }, 3, false)).toBe(0);
    expect(colorLevel({}, 3, true)).toBe(0);
    expect(colorLevel({ NO_COLOR: '' }, 3, false)).toBe(3);
  });

  it('none means plain text, without bold or inverse', () => {
    for (const style of stylesOf(createTheme(0))) expect(style('KILLED')).toBe('KILLED');
  });

  it('sixteen means no others', () => {
    for (const style of stylesOf(createTheme(1))) expect(style('KILLED')).not.toMatch(/[34]8;[25];/);
  });
});

describe('copying', () => {
  it('hands the text to the terminal', () => {
    expect(copySequence('arn:…', {})).toBe(`\x1b]52;c;${Buffer.from('arn:…').toString('base64')}\x07`);
  });

  it('goes to tmux, and through it to the terminal outside', () => {
    expect(copySequence('a', { TMUX: '/tmp/tmux' })).toBe(
      '\x1b]52;c;YQ==\x07\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\',
    );
  });

  it('refuses what terminals would cut', () => {
    expect(copySequence('x'.repeat(75_000), {})).not.toBeNull();
    expect(copySequence('x'.repeat(76_000), {})).toBeNull();
  });
});
