/** The screens this version has, in the order of their number keys. The command line and the keymap read it. */
export const SCREENS = ['functions', 'logs', 'traffic', 'dead-letters', 'concurrency', 'journal'] as const;

/** A screen that exists. */
export type ScreenName = (typeof SCREENS)[number];
