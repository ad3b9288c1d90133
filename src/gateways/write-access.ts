/**
 * Whether this scope may be changed, asked at every call: by the SDK's middleware, by the keymap, by operations.
 * One per scope. It learns whose account it is from AWS's first answer, and `:write` lifts it for a while.
 */

import { AppError } from '../domain/app-error.ts';
import type { Clock } from '../domain/clock.ts';
import {
  isProduction,
  type ProtectionRule,
  protectingPattern,
  ruleApplies,
} from '../domain/protection/rules.ts';
import {
  isLifted,
  LIFT_MS,
  REFUSALS,
  readOnlyReason,
  type WriteRefusal,
} from '../domain/protection/write-policy.ts';

/** What a scope says of it. */
export interface WriteAccessSettings {
  readonly profile: string | null;
  readonly readOnly: boolean;
  readonly write: boolean;
  readonly rules: readonly ProtectionRule[];
}

/** See the file's head. */
export class WriteAccess {
  readonly #settings: WriteAccessSettings;
  readonly #clock: Clock;
  #account: string | null = null;
  #liftedUntil: number | null = null;

  constructor(settings: WriteAccessSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** Why nothing may be changed now, and what can be done about it; null when changes may go out. */
  refusal(): WriteRefusal | null {
    const reason = readOnlyReason(this.#facts, this.#clock.now());
    return reason === null ? null : REFUSALS[reason];
  }

  /** AWS has said whose credentials these are. */
  identified(account: string): void {
    if (this.#account === account) return;
    // What was lifted was lifted for another account.
    if (this.#account !== null) this.#liftedUntil = null;
    this.#account = account;
  }

  /**
   * Lifts the config file's read-only for half an hour; returns until when, ms since the epoch. Whoever calls has
   * had the account's last digits typed, and has written it into the journal.
   *
   * @throws AppError `read-only` when it came from --read-only, which nothing lifts
   */
  lift(): number {
    this.refuseToLift();
    this.#liftedUntil = this.#clock.now() + LIFT_MS;
    return this.#liftedUntil;
  }

  /**
   * @throws AppError `read-only` when read-only cannot be lifted: from --read-only never, and not before it is
   * known whose account it would be lifted for
   */
  refuseToLift(): void {
    const reason = readOnlyReason(this.#facts, this.#clock.now());
    if (reason !== 'flag' && reason !== 'account-unknown') return;
    const { message, next } = REFUSALS[reason];
    throw new AppError('read-only', `${message}.`, { next });
  }

  /** Until when `:write` counts, ms since the epoch; null when it does not. */
  get liftedUntil(): number | null {
    return isLifted(this.#facts, this.#clock.now()) ? this.#liftedUntil : null;
  }

  /** The header has to say so. */
  get isProduction(): boolean {
    return isProduction(this.#settings.rules, this.#facts);
  }

  /** The rules of the config file that are known to count here. */
  get rulesHere(): readonly ProtectionRule[] {
    return this.#settings.rules.filter((rule) => ruleApplies(rule, this.#facts) === true);
  }

  /** The pattern that protects a function (NAME, NAME:ALIAS) or a queue by its name; null when none does. */
  protectedBy(name: string): string | null {
    const { rules } = this.#settings;
    const [bare = name] = name.split(':');
    return protectingPattern(rules, this.#facts, name) ?? protectingPattern(rules, this.#facts, bare);
  }

  get #facts() {
    const { profile, readOnly, write, rules } = this.#settings;
    return {
      profile,
      account: this.#account,
      readOnlyFlag: readOnly,
      writeFlag: write,
      rules,
      liftedUntil: this.#liftedUntil,
    };
  }
}
