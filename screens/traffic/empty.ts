/** What the traffic screen says where there is no alias to show, and what to do about it. */
import type { TrafficState } from '../../src/stores/traffic-store.ts';
import type { TrafficViewState } from '../../src/stores/traffic-view-store.ts';

/** Plain lines. */
export function emptyLines({ names }: TrafficViewState, { aliases, errors }: TrafficState): string[] {
  if (names.length === 0) {
    return ['', '  No function is focused here.', '', '  → :traffic NAME, or :traffic NAME:ALIAS'];
  }
  const failed = names.flatMap((name) => {
    const error = errors.get(name);
    return error ? [{ name, error }] : [];
  });
  const [trouble] = failed;
  if (trouble) {
    const { name, error } = trouble;
    return [
      '',
      `  The aliases of ${name} cannot be read: ${error.message}`,
      '',
      ...error.next.map((step) => `  → ${step}`),
      '  → Ctrl-R tries again',
    ];
  }
  if (names.some((name) => !aliases.has(name))) return ['', '  Reading the aliases…'];
  const [name = 'NAME'] = names;
  return [
    '',
    names.length === 1
      ? `  ${name} has no alias: traffic is shifted on an alias.`
      : '  None of them has an alias.',
    '',
    '  → V publishes a version of $LATEST',
    `  → aws lambda create-alias --function-name ${name} --name live --function-version N`,
    '    and point its callers at the alias: what calls the function without one is not shifted',
  ];
}
