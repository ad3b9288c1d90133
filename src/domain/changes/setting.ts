/**
 * A setting is one absolute value that AWS keeps: it can be read, written, compared, and put back. All that
 * lambdatop changes this way is named as plain data, so that the journal can hold it and a later process, after
 * a crash, still knows what was meant. How each kind is read and written: operations/settings.ts.
 */

/** Which value of AWS is meant. */
export type Setting =
  | { readonly kind: 'reserved-concurrency'; readonly functionArn: string }
  | {
      readonly kind: 'provisioned-concurrency';
      readonly functionArn: string;
      /** Alias or version. */
      readonly qualifier: string;
    }
  | {
      /** Whether an event source mapping is on. */
      readonly kind: 'event-source-enabled';
      readonly functionArn: string;
      readonly uuid: string;
      /** ARN of queue or stream; null for a self-managed Kafka. */
      readonly sourceArn: string | null;
    }
  | {
      /** ScalingConfig.MaximumConcurrency of a mapping, 2–1000. */
      readonly kind: 'event-source-concurrency';
      readonly functionArn: string;
      readonly uuid: string;
      readonly sourceArn: string | null;
    }
  | {
      /** Where an alias sends its traffic; its value is a Routing (domain/traffic/routing.ts). */
      readonly kind: 'alias-routing';
      readonly functionArn: string;
      readonly alias: string;
    }
  | {
      /** CodeDeploy's status of a deployment; all that may still move the alias read as `InProgress`. */
      readonly kind: 'deployment';
      readonly functionArn: string;
      readonly alias: string;
      readonly id: string;
    }
  | {
      /** The newest published version and the code of $LATEST: `{version, code}`. */
      readonly kind: 'published-version';
      readonly functionArn: string;
    }
  | {
      /** How long a queue keeps messages (MessageRetentionPeriod), seconds. */
      readonly kind: 'queue-retention';
      readonly queueArn: string;
      readonly queueUrl: string;
    };

/**
 * What a setting is set to, as JSON: a number, on or off, several parts that only make sense together (an
 * alias's version and weights). `null` is AWS's "unset", a value like any other; it never means unknown.
 */
export type SettingValue =
  | number
  | boolean
  | string
  | null
  | { readonly [part: string]: SettingValue | undefined };

/**
 * What a change means for the value it replaces:
 * - `borrow`: the former value is owed and will be given back (kill, pause, a stage on the way);
 * - `repay`: gives a former value back (restore, resume), which ends the debt;
 * - `set`: a new value on purpose (reserve), which ends a debt too;
 * - `keep`: less than what is owed, for now; the debt stays.
 */
export type Debt = 'borrow' | 'repay' | 'set' | 'keep';

/** One setting from one value to another. */
export interface SettingChange {
  readonly setting: Setting;
  readonly from: SettingValue;
  readonly to: SettingValue;
  readonly debt: Debt;
  /**
   * What may be different from `from` when the call is made: of an alias the weight of the same two versions, as
   * somebody who shifts them meanwhile leaves it. Without it any other value stops the change.
   */
  readonly tolerates?: 'another-weight';
  /** It comes about by what else the plan does, and is only waited for: CodeDeploy takes an alias back itself. */
  readonly follows?: true;
  /** AWS's revision of what was read when this was planned, where it has one: shown with the call. */
  readonly revision?: string;
}

/** What a version that is to be published is called before AWS has given it its number. */
export const NEXT_VERSION = 'next';

/** A text that names a setting and no other of the account and region. */
export function settingKey(setting: Setting): string {
  switch (setting.kind) {
    case 'reserved-concurrency':
      return `${setting.functionArn} ${setting.kind}`;
    case 'provisioned-concurrency':
      return `${setting.functionArn}:${setting.qualifier} ${setting.kind}`;
    case 'alias-routing':
      return `${setting.functionArn}:${setting.alias} ${setting.kind}`;
    case 'deployment':
      return `${setting.id} ${setting.kind}`;
    case 'published-version':
      return `${setting.functionArn} ${setting.kind}`;
    case 'queue-retention':
      return `${setting.queueArn} ${setting.kind}`;
    default:
      return `${setting.uuid} ${setting.kind}`;
  }
}
