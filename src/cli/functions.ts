import type { Command } from './context.ts';
/** Not written yet. */
export const functions: Command = async () => 0;
