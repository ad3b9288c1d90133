import { bindingLabel } from './check-keymap.ts';
import { type Command, type Commands, GROUPS } from './command.ts';

const START = '<!-- keys:start -->';
const END = '<!-- keys:end -->';

/** The whole keymap as one Markdown table, in the order of `GROUPS`. Ends without a line break. */
export function renderKeyTable(keymap: Commands): string {
  const commands = Object.values(keymap);
  const rows = GROUPS.flatMap((group) => {
    const ofGroup = commands.filter((command) => command.group === group);
    return ofGroup.length === 0 ? [] : [`| **${group}** | | |`, ...ofGroup.map(renderRow)];
  });
  return ['| press | to | on |', '|---|---|---|', ...rows].join('\n');
}

/** `readme` with `table` between its markers. Throws an Error when it lacks one of them. */
export function insertKeyTable(readme: string, table: string): string {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < start)
    throw new Error(`README.md needs the markers ${START} and ${END}, in this order`);
  return `${readme.slice(0, start + START.length)}\n${table}\n${readme.slice(end)}`;
}

function renderRow({ keys, palette, description, where }: Command): string {
  const named = palette ? [`:${palette.name}${palette.argument ? ` ${palette.argument}` : ''}`] : [];
  const ways = [...keys.map(bindingLabel), ...named].map((way) => `\`${way}\``);
  return `| ${ways.join(' ')} | ${description} | ${where.map((scope) => scope.replaceAll('-', ' ')).join(', ')} |`;
}
