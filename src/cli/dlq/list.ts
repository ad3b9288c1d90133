/** `lambdatop dlq [FUNCTION]`: what failed work goes to, how much of it lies there, and until when. */
import { type AppError, EXIT, toAppError } from '../../domain/app-error.ts';
import { type DeadLetterTarget, functionsBehind } from '../../domain/dead-letters/discovery.ts';
import { lostAt } from '../../domain/dead-letters/losses.ts';
import { parseFunctionName } from '../../domain/function-name.ts';
import type { LambdaFunction } from '../../domain/lambda-function.ts';
import { createDiscovery, type Discovery } from '../../feeds/dead-letters/discovery.ts';
import { readFigures, readLosses } from '../../feeds/dead-letters/queue-metrics.ts';
import { createDeadLettersStore, type DeadLettersStore } from '../../stores/dead-letters-store.ts';
import { onAccount, type Session } from '../account.ts';
import type { Command, CommandContext } from '../context.ts';
import { refuseForeignArns } from '../foreign-arns.ts';
import { wordsOf } from '../output.ts';
import { tableText } from '../table.ts';
import { type ListedTarget, TARGET_COLUMNS, targetJson } from './target-columns.ts';

/** A function, as far as its failure path is concerned. */
type Subject = Pick<LambdaFunction, 'name' | 'arn' | 'deadLetterArn'>;

/** From this many functions on, it takes long enough to say so before. */
const WORTH_A_WORD = 50;
/** Failure destinations read each second: the shared limit of AWS's control plane, as far as we take it. */
const A_SECOND = 10;

/** Lists dead-letter targets. Exits 1 when some of what belongs to them could not be read; the rest is printed. */
export const list: Command = (invocation, context) =>
  onAccount(invocation, context, async (session, signal) => {
    const { account } = session;
    const [word] = invocation.words;
    const only = word === undefined ? null : await functionNamed(word, session, signal);
    const functions = only === null ? await everyFunction(session, signal) : [only];
    const store = createDeadLettersStore();
    // A person waits for it.
    const deadLetterSources = { ...account.deadLetterSources, failurePaths: account.invokers.failurePaths };
    const aws = { deadLetterSources, queues: account.queues };
    const discovery = createDiscovery({ aws, store, clock: context.clock, functions: () => functions });
    const problems = await discover(discovery, store, only, functions, session, context, signal);
    const { targets, queues, figures, losses } = store.getState();
    const rows = targets
      .filter((target) => only === null || functionsBehind(target).includes(only.name))
      .map(
        (target): ListedTarget => ({
          target,
          queue: queues.get(target.arn)?.queue ?? null,
          error: queues.get(target.arn)?.error ?? null,
          figures: figures.get(target.arn) ?? null,
          lost: lostAt(target, losses?.byFunction ?? null),
        }),
      );
    for (const problem of problems) context.output.say(...wordsOf(problem));
    await print(rows, invocation.globals.json, only, context);
    return problems.length === 0 && rows.every(({ error }) => error === null) ? EXIT.done : EXIT.failed;
  });

async function functionNamed(word: string, session: Session, signal: AbortSignal): Promise<Subject> {
  const named = parseFunctionName(word);
  await refuseForeignArns([named], session, signal);
  return session.account.changes.functionFacts(named.name, signal);
}

async function everyFunction({ account }: Session, signal: AbortSignal): Promise<Subject[]> {
  const all: Subject[] = [];
  for await (const { functions } of account.functions.listFunctions(signal)) all.push(...functions);
  return all;
}

/** Fills the store. What could not be read as a whole comes back; single queues say it of themselves. */
async function discover(
  discovery: Discovery,
  store: DeadLettersStore,
  only: Subject | null,
  functions: readonly Subject[],
  { account }: Session,
  { clock, output }: CommandContext,
  signal: AbortSignal,
): Promise<AppError[]> {
  const problems: AppError[] = [];
  const part = (read: Promise<void>): Promise<void> =>
    read.catch((thrown) => {
      signal.throwIfAborted();
      problems.push(toAppError(thrown));
    });
  if (functions.length >= WORTH_A_WORD) {
    const seconds = Math.ceil(functions.length / A_SECOND);
    output.say(
      `lambdatop: reading where failed events of ${functions.length} functions go, about ${seconds} s`,
    );
  }
  await Promise.all([
    part(readMappings(account, store, signal)),
    discovery.listQueues(signal),
    part(
      discovery.readFailurePaths(
        functions.map(({ name }) => name),
        signal,
      ),
    ),
  ]);
  const { mappings, urls, queueListError } = store.getState();
  if (queueListError) problems.push(queueListError);
  const own = (mappings ?? []).filter(({ functionArn }) => only === null || functionArn === only.arn);
  const sources = own.flatMap(({ sourceArn }) => (sourceArn?.includes(':sqs:') ? sourceArn : []));
  await discovery.readQueues([...new Set(sources)], signal);
  if (only === null) await discovery.readQueuesAt(unread(store, urls), signal);
  discovery.settle();
  const arns = queuesOf(store.getState().targets, only);
  await discovery.readSourceQueues(arns, signal);
  await discovery.readQueues(
    arns.filter((arn) => !store.getState().queues.has(arn)),
    signal,
  );
  discovery.settle();
  const filled = arns.filter((arn) => (store.getState().queues.get(arn)?.queue?.depth ?? 0) > 0);
  const metrics = { metrics: account.metrics, store, clock };
  const readAll = Promise.all([readFigures(filled, metrics, signal), readLosses(metrics, signal)]);
  await part(readAll.then(() => {}));
  return problems;
}

async function readMappings(
  account: Session['account'],
  store: DeadLettersStore,
  signal: AbortSignal,
): Promise<void> {
  for await (const page of account.functions.eventSources(signal)) {
    store.setState(({ mappings }) => ({ mappings: [...(mappings ?? []), ...page] }));
  }
}

function unread(store: DeadLettersStore, urls: ReadonlyMap<string, string> | null): string[] {
  const read = new Set([...store.getState().queues.values()].flatMap(({ queue }) => queue?.url ?? []));
  return [...(urls?.values() ?? [])].filter((url) => !read.has(url));
}

function queuesOf(targets: readonly DeadLetterTarget[], only: Subject | null): string[] {
  return targets
    .filter(({ service }) => service === 'sqs')
    .filter((target) => only === null || functionsBehind(target).includes(only.name))
    .map(({ arn }) => arn);
}

async function print(
  rows: readonly ListedTarget[],
  json: boolean,
  only: Subject | null,
  { output }: CommandContext,
): Promise<void> {
  if (json) {
    const lines = rows.map((row) => JSON.stringify(targetJson(row)));
    await output.data(lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`);
    return;
  }
  if (rows.length === 0) {
    output.say(
      only === null
        ? 'lambdatop: nothing here sends its failed work anywhere'
        : `lambdatop: ${only.name} has neither dead-letter queue nor destination: asynchronous events that fail are lost`,
    );
    return;
  }
  const cells = rows.map((row) => TARGET_COLUMNS.map(({ text }) => text(row)));
  await output.data(tableText(TARGET_COLUMNS, cells, output.colour));
}
