/** Answers what the logs screen asks of a longer past: what reading it costs, then its invocations. */
import { toAppError } from '../../domain/app-error.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import type { InvocationHistory, LogsLookupsStore } from '../../stores/logs-lookups-store.ts';
import { type HistoryPlan, planHistory, readHistory } from './invocation-history.ts';

/** See the file's head. */
export class HistoryLookup {
  readonly #gateway: LogsGateway;
  readonly #store: LogsLookupsStore;
  /** Ends what is being asked when something else is asked, or nothing any more. */
  #asking = new AbortController();
  #planned: { readonly targets: InvocationHistory['targets']; readonly plan: HistoryPlan } | null = null;

  constructor(gateway: LogsGateway, store: LogsLookupsStore) {
    this.#gateway = gateway;
    this.#store = store;
  }

  /** Looks what is asked now. */
  follow(): void {
    this.stop();
    const asked = this.#store.getState().history;
    if (asked?.phase === 'pricing') void this.#answer(asked, (signal) => this.#price(asked, signal));
    if (asked?.phase === 'reading') void this.#answer(asked, (signal) => this.#read(asked, signal));
  }

  /** Asks no more. */
  stop(): void {
    this.#asking.abort();
  }

  async #answer(
    asked: InvocationHistory,
    look: (signal: AbortSignal) => Promise<Partial<InvocationHistory>>,
  ): Promise<void> {
    const mine = new AbortController();
    this.#asking = mine;
    const change = await look(mine.signal).catch(
      (thrown): Partial<InvocationHistory> => ({ phase: 'failed', error: toAppError(thrown) }),
    );
    if (mine.signal.aborted || this.#store.getState().history !== asked) return;
    this.#store.setState({ history: { ...asked, ...change } });
  }

  async #price({ targets }: InvocationHistory, signal: AbortSignal): Promise<Partial<InvocationHistory>> {
    const plan = await planHistory(this.#gateway, targets, signal);
    this.#planned = { targets, plan };
    return { phase: 'priced', bytes: plan.bytes, silent: plan.silent };
  }

  async #read(
    { targets, from, to }: InvocationHistory,
    signal: AbortSignal,
  ): Promise<Partial<InvocationHistory>> {
    const planned = this.#planned;
    const plan =
      planned?.targets === targets ? planned.plan : await planHistory(this.#gateway, targets, signal);
    return { phase: 'read', ...(await readHistory(this.#gateway, plan, { from, to }, signal)) };
  }
}
