/**
 * One session: scope resolved, clients connected, feeds filling the stores. Nothing of this is loaded before the
 * first frame; the AWS SDK comes with the imports inside `connectTo`.
 */
import type { ConsoleOptions } from '../cli/console-options.ts';
import { AppError, toAppError } from '../domain/app-error.ts';
import type { Clock } from '../domain/clock.ts';
import type { AwsAccount } from '../gateways/gateways.ts';
import type { Scope, ScopeOptions } from '../gateways/scope.ts';
import { createInventoryCache } from '../journal/inventory-cache.ts';
import { createSessionStores, type SessionStores } from '../stores/session-stores.ts';
import { createFeeds, type Feeds } from './feeds.ts';

/** A session as the console handles it. */
export interface Session {
  readonly stores: SessionStores;
  /** Begins to resolve, connect and read. */
  start(): void;
  /** Reads everything again now; when the session could not open, tries that again. */
  refresh(): void;
  /** Ends all reading. What is under way is aborted; its answers are dropped. */
  stop(): void;
}

/** What a session needs. */
export interface SessionOptions {
  readonly console: ConsoleOptions;
  readonly scope: ScopeOptions;
  readonly clock: Clock;
  /** The console must end with this error (the account is not the one `--account` names). */
  readonly onFatal: (error: AppError) => void;
}

/** A session that waits for `start`. */
export function createSession({ console: options, scope: wanted, clock, onFatal }: SessionOptions): Session {
  const { logger } = options;
  const stores = createSessionStores({
    profile: wanted.profile ?? null,
    region: wanted.region ?? null,
    endpoint: wanted.endpointUrl ?? null,
    readOnly: wanted.readOnly ?? false,
    demo: options.demo,
  });
  const cache = createInventoryCache(options.stateDir, (error) => logger.warn('inventory cache', error));
  let aws: AwsAccount | null = null;
  let feeds: Feeds | null = null;
  let stopped = false;

  const open = async (): Promise<void> => {
    stores.account.setState({ error: null });
    const { resolveScope } = await import('../gateways/aws/scope.ts');
    const scope = await resolveScope(wanted, options.environment);
    if (stopped) return;
    stores.account.setState({
      profile: scope.profile,
      region: scope.region,
      endpoint: scope.endpoint,
      readOnly: scope.readOnly,
    });
    await paintCached(scope);
    const { connect } = await import('../gateways/aws/account.ts');
    if (stopped) return;
    aws = connect(scope, { logger, clock });
    feeds = createFeeds({
      aws,
      stores,
      clock,
      logger,
      onIdentity: (account) => recognise(account),
      keep: keepFor(scope),
    });
    feeds.start();
  };

  /** Shows the last session's list at once. Who the credentials belong to is not known yet: it may be discarded. */
  const paintCached = async (scope: Scope): Promise<void> => {
    const kept = await cache.read(scope);
    if (!kept || stopped) return;
    if (options.account !== null && options.account !== kept.account) return;
    stores.account.setState({ presumedAccount: kept.account });
    stores.inventory.setState({ functions: kept.functions, phase: 'cached', at: kept.at });
  };

  const recognise = (account: string): void => {
    if (options.account !== null && options.account !== account) {
      onFatal(wrongAccount(account, options.account));
      return;
    }
    const { presumedAccount } = stores.account.getState();
    if (presumedAccount === null || presumedAccount === account) return;
    stores.account.setState({ presumedAccount: null });
    stores.inventory.setState(stores.inventory.getInitialState(), true);
    feeds?.refresh();
  };

  const keepFor =
    (scope: Scope): Feeds['keep'] =>
    (functions, at) => {
      const { identity } = stores.account.getState();
      // Without knowing whose list it is, it is not kept.
      if (identity) void cache.write(scope, { account: identity.account, functions, at });
    };

  const tryToOpen = (): void => {
    open().catch((thrown) => {
      const error = toAppError(thrown);
      logger.warn('could not open the session', thrown);
      stores.account.setState({ error });
    });
  };

  return {
    stores,
    start: tryToOpen,
    refresh() {
      if (feeds) feeds.refresh();
      else tryToOpen();
    },
    stop() {
      stopped = true;
      feeds?.stop();
      aws?.close();
    },
  };
}

/** The refusal of `--account`. */
function wrongAccount(account: string, wanted: string): AppError {
  return new AppError('wrong-account', `These credentials belong to account ${account}, not to ${wanted}`, {
    next: ['choose the right --profile, or leave --account away'],
  });
}
