/** The lines of the `?` overlay: every key that exists here, and for those that do not work now, why. */
import { cutEnd, fitTo } from '../domain/text.ts';
import type { AvailableCommand } from '../keys/available.ts';
import { GROUPS } from '../keys/command.ts';
import type { Theme } from '../ui/theme.ts';

const KEYS_WIDTH = 20;

/** All lines, styled; the overlay shows those that fit. */
export function helpLines(available: readonly AvailableCommand[], width: number, theme: Theme): string[] {
  const lines: string[] = [];
  for (const group of GROUPS) {
    const commands = available.filter((command) => command.group === group);
    if (commands.length === 0) continue;
    if (lines.length > 0) lines.push('');
    lines.push(theme.head(group));
    for (const command of commands) lines.push(helpLine(command, width, theme));
  }
  return lines;
}

function helpLine(command: AvailableCommand, width: number, theme: Theme): string {
  const { keys, description, enabled, reason } = command;
  const key = fitTo(keys.join(' '), KEYS_WIDTH);
  const words = cutEnd(enabled ? description : `${description}: ${reason}`, width - KEYS_WIDTH - 3);
  return enabled ? `  ${theme.accent(key)} ${words}` : theme.dim(`  ${key} ${words}`);
}
