import type { Command } from './context.ts';
/** Not written yet. */
export const demo: Command = async () => 0;
