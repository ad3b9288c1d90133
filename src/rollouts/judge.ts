/** The guard at work: fed with the evidence there is, and never content with old news. */
import { beginStep, type Guard, observed, startGuard } from '../domain/guard/guard.ts';
import type { GuardSettings } from '../domain/guard/settings.ts';
import { type Verdict, verdictOf } from '../domain/guard/verdict.ts';
import type { Evidence, SeenNow } from './evidence.ts';

/** Evidence older than this is no evidence of health, ms: CloudWatch's own delay and a bit. */
const STALE_MS = 150_000;

/** What a look told; no verdict without a guard. */
export type Judgement = Omit<SeenNow, 'canaryPerMinute'> & { readonly verdict: Verdict | null };

/** See the file's head. */
export class Judge {
  readonly #evidence: Evidence;
  #guard: Guard | null;

  /** @param settings null = there is no guard, and figures are only shown */
  constructor(settings: GuardSettings | null, evidence: Evidence) {
    this.#evidence = evidence;
    this.#guard = settings === null ? null : startGuard(settings);
  }

  /** The next weight is set: its sample is counted anew. */
  beginStep(): void {
    if (this.#guard !== null) this.#guard = beginStep(this.#guard);
  }

  /** Whether everything up to a time (ms since the epoch) has been read, as far as there is somebody to judge it. */
  hasReadUpTo(at: number): boolean {
    const upTo = this.#evidence.readUpTo();
    return this.#guard === null || (upTo !== null && upTo >= at);
  }

  /** Takes what became known and judges it. */
  look(now: number): Judgement {
    const news = this.#evidence.take();
    const { canaryPerMinute, ...seen } = this.#evidence.seen();
    if (this.#guard === null) return { ...seen, verdict: null };
    this.#guard = observed(this.#guard, news);
    const verdict = verdictOf(this.#guard, canaryPerMinute);
    if (verdict.verdict !== 'healthy' || this.#isFresh(now)) return { ...seen, verdict };
    const sentence = 'not enough evidence: neither logs nor metrics can be read at present';
    return { ...seen, verdict: { verdict: 'not-enough', sentence } };
  }

  #isFresh(now: number): boolean {
    const upTo = this.#evidence.readUpTo();
    return upTo !== null && now - upTo <= STALE_MS;
  }
}
