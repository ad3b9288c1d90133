/** The screens this version has, in the order of their number keys. The command line and the keymap read it. */
<<<<<<< src/domain/screens.ts
export const SCREENS = ['functions', 'logs', 'dead-letters', 'concurrency'] as const;
=======
export const SCREENS = ['functions', 'logs', 'concurrency', 'journal'] as const;
>>>>>>> /tmp/c5new

/** A screen that exists. */
export type ScreenName = (typeof SCREENS)[number];
