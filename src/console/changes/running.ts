/**
 * A confirmed change while it runs: its progress in a dialog that may be left, and its end told wherever the person
 * is by then. Its targets are held until what it did to them has been read.
 */
import { randomUUID } from 'node:crypto';
import { changesOf, type Plan, type Target } from '../../domain/changes/plan.ts';
import type { ChangeReport, PlanResult, Progress } from '../../domain/changes/result.ts';
import { isGood, progressText, resultLine } from '../../domain/changes/result-words.ts';
import type { Clock } from '../../domain/clock.ts';
import type { MetricsGateway } from '../../gateways/gateways.ts';
import type { Operations } from '../../operations/operations.ts';
import type { ChangesStore } from '../../stores/changes-store.ts';
import type { Flash } from '../../stores/shell-store.ts';
import type { DialogHandle, Dialogs } from '../dialogs.ts';
import { watchDrain } from './drain.ts';
import { type LeftOut, resultsLine } from './result-words.ts';
import { BACKGROUND, CLOSE, type RunState, runContent, STOP, titleOf } from './running-content.ts';

/** What a running change needs. */
export interface RunTools {
  readonly dialogs: Dialogs;
  readonly operations: Operations;
  readonly metrics: Pick<MetricsGateway, 'series'>;
  readonly clock: Clock;
  readonly store: ChangesStore;
  readonly say: (text: string, level: Flash['level']) => void;
  /** Reads what was changed again; resolves when it is here. */
  readonly changed: (targets: readonly Target[]) => Promise<void>;
  /** Ends with the session: watches stop, and what has not begun is not begun. */
  readonly signal: AbortSignal;
}

/** How often spans of time on the screen advance, ms. */
const TICK_MS = 1_000;

/** Targets changed at a time: enough to stop twelve functions at once, few enough to leave AWS room. */
const PARALLEL = 4;

const isStop = ({ change, outcome }: ChangeReport): boolean =>
  change.setting.kind === 'reserved-concurrency' && outcome === 'done';

/** Applies plans that were confirmed; resolves when all have ended, however they did. */
export async function runPlans(
  plans: readonly Plan[],
  left: readonly LeftOut[],
  tools: RunTools,
): Promise<void> {
  await new Run(plans, left, tools).run();
}

class Run {
  readonly #tools: RunTools;
  readonly #calledOff = new AbortController();
  readonly #id = randomUUID();
  readonly #handle: DialogHandle;
  #state: RunState;
  /** Settings that were read back, by target: with all of them, only the effect is still watched. */
  readonly #changed = new Map<string, number>();

  constructor(plans: readonly Plan[], left: readonly LeftOut[], tools: RunTools) {
    this.#tools = tools;
    this.#state = {
      plans,
      left,
      progress: new Map(),
      results: new Map(),
      calledOff: false,
      applied: new Set(),
      drains: [],
    };
    this.#handle = tools.dialogs.open({
      content: this.#content(),
      onPress: (button) => {
        if (button === STOP) this.#callOff();
        else if (button === BACKGROUND || button === CLOSE) this.#handle.close();
      },
      // Whoever presses Esc at the end of a long night means the dialog, not the restore: Stop has its own button.
      onCancel: () => this.#handle.close(),
    });
  }

  async run(): Promise<void> {
    const { plans, left } = this.#state;
    const { store, clock, say, signal } = this.#tools;
    const [first] = plans;
    if (!first) return;
    const stop = (): void => this.#calledOff.abort();
    signal.addEventListener('abort', stop, { once: true });
    store.setState(({ running }) => ({
      running: [
        ...running,
        {
          id: this.#id,
          operation: first.operation,
          targets: plans.map(({ target }) => target.arn),
          words: titleOf(plans),
          since: clock.now(),
        },
      ],
    }));
    const group = plans.length > 1 ? randomUUID() : null;
    const queue = [...plans];
    const worker = async (): Promise<void> => {
      for (let plan = queue.shift(); plan; plan = queue.shift()) await this.#apply(plan, group);
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    signal.removeEventListener('abort', stop);

    const results = [...this.#state.results.values()];
    const [result] = results;
    if (!result) return;
    const isAllGood = left.length === 0 && results.every(isGood);
    const line =
      results.length + left.length === 1 ? resultLine(result) : resultsLine(first.operation, results, left);
    say(line, isAllGood ? 'info' : 'error');
    this.#watchDrains(results);
    // One that went well is told in the footer; a drain and several results are worth looking at.
    const isWorthALook = !isAllGood || results.length > 1 || this.#state.drains.length > 0;
    if (!isWorthALook) this.#handle.close();
    else this.#show();
    if (this.#state.drains.length > 0) this.#countDown();
  }

  /** What is left of the time that executions may take is shown by the second. */
  #countDown(): void {
    const ticking = setInterval(() => {
      const now = this.#tools.clock.now();
      const isOver = this.#state.drains.every(({ until }) => now > until + TICK_MS);
      if (isOver || !this.#handle.isOpen()) clearInterval(ticking);
      this.#show();
    }, TICK_MS);
    this.#tools.signal.addEventListener('abort', () => clearInterval(ticking), { once: true });
  }

  async #apply(plan: Plan, group: string | null): Promise<void> {
    const { operations } = this.#tools;
    const { arn } = plan.target;
    const result = await operations.apply(plan, {
      // What a kill leaves running is watched beyond its end, see drain.ts.
      wait: plan.operation === 'kill' ? 'applied' : 'effect',
      signal: this.#calledOff.signal,
      group,
      onProgress: (progress) => this.#hear(plan, progress),
    });
    await this.#tools.changed([plan.target]);
    this.#release([arn]);
    this.#set({ results: new Map([...this.#state.results, [arn, result]]) });
  }

  #hear(plan: Plan, progress: Progress): void {
    const { arn } = plan.target;
    if (progress.kind === 'changed') this.#changed.set(arn, (this.#changed.get(arn) ?? 0) + 1);
    const isEffect = progress.kind === 'watching' && this.#isApplied(plan);
    if (isEffect && !this.#state.applied.has(arn)) {
      this.#set({ applied: new Set([...this.#state.applied, arn]) });
    }
    // The settings are as they were to be: while the effect is watched, something else may be done to it.
    if (isEffect && this.#holds(arn))
      void this.#tools.changed([plan.target]).then(() => this.#release([arn]));
    this.#set({ progress: new Map([...this.#state.progress, [arn, progressText(progress)]]) });
  }

  #isApplied(plan: Plan): boolean {
    return (this.#changed.get(plan.target.arn) ?? 0) >= changesOf(plan).length;
  }

  #holds(arn: string): boolean {
    const mine = this.#tools.store.getState().running.find(({ id }) => id === this.#id);
    return mine?.targets.includes(arn) === true;
  }

  /** These targets may be changed again. */
  #release(arns: readonly string[]): void {
    this.#tools.store.setState(({ running }) => ({
      running: running
        .map((one) =>
          one.id === this.#id
            ? { ...one, targets: one.targets.filter((target) => !arns.includes(target)) }
            : one,
        )
        .filter(({ targets }) => targets.length > 0),
    }));
  }

  #callOff(): void {
    this.#calledOff.abort();
    this.#set({ calledOff: true });
  }

  #watchDrains(results: readonly PlanResult[]): void {
    const { metrics, clock, say, signal, store } = this.#tools;
    const stopped = results.filter(({ plan, reports }) => plan.operation === 'kill' && reports.some(isStop));
    for (const { plan } of stopped) {
      let hasSpoken = false;
      let wasKilled = false;
      const watch = watchDrain(plan, clock.now(), {
        metrics,
        clock,
        onChange: (drain) => {
          const isKilled = store.getState().killed.has(plan.target.arn);
          // Restored meanwhile: what is throttled from then on has other reasons.
          if (wasKilled && !isKilled) watch.stop();
          wasKilled = isKilled;
          const { drains } = this.#state;
          this.#set({ drains: drains.map((one) => (one.name === drain.name ? drain : one)) });
          if (hasSpoken || !drain.throttled || this.#handle.isOpen()) return;
          hasSpoken = true;
          say(`${drain.name}: ${drain.throttled} throttled since it was stopped`, 'info');
        },
      });
      signal.addEventListener('abort', watch.stop, { once: true });
      this.#set({ drains: [...this.#state.drains, watch.state()] });
    }
  }

  #set(change: Partial<RunState>): void {
    this.#state = { ...this.#state, ...change };
    this.#show();
  }

  #show(): void {
    this.#handle.update(this.#content());
  }

  #content() {
    return runContent(this.#state, this.#tools.clock.now());
  }
}
