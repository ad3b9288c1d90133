/** Which versions an alias sends traffic to, as that changes while its logs are tailed. */
import type { Clock } from '../../domain/clock.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import { type FunctionTarget, hasAlias, versionsOf } from './log-source.ts';

/** It is asked again after this long, ms. */
export const ALIAS_MS = 60_000;

/** See the file's head. */
export class AliasVersions {
  readonly #gateway: LogsGateway;
  readonly #target: FunctionTarget;
  readonly #clock: Clock;
  #askedAt = 0;

  constructor(gateway: LogsGateway, target: FunctionTarget, clock: Clock) {
    this.#gateway = gateway;
    this.#target = target;
    this.#clock = clock;
  }

  /** The versions of the target have just been read. */
  wereRead(): void {
    this.#askedAt = this.#clock.now();
  }

  /**
   * The known versions and those that have got traffic since; null when there are none of these, or it is not
   * time to ask. A version that lost its traffic may still be running: it stays.
   *
   * @param known null = every version is wanted
   */
  async grown(known: ReadonlySet<string> | null, signal: AbortSignal): Promise<ReadonlySet<string> | null> {
    if (!known || !hasAlias(this.#target) || this.#clock.now() - this.#askedAt < ALIAS_MS) return null;
    this.wereRead();
    // What cannot be read again, or was taken away, stays as it was known.
    const versions = await versionsOf(this.#gateway, this.#target, signal).catch(() => null);
    const added = [...(versions ?? [])].filter((version) => !known.has(version));
    return added.length === 0 ? null : new Set([...known, ...added]);
  }
}
