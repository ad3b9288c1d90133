/**
 * One session: scope resolved, clients connected, feeds filling the stores. Nothing of this is loaded before the
 * first frame; the AWS SDK comes with the imports inside `connectTo`.
 */
import type { ConsoleOptions } from '../cli/console-options.ts';
import { type AppError, toAppError } from '../domain/app-error.ts';
import type { Clock } from '../domain/clock.ts';
import type { LambdaFunction } from '../domain/lambda-function.ts';
import type { AwsAccount } from '../gateways/gateways.ts';
import type { Scope, ScopeOptions } from '../gateways/scope.ts';
import { createInventoryCache } from '../journal/inventory-cache.ts';
import { createSessionStores, type SessionStores } from '../stores/session-stores.ts';
import { accessState, wrongAccount } from './access.ts';
import type { Changes, ChangesOptions } from './changes/changes.ts';
import { createKeptDestinations } from './dead-letters/kept-destinations.ts';
import type { EditText } from './editor.ts';
import type { Feeds } from './feeds.ts';
import type { Rollouts } from './rollouts/rollouts.ts';
import type { Writing } from './writing.ts';

/** A session as the console handles it. */
export interface Session {
  readonly stores: SessionStores;
  /** Begins to resolve, connect and read. */
  start(): void;
  /** Reads everything again now; when the session could not open, tries that again. */
  refresh(): void;
  /** Why nothing that changes AWS can be started now, as a sentence; null when it can. */
  changesRefused(): string | null;
  /** What changes AWS here; null before the session has opened. */
  changes(): Changes | null;
  /** Rollouts and aliases; null before the session has opened. */
  rollouts(): Rollouts | null;
  /**
   * Ends all reading. What is under way is aborted; its answers are dropped. Operations that run finish what is in
   * flight; resolves when they have.
   */
  stop(): Promise<void>;
}

/** What a session needs. */
export interface SessionOptions {
  readonly console: ConsoleOptions;
  readonly scope: ScopeOptions;
  readonly clock: Clock;
  /** The account the credentials are known to belong to; null before the first answer. */
  readonly knownAccount: string | null;
  /** The console must end with this error (the account is not the one `--account` names). */
  readonly onFatal: (error: AppError) => void;
  /** The credentials belong to another account than this session shows: it has to be replaced by one of its own. */
  readonly onOtherAccount: (account: string) => void;
  /** Opens a text in the person's editor. */
  readonly editText: EditText;
  /** What the console lends to changes. */
  readonly lent: () => Pick<ChangesOptions, 'dialogs' | 'say' | 'openJournal'>;
}

/** A session that waits for `start`. */
export function createSession(sessionOptions: SessionOptions): Session {
  const {
    console: options,
    scope: wanted,
    clock,
    knownAccount,
    onFatal,
    onOtherAccount,
    editText,
    lent,
  } = sessionOptions;
  const { logger } = options;
  const stores = createSessionStores({
    profile: wanted.profile ?? null,
    region: wanted.region ?? null,
    endpoint: wanted.endpointUrl ?? null,
    readOnly: wanted.readOnly ?? false,
    demo: options.demo,
  });
  const cache = createInventoryCache(options.stateDir, (error) => logger.warn('inventory cache', error));
  const destinations = createKeptDestinations({ stateDir: options.stateDir, stores, clock, logger });
  let aws: AwsAccount | null = null;
  let feeds: Feeds | null = null;
  let writing: Writing | null = null;
  let stopped = false;
  let opening = false;
  /** Whose list is on the screen: as the cache presumes, then as STS said. */
  let shownAccount = knownAccount;
  /** A list that was complete before STS had said whose it is. */
  let unowned: { readonly functions: readonly LambdaFunction[]; readonly at: number } | null = null;
  /** The list being written for the next start. */
  let keeping: Promise<void> = Promise.resolve();

  const open = async (): Promise<void> => {
    stores.account.setState({ error: null });
    const { resolveScope } = await import('../gateways/aws/scope.ts');
    const scope = await resolveScope(wanted, options.environment);
    if (stopped) return;
    stores.account.setState({
      profile: scope.profile,
      region: scope.region,
      endpoint: scope.endpoint,
    });
    await paintCached(scope);
    const [{ connect }, { createFeeds }] = await Promise.all([
      import('../gateways/aws/account.ts'),
      import('./feeds.ts'),
    ]);
    if (stopped) return;
    aws = connect(scope, { logger, clock, pace: options.pace });
    const { access } = aws;
    const showAccess = (): void => stores.account.setState(accessState(scope, access));
    showAccess();
    feeds = createFeeds({
      aws,
      stores,
      clock,
      logger,
      onIdentity: (account) => {
        showAccess();
        if (!recognise(account)) return;
        keepList(scope);
        showDestinations(account, scope);
      },
      onTick: showAccess,
      onComplete: (functions, at) => {
        unowned = { functions, at };
        keepList(scope);
      },
    });
    feeds.start();
    // Loaded last: nothing can be confirmed before there are rows to look at.
    const { startWriting } = await import('./writing.ts');
    if (stopped) return;
    writing = startWriting({
      console: options,
      wanted,
      scope,
      aws,
      stores,
      feeds,
      clock,
      editText,
      lent: lent(),
      onAccess: showAccess,
    });
  };

  /** Shows the last session's list at once. Who the credentials belong to is not known yet: it may be discarded. */
  const paintCached = async (scope: Scope): Promise<void> => {
    const kept = await cache.read(scope);
    if (!kept || stopped) return;
    const expected = options.account ?? knownAccount;
    if (expected !== null && expected !== kept.account) return;
    shownAccount = kept.account;
    stores.account.setState({ presumedAccount: kept.account });
    stores.inventory.setState({ functions: kept.functions, phase: 'cached', at: kept.at });
    showDestinations(kept.account, scope);
  };

  const showDestinations = (account: string, { region, endpoint }: Scope): void =>
    void destinations
      .open({ account, region, endpoint })
      .catch((thrown) => logger.warn('failure destinations were not read', thrown));

  /** Whether the credentials belong to the account that is shown; else the session is over. */
  const recognise = (account: string): boolean => {
    if (options.account !== null && options.account !== account) {
      onFatal(wrongAccount(account, options.account));
      return false;
    }
    if (shownAccount !== null && shownAccount !== account) {
      onOtherAccount(account);
      return false;
    }
    shownAccount = account;
    return true;
  };

  /** Keeps the newest complete list for the next start, once it is known whose it is. */
  const keepList = (scope: Scope): void => {
    const { identity } = stores.account.getState();
    if (!identity || !unowned) return;
    keeping = cache.write(scope, { account: identity.account, ...unowned });
    unowned = null;
  };

  const tryToOpen = (): void => {
    if (opening) return;
    opening = true;
    open()
      .catch((thrown) => {
        logger.warn('could not open the session', thrown);
        stores.account.setState({ error: toAppError(thrown) });
      })
      .finally(() => {
        opening = false;
      });
  };

  return {
    stores,
    start: tryToOpen,
    refresh() {
      writing?.changes.refresh();
      if (feeds) feeds.refresh();
      else tryToOpen();
    },
    changesRefused() {
      const refusal = aws?.access.refusal();
      const inConsole = refusal?.next.find((step) => step.startsWith(':'));
      // Short enough for a footer of 80 columns: how to go on is what counts.
      if (inConsole !== undefined) return `read-only (config file): ${inConsole}`;
      if (refusal) return `${refusal.message}. ${refusal.next[0] ?? ''}`;
      if (wanted.readOnly) return 'lambdatop is read-only: it was started with --read-only';
      return writing ? writing.changes.holdsBack() : 'not connected to AWS yet';
    },
    changes: () => writing?.changes ?? null,
    rollouts: () => writing?.rollouts ?? null,
    async stop() {
      stopped = true;
      await Promise.all([writing?.stop(), keeping]);
      await feeds?.stop();
      await destinations.stop();
      aws?.close();
    },
  };
}
