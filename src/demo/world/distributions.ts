import { unit } from './random.ts';

/** Mean up to which counts are drawn exactly; above it the normal curve is close enough. */
const EXACT_MEAN = 12;

/**
 * The standard normal value below which a share `probability` (0–1, exclusive) lies.
 * Acklam's rational approximation, relative error below 1.2e-9.
 */
export function normalQuantile(probability: number): number {
  if (probability < 0.02425) return tail(Math.sqrt(-2 * Math.log(probability)));
  if (probability > 0.97575) return -tail(Math.sqrt(-2 * Math.log(1 - probability)));
  const centred = probability - 0.5;
  const square = centred * centred;
  const above =
    ((((-39.69683028665376 * square + 220.9460984245205) * square - 275.9285104469687) * square +
      138.357751867269) *
      square -
      30.66479806614716) *
      square +
    2.506628277459239;
  const below =
    ((((-54.47609879822406 * square + 161.5858368580409) * square - 155.6989798598866) * square +
      66.80131188771972) *
      square -
      13.28068155288572) *
      square +
    1;
  return (above * centred) / below;
}

function tail(root: number): number {
  const above =
    ((((-0.007784894002430293 * root - 0.3223964580411365) * root - 2.400758277161838) * root -
      2.549732539343734) *
      root +
      4.374664141464968) *
      root +
    2.938163982698783;
  const below =
    (((0.007784695709041462 * root + 0.3224671290700398) * root + 2.445134137142996) * root +
      3.754408661907416) *
      root +
    1;
  return above / below;
}

/** How many of events that come at `mean` per interval came in this one. */
export function poisson(mean: number, hash: number): number {
  if (mean <= 0) return 0;
  if (mean > EXACT_MEAN) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalQuantile(unit(hash))));
  const wanted = unit(hash);
  let probability = Math.exp(-mean);
  let cumulated = probability;
  let count = 0;
  while (cumulated < wanted && count < 100) {
    count += 1;
    probability *= mean / count;
    cumulated += probability;
  }
  return count;
}

/** How many of `trials` succeed when each does with `share` (0–1). */
export function binomial(trials: number, share: number, hash: number): number {
  if (trials <= 0 || share <= 0) return 0;
  if (share >= 1) return trials;
  if (share > 0.5) return trials - binomial(trials, 1 - share, hash);
  const mean = trials * share;
  if (mean <= EXACT_MEAN) return Math.min(trials, poisson(mean, hash));
  const spread = Math.sqrt(mean * (1 - share)) * normalQuantile(unit(hash));
  return Math.min(trials, Math.max(0, Math.round(mean + spread)));
}
