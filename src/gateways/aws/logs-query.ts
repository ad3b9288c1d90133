/** Logs Insights: a query is started, asked after until it is through, and stopped when nobody waits any more. */

import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../domain/app-error.ts';
import type { InsightsAnswer, InsightsQuestion } from '../logs.ts';
import type { Clients } from './clients.ts';
import { calledOff } from './errors.ts';

/** The first look at a query comes after this long, ms; each further one after twice that, up to the longest. */
const FIRST_LOOK_MS = 250;
const LONGEST_LOOK_MS = 2_000;

/** See LogsGateway. */
export async function runQuery(
  clients: Clients,
  { groups, query, from, to }: InsightsQuestion,
  signal: AbortSignal,
): Promise<InsightsAnswer> {
  const { sdk, send } = await clients.logs();
  const { queryId } = await send(
    new sdk.StartQueryCommand({
      logGroupNames: [...groups],
      queryString: query,
      startTime: Math.floor(from / 1_000),
      endTime: Math.ceil(to / 1_000),
    }),
    { signal, urgent: true },
  );
  let isOver = false;
  try {
    for (let pause = FIRST_LOOK_MS; ; pause = Math.min(LONGEST_LOOK_MS, pause * 2)) {
      await wait(pause, undefined, { signal }).catch((thrown) => {
        throw calledOff({ service: 'logs', operation: 'GetQueryResults' }, thrown);
      });
      const answer = await send(new sdk.GetQueryResultsCommand({ queryId }), { signal, urgent: true });
      const { status, results = [], statistics } = answer;
      isOver = status !== 'Scheduled' && status !== 'Running';
      if (!isOver) continue;
      if (status !== 'Complete') throw failed(status);
      return {
        rows: results.map((cells) =>
          Object.fromEntries(cells.map(({ field = '', value = '' }) => [field, value])),
        ),
        bytesScanned: statistics?.bytesScanned ?? null,
        recordsMatched: statistics?.recordsMatched ?? null,
      };
    }
  } finally {
    // What it still would scan would be paid for. Nobody waits for this answer.
    if (!isOver) send(new sdk.StopQueryCommand({ queryId })).catch(() => {});
  }
}

/** `Timeout` after 60 minutes, `Cancelled` by somebody else, `Failed`, `Unknown`. */
function failed(status: string | undefined): AppError {
  return new AppError('aws-failure', `Logs Insights gave the query up (${status ?? 'no status'}).`, {
    operation: 'logs:GetQueryResults',
    next: ['ask for a shorter time: --since 24h'],
  });
}
