/** What looking into a queue costs, said before it is done: it is the only read that leaves traces. */
import { Box } from 'ink';
import { priceWords } from '../../src/domain/dead-letters/coverage.ts';
import { KIND_WORDS } from '../../src/domain/dead-letters/target-words.ts';
import { formatAge, formatCount } from '../../src/domain/figures.ts';
import { cutEnd, sanitise } from '../../src/domain/text.ts';
import { wrapText } from '../../src/domain/wrap.ts';
import { Lines } from '../../src/ui/Lines.tsx';
import type { Theme } from '../../src/ui/theme.ts';
import { useGated } from '../../src/ui/use-gated.ts';
import type { BodyProps } from '../screen.ts';
import { lookRefused, SAMPLE, type TriageContext } from './context.ts';
import { leftIn, type TargetRow } from './queues/row.ts';
import { retainRefused } from './retain.ts';

/** With less than this left, seconds, it is said how messages can be kept. */
const SOON_S = 24 * 3_600;

/** Drawn once a frame. */
export function PricePage({
  context,
  width,
  height,
  theme,
}: BodyProps & { readonly context: TriageContext }) {
  useGated(context.stores.deadLetters);
  useGated(context.stores.account);
  const row = context.openQueue();
  const lines =
    row === null ? ['', '  This queue is not there any more.'] : pageLines(row, context, width, theme);
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Lines lines={lines} height={height} />
    </Box>
  );
}

function pageLines(row: TargetRow, context: TriageContext, width: number, theme: Theme): string[] {
  const paragraph = (text: string, style = theme.plain, sign = ''): string[] =>
    wrapText(`${sign}${sanitise(text)}`, width - 4, sign.length).map((line) => `  ${style(line)}`);
  const refusal = lookRefused(context);
  const known = [
    '',
    `  ${theme.strong(cutEnd(sanitise(row.target.name), width - 4))}`,
    ...paragraph(figuresText(row), theme.plain),
    ...row.target.sources.flatMap(({ kind, arn, functionNames }) =>
      paragraph(
        `${KIND_WORDS[kind]} ${arn}${functionNames.length > 0 ? ` (${functionNames.join(', ')})` : ''}`,
        theme.dim,
        '· ',
      ),
    ),
    ...row.remarks.flatMap(({ text, level }) =>
      paragraph(text, level === 'bad' ? theme.bad : level === 'warn' ? theme.warn : theme.dim, '! '),
    ),
    ...keepingWords(row).flatMap((text) => paragraph(text, theme.dim, '→ ')),
    '',
  ];
  if (row.target.service !== 'sqs') {
    return [...known, ...paragraph(`Only queues can be read back, and this is ${row.target.service}.`)];
  }
  if (refusal !== null) return [...known, ...paragraph(`Not now: ${refusal}.`, theme.warn)];
  const price = row.queue ? priceWords(row.queue) : [];
  return [
    ...known,
    ...paragraph(`SQS has no way to look at messages but to receive them. Of up to ${SAMPLE} messages:`),
    ...price.flatMap((text) => paragraph(text, theme.warn, '! ')),
    ...paragraph(
      'they are given back when you leave, or within half a minute or so if lambdatop crashes',
      theme.dim,
      '· ',
    ),
    '',
    `  → ${theme.accent('Enter')} looks at them    ${theme.accent('Esc')} goes back`,
  ];
}

/** What keeps messages that are about to expire: SQS counts their age on, so that a longer retention counts at once. */
function keepingWords(row: TargetRow): string[] {
  const left = leftIn(row);
  if (left === null || left >= SOON_S || row.queue === null) return [];
  return [
    'keep them: look at them and :export FILE',
    ...(retainRefused(row) === null ? ['or E: have the queue keep them for 14 days'] : []),
  ];
}

function figuresText(row: TargetRow): string {
  const { queue, figures } = row;
  if (queue === null) return row.error ? row.error.message : 'being read…';
  const left = leftIn(row);
  const age = figures?.oldestAgeS ?? null;
  return [
    `${formatCount(queue.depth)} messages`,
    `${formatCount(queue.inFlight)} in flight`,
    age === null ? '' : `the oldest came ${formatAge(age * 1_000)} ago`,
    left === null
      ? ''
      : `it is lost in ${formatAge(left * 1_000)}, or sooner: what SQS moves keeps its first date`,
  ]
    .filter(Boolean)
    .join(', ');
}
