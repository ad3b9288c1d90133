/**
 * The one way of every command that changes AWS: plan all targets, show or ask, apply, tell each end, and the exit
 * code that says it.
 */
import { randomUUID } from 'node:crypto';
import { AppError, EXIT, toAppError } from '../../domain/app-error.ts';
import { blastRadius } from '../../domain/blast-radius/blast-radius.ts';
import type { Entry } from '../../domain/changes/entry.ts';
import { entryTargetName } from '../../domain/changes/entry-words.ts';
import { mayMoveAlias, type Plan } from '../../domain/changes/plan.ts';
import type { FunctionName } from '../../domain/function-name.ts';
import { endpointOf } from '../../gateways/scope.ts';
import { createInventoryCache } from '../../journal/inventory-cache.ts';
import { createOperations, type Operations } from '../../operations/operations.ts';
import { exitCodeOf } from '../../operations/runner/outcome.ts';
import type { BesideRollouts } from '../../rollouts/beside-rollouts.ts';
import { onAccount, type Session } from '../account.ts';
import type { CommandContext } from '../context.ts';
import { refuseForeignArns } from '../foreign-arns.ts';
import type { Invocation } from '../parse.ts';
import {
  askConsent,
  isConsentPossible,
  requireConsent,
  withoutConsent,
  withoutUnconfirmed,
} from './consent.ts';
import {
  type Ended,
  endedApplied,
  endedUnapplied,
  endedUnplanned,
  exitCodeOfEnds,
  type Planned,
  type Subject,
} from './ended.ts';
import { endedJson, plannedJson } from './json.ts';
import { withNearNames } from './near-names.ts';
import { type ChangeOptions, changeOptions } from './options.ts';
import { paintFor } from './paint.ts';
import { plansText, planText } from './plan-text.ts';
import { briefly, sayRecoveries } from './recoveries.ts';
import { withRestoreChoice } from './restore-choice.ts';
import { progressTeller, tellEnd } from './telling.ts';

/** What is to be done, as far as the command line tells. */
export interface Order {
  readonly subjects: readonly Subject[];
  /** The functions that were named, to see whether they are of here. */
  readonly names: readonly FunctionName[];
  /** The answer is a list. */
  readonly several: boolean;
  /** Stdin carried the targets. */
  readonly fromStdin: boolean;
}

/** Targets changed at a time, as in the console. */
const PARALLEL = 4;
/** How long what is under way may take to end after Ctrl-C, ms: a call and the look at what became of it. */
const GRACE_MS = 30_000;

/** Carries an order out; resolves with the exit code. */
export async function runChange(
  orderFrom: () => Promise<Order>,
  invocation: Invocation,
  context: CommandContext,
): Promise<number> {
  const options = changeOptions(invocation);
  const order = await orderFrom();
  if (!mayLackVersion(order)) requireConsent(options, context.input, order.fromStdin);
  const work = (session: Session, signal: AbortSignal): Promise<number> =>
    new ChangeRun(order, options, invocation.globals.json, session, context, signal).run();
  return onAccount(invocation, context, work, GRACE_MS);
}

/** Who has to say where a roll back goes to is shown the versions, before a yes to nothing is asked for. */
function mayLackVersion({ subjects }: Order): boolean {
  return subjects.some(({ request }) => request.operation === 'rollback' && request.options.to === null);
}

class ChangeRun {
  readonly #order: Order;
  readonly #options: ChangeOptions;
  readonly #json: boolean;
  readonly #session: Session;
  readonly #context: CommandContext;
  readonly #signal: AbortSignal;
  readonly #operations: Operations;

  constructor(
    order: Order,
    options: ChangeOptions,
    json: boolean,
    session: Session,
    context: CommandContext,
    signal: AbortSignal,
  ) {
    this.#order = order;
    this.#options = options;
    this.#json = json;
    this.#session = session;
    this.#context = context;
    this.#signal = signal;
    const { stateDir, clock } = context;
    this.#operations = createOperations({ scope: session.scope, aws: session.account, stateDir, clock });
  }

  async run(): Promise<number> {
    const planned = await unlessAborted(this.#plan(), this.#signal);
    if (this.#options.dryRun) return this.#show(planned);
    const agreed = await this.#agree(planned);
    return this.#tell(await this.#apply(agreed));
  }

  async #plan(): Promise<Planned[]> {
    await refuseForeignArns(this.#order.names, this.#session, this.#signal);
    const labels = new Set(this.#order.subjects.map(({ label }) => label));
    const isOurs = (entry: Entry): boolean => labels.has(entryTargetName(entry));
    const recoveries = sayRecoveries(this.#operations, this.#context, this.#signal, isOurs);
    // Rejects with the signal's reason only, which ends all of this anyway.
    recoveries.catch(() => {});
    const planned = await Promise.all(this.#order.subjects.map((subject) => this.#planOne(subject)));
    await briefly(recoveries);
    const [only] = planned;
    // Without a plan there is nothing to tell but the error.
    if (!this.#order.several && only?.plan === null) {
      const [named] = this.#order.names;
      throw await withNearNames(only.error, named?.name, this.#session, this.#signal);
    }
    return planned;
  }

  async #planOne(subject: Subject): Promise<Planned> {
    try {
      const planned = await this.#operations.plan(subject.request, this.#signal);
      const rollouts = await this.#besideRollouts(planned);
      const plan = rollouts ? await rollouts.checked(planned) : planned;
      return { subject, plan, radius: await this.#radiusOf(subject, plan) };
    } catch (thrown) {
      return { subject, plan: null, error: toAppError(thrown) };
    }
  }

  /** Null for what moves no alias: an emergency does not pay for loading it. */
  async #besideRollouts({ operation }: Plan): Promise<BesideRollouts | null> {
    if (!mayMoveAlias(operation)) return null;
    return (await import('./beside-rollouts.ts')).besideRollouts(this.#session, this.#context);
  }

  /** Only where somebody is going to read it: an emergency does not wait for it. */
  async #radiusOf({ request }: Subject, plan: Plan) {
    const { yes, dryRun } = this.#options;
    if (request.operation !== 'kill' || plan.refusal || (yes && !dryRun)) return null;
    const { gatherFindings } = await import('../../operations/blast-radius.ts');
    const { changes, invokers, queues, metrics } = this.#session.account;
    const sources = { changes, invokers, queues, metrics, clock: this.#context.clock };
    const patience = new AbortController();
    const findings = await gatherFindings(plan.target.arn, sources, {
      signal: AbortSignal.any([this.#signal, patience.signal]),
    });
    patience.abort();
    return blastRadius(findings, { disabled: request.options.triggers });
  }

  /** `--dry-run`. */
  async #show(planned: readonly Planned[]): Promise<number> {
    const { output } = this.#context;
    if (this.#json) {
      await output.data(jsonText(planned.map(plannedJson), this.#order.several));
    } else {
      const paint = paintFor(output);
      const texts = planned.map((each) => planText(each, paint, true).join('\n'));
      await output.data(`${texts.join('\n\n\n')}\n`);
    }
    return exitCodeOfEnds(
      planned.map((each) =>
        each.plan === null
          ? endedUnplanned(each.subject, each.error)
          : endedUnapplied(
              each.subject,
              each.plan,
              each.plan.refusal ? 'refused' : 'planned',
              // Whatever speaks against it, a plan is all that was asked for: it stands there, refused.
              each.plan.refusal && new AppError('refused', each.plan.refusal.message),
            ),
      ),
    );
  }

  /** The plans that may be applied, those of the others refused; asks unless `--yes`. */
  async #agree(planned: readonly Planned[]): Promise<readonly Planned[]> {
    const { access } = this.#session.account;
    if (this.#options.yes) return withoutUnconfirmed(planned, this.#options, access);
    const { output, input } = this.#context;
    const { fromStdin } = this.#order;
    if (!isConsentPossible(this.#options, input, fromStdin))
      return withoutConsent(planned, this.#options, input, fromStdin);
    const paint = paintFor(output.words);
    const signal = this.#signal;
    const replan = (subject: Subject): Promise<Planned> => this.#planOne(subject);
    const tools = { input, output, paint, signal, replan };
    const restored = await withRestoreChoice(planned, tools);
    const chosen = restored.some(({ plan }) => plan?.refusal?.needsVersion)
      ? await (await import('./roll-back-choice.ts')).withRollBackChoice(restored, tools, this.#operations)
      : restored;
    const [only] = chosen;
    const canGoOn = chosen.some(({ plan }) => plan !== null && plan.refusal === null);
    if (canGoOn) {
      const text = only && !this.#order.several ? planText(only, paint, false) : plansText(chosen, paint);
      output.say(...text);
    }
    const siblings = await this.#knownNames();
    await askConsent(chosen, this.#options, access, { input, paint, signal, siblings });
    return chosen;
  }

  /** Names of the account as the console saw them last: reading all of them anew would take longer than the kill. */
  async #knownNames(): Promise<readonly string[]> {
    const { stateDir, logger } = this.#context;
    const { profile, region } = this.#session.scope;
    const cache = createInventoryCache(stateDir, (error) => logger.warn('inventory cache', error));
    const endpoint = endpointOf(this.#session.scope, 'lambda');
    const known = await cache.read({ profile, region, endpoint });
    const named = this.#order.names.map(({ name }) => name);
    return [...named, ...(known?.functions ?? []).map(({ name }) => name)];
  }

  async #apply(planned: readonly Planned[]): Promise<readonly Ended[]> {
    const ends: Ended[] = [];
    const { failFast } = this.#options;
    const group = this.#order.several && planned.length > 1 ? randomUUID() : null;
    const isHopeless = failFast && planned.some(({ plan }) => plan === null || plan.refusal !== null);
    const queue = [...planned.entries()];
    let failed = isHopeless;
    const stopListening = this.#sayWhenInterrupted();
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const [index, each] = next;
        const end = await this.#applyOne(each, group, failed);
        ends[index] = end;
        failed ||= failFast && exitCodeOf(end) !== EXIT.done;
        if (!this.#json) await this.#tellOne(end);
      }
    };
    await Promise.all(Array.from({ length: failFast ? 1 : PARALLEL }, worker));
    stopListening();
    return ends;
  }

  async #applyOne(planned: Planned, group: string | null, calledOff: boolean): Promise<Ended> {
    const { subject, plan } = planned;
    if (plan === null) return endedUnplanned(subject, planned.error);
    if (calledOff && plan.refusal === null) return endedUnapplied(subject, plan, 'planned', null);
    await (await this.#besideRollouts(plan))?.abortFor(plan);
    const { wait, timeoutMs } = this.#options;
    const onProgress = progressTeller({ plan }, this.#context.output);
    const choices = { wait, timeoutMs, onProgress, signal: this.#signal, group };
    return endedApplied(subject, await this.#operations.apply(plan, choices));
  }

  #sayWhenInterrupted(): () => void {
    const say = (): void =>
      this.#context.output.say('lambdatop: finishing what is under way; Ctrl-C again leaves at once');
    this.#signal.addEventListener('abort', say, { once: true });
    return () => this.#signal.removeEventListener('abort', say);
  }

  async #tellOne(end: Ended): Promise<void> {
    const { output, clock } = this.#context;
    await tellEnd(end, output, paintFor(output.words), clock.now());
  }

  async #tell(ends: readonly Ended[]): Promise<number> {
    if (this.#json) await this.#context.output.data(jsonText(ends.map(endedJson), this.#order.several));
    // Also where all that was under way came to a good end: the person wanted it to stop.
    return this.#signal.aborted ? EXIT.interrupted : exitCodeOfEnds(ends);
  }
}

function jsonText(objects: readonly Record<string, unknown>[], several: boolean): string {
  const lines = objects.map((object) => JSON.stringify(object));
  return several ? `[\n${lines.join(',\n')}\n]\n` : `${lines.join('')}\n`;
}

/** The work; rejects at once when the signal aborts, whatever the work does. */
function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, aborted]);
}
