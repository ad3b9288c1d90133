/** `lambdatop dlq peek QUEUE`: looks at messages of a queue, and gives them back. */
import { EXIT } from '../../domain/app-error.ts';
import { coverageWords } from '../../domain/dead-letters/coverage.ts';
import type { TriagedLetter } from '../../domain/dead-letters/groups.ts';
import { triage } from '../../domain/dead-letters/triage.ts';
import { formatAge } from '../../domain/figures.ts';
import { cutEnd, sanitise } from '../../domain/text.ts';
import { openPeek } from '../../operations/redrive/peek-session.ts';
import { onAccount } from '../account.ts';
import type { Command } from '../context.ts';
import { tableText } from '../table.ts';
import { letterJson } from './letter-json.ts';
import { evidenceFromLogs } from './log-evidence.ts';
import { selectionFrom } from './options.ts';
import { sayPrice } from './price.ts';
import { findQueue } from './queue.ts';

/** Looked at unless told. */
const USUAL = 100;
/** After an interruption messages are still given back, ms. */
const GIVING_BACK_MS = 5_000;
const BODY_WIDTH = 60;

const COLUMNS = [
  { head: 'message id', align: 'left' },
  { head: 'sent', align: 'right' },
  { head: 'received', align: 'right' },
  { head: 'kind', align: 'left' },
  { head: 'error, or what is known of it', align: 'left' },
  { head: 'evidence', align: 'left' },
  { head: 'body', align: 'left' },
] as const;

/** Prints messages; with `--where` those of the ones it looks at that are meant. */
export const peek: Command = (invocation, context) => {
  const { limit, where, asksLog } = selectionFrom(invocation);
  const most = limit ?? USUAL;
  const { output, clock } = context;
  return onAccount(
    invocation,
    context,
    async (session, signal) => {
      const queue = await findQueue(invocation.words[0] ?? '', session, signal);
      sayPrice(queue, { limit: most, where: null, asksLog }, output);
      const tools = { messages: session.account.messages, clock };
      const looking = openPeek(queue.url, { limit: most, signal }, tools);
      let found: TriagedLetter[] = [];
      try {
        for await (const letters of looking.batches()) {
          found.push(...letters.map((letter) => triage(letter)));
        }
        if (asksLog) {
          const letters = found.map(({ letter }) => letter);
          const errors = await evidenceFromLogs(letters, session, context, signal);
          found = letters.map((letter) => triage(letter, errors.get(letter.messageId) ?? null));
        }
        if (where) found = found.filter(where);
      } finally {
        await looking.close();
      }
      signal.throwIfAborted();
      const { seen, end, lostReplies } = looking;
      output.say(...coverageWords({ queue, seen, end, lostReplies }).map((line) => `lambdatop: ${line}`));
      if (invocation.globals.json) {
        const lines = found.map((each) => JSON.stringify(letterJson(each)));
        await output.data(lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`);
      } else if (found.length > 0) {
        const now = clock.now();
        await output.data(
          tableText(
            COLUMNS,
            found.map((each) => cellsOf(each, now)),
            output.colour,
          ),
        );
      }
      return EXIT.done;
    },
    GIVING_BACK_MS,
  );
};

function cellsOf({ letter, kind, evidence }: TriagedLetter, now: number): string[] {
  return [
    sanitise(letter.messageId),
    letter.sentAt === null ? '?' : formatAge(now - letter.sentAt),
    letter.receiveCount === null ? '?' : `${letter.receiveCount}x`,
    kind.kind,
    sanitise(evidence.signature),
    evidence.kind,
    cutEnd(sanitise(letter.body), BODY_WIDTH),
  ];
}
