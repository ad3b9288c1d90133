/**
 * Whether events are likelier in the canary than in the concurrent stable version, judged as often as one likes.
 *
 * For one odds ratio θ the product of the batches' likelihood ratios (batch.ts) is a martingale with mean 1 while
 * the odds are at most the tolerated ones; so is its average over many θ, an e-process. By Ville's inequality it
 * ever reaches 1/α with a probability of at most α, however often it is looked at and whenever one stops. Which
 * θ are averaged decides only how soon a canary that is worse is found: log-uniform, since nobody knows
 * beforehand whether it will be twice or a hundred times as bad.
 *
 * Source of the method: Turner, Ly and Grünwald, "Generic E-Variables for Exact Sequential k-Sample Tests that
 * allow for Optional Stopping" (2021, arXiv 2106.02693); Ville, "Étude critique de la notion de collectif" (1939).
 * The operating characteristics are in test/bench/reports/guard.md (`npm run guard:report`).
 */
import { type Batch, logLikelihoodRatio } from './batch.ts';

/**
 * The odds ratios that are averaged, as multiples of the tolerated one: from the smallest that matters on. Beyond
 * the largest a canary is found within a few failures anyway, and each further ratio takes weight from the others:
 * up to 1,000 the test needed a tenth more invocations for 1 % against 5 %.
 */
const LEAST_RATIO = 1.5;
const MOST_RATIO = 32;
const RATIOS = 16;

/** Everything the test knows; a plain value that can be journalled and taken up again. */
export interface SequentialTest {
  /** Odds of an event in the canary over those in stable, up to which nothing is wrong; 1 = they must be alike. */
  readonly tolerated: number;
  /** Log of the likelihood ratio so far, by odds ratio. */
  readonly logs: readonly number[];
  /** The largest log of the e-process there ever was. */
  readonly highest: number;
}

/** A test that has seen nothing. */
export function startTest(tolerated = 1): SequentialTest {
  return { tolerated, logs: Array.from({ length: RATIOS }, () => 0), highest: 0 };
}

/** The test after one more batch. A batch without an event, or of one version alone, changes nothing. */
export function addBatch(test: SequentialTest, batch: Batch): SequentialTest {
  const events = batch.canary.events + batch.stable.events;
  if (events === 0 || batch.canary.invocations === 0 || batch.stable.invocations === 0) return test;
  const logs = test.logs.map(
    (log, index) => log + logLikelihoodRatio(batch, ratioAt(index) * test.tolerated, test.tolerated),
  );
  return { ...test, logs, highest: Math.max(test.highest, logMean(logs)) };
}

/** The smallest false-alarm rate (0–1) at which the test would have spoken by now: an anytime-valid p-value. */
export function pValue({ highest }: SequentialTest): number {
  return Math.exp(-highest);
}

function ratioAt(index: number): number {
  return LEAST_RATIO * (MOST_RATIO / LEAST_RATIO) ** (index / (RATIOS - 1));
}

function logMean(logs: readonly number[]): number {
  const largest = Math.max(...logs);
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0) / logs.length);
}
