/** One step of a traffic shift. */
export interface ShiftStep {
  /** Share (0–1) of the alias's traffic that goes to the new version from here on; 1 ends the shift. */
  weight: number;
  /** ms after the shift began. */
  after: number;
}

const MS_PER_MINUTE = 60_000;
const PREFIX = 'CodeDeployDefault.Lambda';

/**
 * The steps of a predefined deployment configuration, e.g. `CodeDeployDefault.LambdaCanary10Percent5Minutes`
 * or `…LambdaLinear10PercentEvery1Minute` (facts, section 2). Undefined when there is none of that name.
 */
export function shiftPlan(configName: string): ShiftStep[] | undefined {
  if (configName === `${PREFIX}AllAtOnce`) return [{ weight: 1, after: 0 }];
  const canary = /^CodeDeployDefault\.LambdaCanary10Percent(5|10|15|30)Minutes$/.exec(configName);
  if (canary !== null) {
    return [
      { weight: 0.1, after: 0 },
      { weight: 1, after: Number(canary[1]) * MS_PER_MINUTE },
    ];
  }
  const linear = /^CodeDeployDefault\.LambdaLinear10PercentEvery(?:(1)Minute|(2|3|10)Minutes)$/.exec(
    configName,
  );
  if (linear === null) return undefined;
  const interval = Number(linear[1] ?? linear[2]) * MS_PER_MINUTE;
  return Array.from({ length: 10 }, (_, index) => ({ weight: (index + 1) / 10, after: index * interval }));
}
