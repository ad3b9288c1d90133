import type { Command } from './context.ts';
/** Not written yet. */
export const doctor: Command = async () => 0;
