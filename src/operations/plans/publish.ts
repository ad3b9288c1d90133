/** Making a version of $LATEST, which never changes again and can get traffic. */
import type { Place, Plan } from '../../domain/changes/plan.ts';
import { NEXT_VERSION, type Setting, type SettingChange } from '../../domain/changes/setting.ts';
import type { PublishedState } from '../../gateways/aliases.ts';
import type { FunctionFacts } from '../../gateways/changes.ts';
import { publishedReading } from '../settings.ts';
import { emptyPlan, leaving, stage } from './parts.ts';

/** Plans to publish. Only AWS knows whether $LATEST has changed since the last version; it makes none if not. */
export function planPublish({ name, arn }: FunctionFacts, published: PublishedState, place: Place): Plan {
  const setting: Setting = { kind: 'published-version', functionArn: arn };
  const value = publishedReading(published).value ?? null;
  const change: SettingChange = {
    setting,
    from: value,
    to: { version: NEXT_VERSION, code: published.code },
    debt: 'set',
  };
  const plan = emptyPlan({ operation: 'publish', target: { arn, name }, place });
  const stages = [stage('publish', [change], { untilSettled: true })];
  return leaving({ ...plan, stages }, [{ setting, value }]);
}
