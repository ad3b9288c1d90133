/** Reads the aliases that the traffic screen shows, and who really ran behind them, while it is open. */
import { toAppError } from '../../domain/app-error.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Seen } from '../../domain/traffic/preflight.ts';
import type { AliasesGateway } from '../../gateways/aliases.ts';
import type { CodeDeployGateway } from '../../gateways/codedeploy.ts';
import type { FunctionsGateway, MetricsGateway } from '../../gateways/gateways.ts';
import type { AliasTraffic, TrafficStore, VersionServed } from '../../stores/traffic-store.ts';
import type { ChosenAlias } from '../../stores/traffic-view-store.ts';
import { createPoller, type Poller } from '../poller.ts';
import { type ServedBy, servedOf, servedQueries } from './served.ts';

/** What the feed needs. */
export interface TrafficFeedOptions {
  readonly functions: Pick<FunctionsGateway, 'functionDetails'>;
  readonly aliases: Pick<AliasesGateway, 'alias'>;
  readonly metrics: Pick<MetricsGateway, 'series'>;
  readonly codeDeploy: Pick<CodeDeployGateway, 'deploymentInProgress'>;
  readonly store: TrafficStore;
  readonly clock: Clock;
  /** What is to be read now; no names = nothing. */
  readonly wish: () => { readonly names: readonly string[]; readonly chosen: ChosenAlias | null };
}

const MINUTE_MS = 60_000;
/** Nothing is wished for: how often that is looked at, ms. */
const IDLE_MS = 60_000;
/** The chosen alias moves under the person's eyes. */
const CHOSEN_EVERY_MS = 5_000;
/** Lists are read again after, ms: two calls a function. */
const LIST_EVERY_MS = 30_000;
/** CloudWatch has something new once a minute. */
const SERVED_EVERY_MS = 30_000;
const DEPLOYMENT_EVERY_MS = 15_000;
/** Figures are of so many minutes. */
const SERVED_MINUTES = 10;
/** Aliases whose figures are read at once: 5 metrics a version. */
const MOST_SERVED = 40;

/** See the file's head. Nothing is read before `start`. */
export function createTrafficFeed(options: TrafficFeedOptions): Poller {
  const { functions, aliases, metrics, codeDeploy, store, clock, wish } = options;
  const listedAt = new Map<string, number>();
  let servedFor = '';
  let servedAt = 0;
  let deploymentFor = '';
  let deploymentAt = 0;

  const put = (functionName: string, all: readonly AliasTraffic[]): void =>
    store.setState(({ aliases: before }) => ({ aliases: new Map([...before, [functionName, all]]) }));
  const change = ({ functionName, alias }: ChosenAlias, part: Partial<AliasTraffic>): void => {
    const all = store.getState().aliases.get(functionName) ?? [];
    put(
      functionName,
      all.map((each) => (each.alias.name === alias ? { ...each, ...part } : each)),
    );
  };

  const readList = async (functionName: string, signal: AbortSignal): Promise<void> => {
    try {
      const details = await functions.functionDetails(functionName, signal);
      const known = store.getState().aliases.get(functionName) ?? [];
      put(
        functionName,
        details.aliases.map((alias) => {
          const before = known.find((each) => each.alias.name === alias.name);
          return { functionName, served: null, deployment: null, ...before, alias };
        }),
      );
      store.setState(({ errors }) => ({
        errors: new Map([...errors].filter(([name]) => name !== functionName)),
      }));
    } catch (thrown) {
      signal.throwIfAborted();
      store.setState(({ errors }) => ({ errors: new Map([...errors, [functionName, toAppError(thrown)]]) }));
    }
    listedAt.set(functionName, clock.now());
  };

  const readServed = async (shown: readonly AliasTraffic[], signal: AbortSignal): Promise<void> => {
    const versions = shown.slice(0, MOST_SERVED).flatMap(versionsOf);
    const end = (Math.floor(clock.now() / MINUTE_MS) + 1) * MINUTE_MS;
    try {
      const series = await metrics.series(
        servedQueries(versions),
        { start: end - SERVED_MINUTES * MINUTE_MS, end },
        signal,
      );
      for (const { functionName, alias } of shown) {
        const own = versions.filter(
          (each) => each.functionName === functionName && each.alias === alias.name,
        );
        const served = new Map(
          own.map((each): [string, VersionServed] => [each.version, servedOf(each, series, end)]),
        );
        if (own.length > 0) change({ functionName, alias: alias.name }, { served });
      }
      store.setState({ servedAt: clock.now(), servedError: null });
    } catch (thrown) {
      signal.throwIfAborted();
      store.setState({ servedError: toAppError(thrown) });
    }
  };

  const readDeployment = async (chosen: ChosenAlias, signal: AbortSignal): Promise<void> => {
    const deployment = await codeDeploy.deploymentInProgress(chosen.functionName, chosen.alias, signal).then(
      (value): AliasTraffic['deployment'] => ({ state: 'known', value }),
      (thrown): Seen<never> => ({ state: 'unknown', why: toAppError(thrown).message }),
    );
    signal.throwIfAborted();
    change(chosen, { deployment });
  };

  const read = async (signal: AbortSignal): Promise<number> => {
    const { names, chosen } = wish();
    if (names.length === 0) return IDLE_MS;
    const now = clock.now();
    const isDue = (name: string): boolean => now - (listedAt.get(name) ?? 0) >= LIST_EVERY_MS;
    for (const name of names) if (isDue(name)) await readList(name, signal);
    if (chosen !== null && now - (listedAt.get(chosen.functionName) ?? now) > 0) {
      const found = await aliases.alias(chosen.functionName, chosen.alias, signal).catch(() => null);
      if (found) change(chosen, { alias: found });
    }
    const all = names.flatMap((name) => store.getState().aliases.get(name) ?? []);
    const shown = chosen === null ? all : all.filter((each) => isChosen(each, chosen));
    const wanted = JSON.stringify(shown.flatMap(versionsOf));
    if (shown.length > 0 && (wanted !== servedFor || now - servedAt >= SERVED_EVERY_MS)) {
      await readServed(shown, signal);
      servedFor = wanted;
      servedAt = now;
    }
    const target = JSON.stringify(chosen);
    const isDeploymentDue = target !== deploymentFor || now - deploymentAt >= DEPLOYMENT_EVERY_MS;
    if (chosen !== null && shown.length > 0 && isDeploymentDue) {
      await readDeployment(chosen, signal);
      deploymentFor = target;
      deploymentAt = now;
    }
    return CHOSEN_EVERY_MS;
  };

  const poller = createPoller({ read, onError: () => {} });
  return {
    ...poller,
    refresh() {
      listedAt.clear();
      servedAt = 0;
      deploymentAt = 0;
      poller.refresh();
    },
  };
}

/** The versions it sends traffic to, and those that it did while somebody looked. */
function versionsOf({ functionName, alias, served }: AliasTraffic): ServedBy[] {
  const versions = new Set([alias.version, ...Object.keys(alias.weights), ...(served?.keys() ?? [])]);
  return [...versions].map((version) => ({ functionName, alias: alias.name, version }));
}

function isChosen({ functionName, alias }: AliasTraffic, chosen: ChosenAlias): boolean {
  return functionName === chosen.functionName && alias.name === chosen.alias;
}
