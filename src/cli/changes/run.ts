/**
 * The one way of every command that changes AWS: plan all targets, show or ask, apply, tell each end, and the exit
 * code that says it.
 */
import { randomUUID } from 'node:crypto';
import { AppError, EXIT } from '../../domain/app-error.ts';
import { endpointOf } from '../../gateways/scope.ts';
import { createInventoryCache } from '../../journal/inventory-cache.ts';
import { createOperations, type Operations } from '../../operations/operations.ts';
import { exitCodeOf } from '../../operations/runner/outcome.ts';
import { type Deadline, deadlineIn } from '../../operations/runner/patience.ts';
import { onAccount, type Session } from '../account.ts';
import type { CommandContext } from '../context.ts';
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
  type Order,
  type Planned,
  type Subject,
} from './ended.ts';
import { endedJson, plannedJson } from './json.ts';
import { type ChangeOptions, changeOptions } from './options.ts';
import { paintFor } from './paint.ts';
import { type PlannerTools, planTarget, planTargets, rolloutsBeside } from './plan-targets.ts';
import { plansText, planText } from './plan-text.ts';
import { withRestoreChoice } from './restore-choice.ts';
import { progressTeller, tellEnd } from './telling.ts';

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
  const { stateDir, clock } = context;
  const deadline = deadlineIn(options.timeoutMs, clock);
  const work = (session: Session, signal: AbortSignal): Promise<number> => {
    const operations = createOperations({ scope: session.scope, aws: session.account, stateDir, clock });
    const tools = { order, options, account: expected ?? null, session, context, operations, signal };
    return new ChangeRun(tools, invocation.globals.json, deadline).run();
  };
  // Whose account it is is asked by the work: that may take no longer than the rest.
  const { account: expected, ...globals } = invocation.globals;
  const unchecked = { ...invocation, globals };
  return onAccount(unchecked, context, work, GRACE_MS);
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
  readonly #tools: PlannerTools;
  /** When to stop waiting for AWS, in all. */
  readonly #deadline: Deadline;

  constructor(tools: PlannerTools, json: boolean, deadline: Deadline) {
    this.#order = tools.order;
    this.#options = tools.options;
    this.#json = json;
    this.#session = tools.session;
    this.#context = tools.context;
    this.#signal = tools.signal;
    this.#operations = tools.operations;
    this.#tools = tools;
    this.#deadline = deadline;
  }

  async run(): Promise<number> {
    const planned = await unlessAborted(planTargets(this.#deadline, this.#tools), this.#signal);
    if (this.#options.dryRun) return this.#show(planned);
    const since = this.#context.clock.now();
    const agreed = await this.#agree(planned);
    // What a person takes to read and to type does not count.
    this.#deadline.extend(this.#context.clock.now() - since);
    return this.#tell(await this.#apply(agreed));
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
    const replan = (subject: Subject): Promise<Planned> =>
      planTarget(subject, deadlineIn(this.#options.timeoutMs, this.#context.clock), this.#tools);
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
    await (await rolloutsBeside(plan, this.#tools))?.abortFor(plan);
    const { wait } = this.#options;
    const timeoutMs = this.#deadline.leftMs();
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
