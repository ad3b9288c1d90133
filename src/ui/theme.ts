/**
 * What things look like, by meaning. Components ask for `bad`, never for red, so that 16, 256 and true colour
 * and no colour at all (NO_COLOR, --no-color) are decided here. Nothing is told by colour alone.
 */
import { Chalk, type ColorSupportLevel } from 'chalk';

/** Draws text in a way that means something. */
export type Style = (text: string) => string;

/** The meanings lambdatop draws. */
export interface Theme {
  /** 0 none, 1 sixteen colours, 2 256, 3 true colour. */
  readonly level: ColorSupportLevel;
  readonly plain: Style;
  /** Present but not the point: units, separators, stale figures. */
  readonly dim: Style;
  readonly strong: Style;
  /** A key or a name one may act on. */
  readonly accent: Style;
  readonly good: Style;
  readonly warn: Style;
  readonly bad: Style;
  /** A thing that must not be overlooked: KILLED, READ-ONLY. */
  readonly alarm: Style;
  readonly badge: Style;
  /** The heads of a table. */
  readonly head: Style;
  /** The row under the cursor. */
  readonly cursor: Style;
  /** Charts: there, but never louder than the figures beside them. */
  readonly trend: Style;
  /** The character under a text cursor, the focused button. */
  readonly inverse: Style;
  /** The part of a name that has to be typed. */
  readonly underline: Style;
  /** Marked rows. */
  readonly mark: Style;
  /** What a search found. */
  readonly match: Style;
  /** Tells sources of log lines apart, which are named beside it; none of them means good or bad. */
  readonly sources: readonly Style[];
}

const plain: Style = (text) => text;

/** The theme for a terminal's colours. Without colour, bold and inverse are left out too: NO_COLOR means plain. */
export function createTheme(level: ColorSupportLevel): Theme {
  const chalk = new Chalk({ level });
  const rich = level >= 2;
  return {
    level,
    plain,
    dim: rich ? chalk.ansi256(245) : chalk.dim,
    strong: chalk.bold,
    accent: rich ? chalk.ansi256(80) : chalk.cyan,
    good: rich ? chalk.ansi256(78) : chalk.green,
    warn: rich ? chalk.ansi256(221) : chalk.yellow,
    bad: rich ? chalk.ansi256(210).bold : chalk.redBright,
    alarm: rich ? chalk.bgAnsi256(160).ansi256(231).bold : chalk.bgRed.whiteBright.bold,
    badge: rich ? chalk.bgAnsi256(238).ansi256(231) : chalk.inverse,
    head: rich ? chalk.ansi256(250).bold : chalk.bold,
    cursor: rich ? chalk.bgAnsi256(24) : chalk.inverse,
    trend: rich ? chalk.ansi256(67) : chalk.blue,
    inverse: chalk.inverse,
    underline: chalk.underline,
    mark: rich ? chalk.ansi256(214) : chalk.yellow,
    match: rich ? chalk.bgAnsi256(221).ansi256(16) : chalk.inverse,
    sources: rich
      ? [75, 176, 114, 180, 110, 139].map((color) => chalk.ansi256(color))
      : [chalk.blueBright, chalk.magenta, chalk.green, chalk.cyan],
  };
}

/** How many colours to use: none when told so (NO_COLOR, --no-color), else what the terminal says it can. */
export function colorLevel(
  environment: Readonly<Record<string, string | undefined>>,
  supported: ColorSupportLevel,
  noColor: boolean,
): ColorSupportLevel {
  if (noColor || environment.NO_COLOR) return 0;
  return supported;
}
