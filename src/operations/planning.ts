/** From a request to a plan: fresh reads, all at once, and then a pure planner. */
import { AppError } from '../domain/app-error.ts';
import { type OwedValue, owedValues } from '../domain/changes/debts.ts';
import type { Entry } from '../domain/changes/entry.ts';
import { entryTargetName } from '../domain/changes/entry-words.ts';
import type { Place, Plan } from '../domain/changes/plan.ts';
import { type Setting, settingKey } from '../domain/changes/setting.ts';
import { queueArnHere } from '../domain/queue-name.ts';
import type { Journal } from '../journal/journal.ts';
import type { TrafficTools } from './planning-traffic.ts';
import { planKill } from './plans/kill.ts';
import { planPublish } from './plans/publish.ts';
import { planReserve } from './plans/reserve.ts';
import { planRestore } from './plans/restore.ts';
import { planRetain } from './plans/retain.ts';
import { readSituation, type Situation } from './plans/situation.ts';
import { planPause, planResume } from './plans/triggers.ts';
import { planUndo } from './plans/undo.ts';
import type { PreflightTools } from './preflight/gather.ts';
import type { ChangeRequest } from './requests.ts';
import { readSetting, type SettingsGateway } from './settings.ts';

/** What planning needs. */
export interface PlanningTools {
  readonly gateway: SettingsGateway;
  /** Where the credentials lead. */
  readonly place: () => Promise<Place>;
  /** The journal of that place's account; rejects with AppError `no-journal`. */
  readonly journal: () => Promise<Journal>;
  /** What is looked at before traffic moves. */
  readonly preflight: PreflightTools;
}

/** Plans a request. Rejects with an AppError when the target cannot be read. */
export async function planRequest(
  request: ChangeRequest,
  tools: PlanningTools,
  signal: AbortSignal,
): Promise<Plan> {
  if (request.operation === 'undo') return planEntryUndo(request.entry, tools, signal);
  if ('alias' in request) {
    // An emergency does not pay for loading what it does not need.
    const { planTraffic } = await import('./planning-traffic.ts');
    return planTraffic(request, trafficTools(tools), signal);
  }
  if (request.operation === 'publish') {
    const facts = tools.gateway.functionFacts(request.function, signal);
    const published = tools.gateway.published(request.function, signal);
    return planPublish(...(await all(facts, published, tools.place())));
  }
  if (request.operation === 'retain') {
    const place = await tools.place();
    const arn = queueArnHere(request.queue, place.account, place.region);
    return planRetain(await tools.gateway.queueAttributes(arn, signal), place, request.forS);
  }
  const { now } = tools.preflight.clock;
  const situation = readSituation(request.function, tools.gateway, signal);
  const place = tools.place();
  switch (request.operation) {
    case 'kill':
      // The journal is not asked: what is owed stays owed whatever a kill finds, and a kill must not wait.
      return planKill(...(await both(situation, place)), request.options);
    case 'pause':
      return planPause(...(await both(situation, place)), request.options);
    case 'restore':
      return unlessOvertaken(situation, request.function, tools, signal, async (found, owed) =>
        planRestore(found, await place, owed, request.options, now()),
      );
    case 'resume':
      return unlessOvertaken(situation, request.function, tools, signal, async (found, owed) =>
        planResume(found, await place, request.options, owed, now()),
      );
    case 'reserve': {
      const pool = tools.gateway.concurrencyPool(signal).catch(() => null);
      const [owed, ...known] = await all(owedIn(tools), situation, place);
      return planReserve(...known, request.to, await pool, owed, now());
    }
  }
}

/**
 * The plan of giving something back. AWS and the journal are read at the same time; where somebody gives the same back
 * in that moment, AWS may have been seen before and the journal after it. So a plan that is refused is made again from
 * a look at AWS that is younger than the journal.
 */
async function unlessOvertaken(
  situation: Promise<Situation>,
  functionName: string,
  tools: PlanningTools,
  signal: AbortSignal,
  plan: (situation: Situation, owed: ReadonlyMap<string, OwedValue>) => Promise<Plan>,
): Promise<Plan> {
  const [found, owed] = await both(situation, owedIn(tools));
  const first = await plan(found, owed);
  if (first.refusal === null) return first;
  const newest = await owedIn(tools);
  return plan(await readSituation(functionName, tools.gateway, signal), newest);
}

const both = <One, Other>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]> =>
  Promise.all([one, other]);

const all = <A, B, C>(a: Promise<A>, b: Promise<B>, c: Promise<C>): Promise<[A, B, C]> =>
  Promise.all([a, b, c]);

/** What planning of traffic needs. */
export function trafficTools(tools: PlanningTools): TrafficTools {
  const { gateway, place, preflight } = tools;
  return { gateway, place, preflight, entries: () => entriesIn(tools) };
}

async function entriesIn({ journal }: PlanningTools): Promise<readonly Entry[]> {
  return (await (await journal()).read()).entries;
}

async function owedIn(tools: PlanningTools): Promise<ReadonlyMap<string, OwedValue>> {
  return owedValues(await entriesIn(tools));
}

async function planEntryUndo(wanted: string, tools: PlanningTools, signal: AbortSignal): Promise<Plan> {
  const [journal, place] = await both(tools.journal(), tools.place());
  const { entries } = await journal.read();
  const entry = findEntry(wanted, entries);
  const distinct = new Map(entry.changes.map(({ setting }) => [settingKey(setting), setting]));
  const readings = new Map(
    await Promise.all(
      [...distinct].map(
        async ([key, setting]) => [key, await readSetting(tools.gateway, setting, signal)] as const,
      ),
    ),
  );
  const present = {
    value: (setting: Setting) => readings.get(settingKey(setting))?.value,
    revision: (setting: Setting) => readings.get(settingKey(setting))?.revision,
    at: tools.preflight.clock.now(),
  };
  const target = { arn: entry.target, name: entryTargetName(entry) };
  return planUndo(entry, target, place, present, owedValues(entries));
}

function findEntry(wanted: string, entries: readonly Entry[]): Entry {
  const exact = entries.find(({ id }) => id === wanted);
  const found = exact ? [exact] : entries.filter(({ id }) => id.startsWith(wanted));
  const [entry, another] = found;
  if (entry && !another) return entry;
  const next = entry
    ? found.map(({ id, operation, target }) => `${id}: ${operation} of ${target}`)
    : ['list them: lambdatop journal --since 7d'];
  const message = entry
    ? `Several journal entries begin with ${wanted}.`
    : `The journal of this account and region has no entry ${wanted}.`;
  throw new AppError(entry ? 'usage' : 'not-found', message, { next });
}
