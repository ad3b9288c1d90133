/** What a restore leaves as it is, and a person should know. */
import type { OwedValue } from '../../domain/changes/debts.ts';
import type { Warning } from '../../domain/changes/plan.ts';
import { type SettingChange, settingKey } from '../../domain/changes/setting.ts';
import { settingLabel, sourceName } from '../../domain/changes/words.ts';
import { isPolling } from '../../domain/concurrency/event-source-mapping.ts';
import { allocationFailure, allocationText } from '../../domain/concurrency/provisioned.ts';
import { enabledOf, provisionedOf } from './parts.ts';
import type { Situation } from './situation.ts';

/** What was given back earlier, and is not there yet or never will be; `repayments` are planned now. */
export function allocationWarnings(
  { target, provisioned }: Situation,
  repayments: readonly SettingChange[],
): Warning[] {
  const isPlanned = new Set(repayments.map(({ setting }) => settingKey(setting)));
  return (provisioned ?? []).flatMap((config): Warning[] => {
    const setting = provisionedOf(target.arn, config.qualifier);
    if (isPlanned.has(settingKey(setting))) return [];
    const [underway, failure] = [allocationText(config), allocationFailure(config)];
    const label = settingLabel(setting);
    if (failure !== null) return [{ level: 'risk', text: `AWS could not provide the ${label}: ${failure}` }];
    return underway === null ? [] : [{ level: 'note', text: `${label}: ${underway}` }];
  });
}

/** Triggers of a stopped function that nothing is known to be owed of: whether they should run, a person decides. */
export function triggersStayingOff(
  { target, facts, mappings }: Situation,
  owed: ReadonlyMap<string, OwedValue>,
): Warning[] {
  if (facts.reservedConcurrency !== 0) return [];
  return (mappings ?? [])
    .filter((mapping) => isPolling(mapping) === false)
    .flatMap((mapping): Warning[] => {
      const debt = owed.get(settingKey(enabledOf(target.arn, mapping)));
      if (debt && debt.operation !== 'pause') return [];
      const name = sourceName(mapping);
      const line = `lambdatop resume ${target.name}${debt ? '' : ` --source ${mapping.sourceArn ?? 'ARN'}`}`;
      return debt
        ? [{ level: 'note', text: `trigger ${name} was paused and stays so: ${line}` }]
        : [
            {
              level: 'risk',
              text: `trigger ${name} is off and stays off; the journal does not know why: ${line}`,
            },
          ];
    });
}
