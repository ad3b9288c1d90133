/** Looks at everything that bears on moving an alias's traffic, all at once, and waits for none of it too long. */
import { type AppError, toAppError } from '../../domain/app-error.ts';
import type { Clock } from '../../domain/clock.ts';
import type { AliasDeployment } from '../../domain/traffic/deployment.ts';
import type { Preflight, Seen, SeenVersion } from '../../domain/traffic/preflight.ts';
import type { AliasesGateway } from '../../gateways/aliases.ts';
import type { ChangesGateway } from '../../gateways/changes.ts';
import type { CodeDeployGateway } from '../../gateways/codedeploy.ts';
import type { MetricsGateway } from '../../gateways/gateways.ts';

/** What is asked. */
export interface PreflightTools {
  readonly aliases: Pick<AliasesGateway, 'version' | 'versions'>;
  readonly changes: Pick<ChangesGateway, 'provisionedConcurrency'>;
  readonly codeDeploy: Pick<CodeDeployGateway, 'deploymentInProgress'>;
  readonly metrics: Pick<MetricsGateway, 'series'>;
  readonly clock: Clock;
}

/** What is looked at. */
interface PreflightTarget {
  /** Function's name. */
  readonly name: string;
  readonly functionArn: string;
  readonly alias: string;
  /** Versions that are to get traffic. */
  readonly versions: readonly string[];
  /** A roll back needs no more than the version and CodeDeploy, and soon. */
  readonly urgent: boolean;
  /** Whether CodeDeploy moves the alias: asked for before the versions are known, since it takes several calls. */
  readonly deployment: Promise<Seen<AliasDeployment | null>>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Figures only inform: what has not come by then is not known, ms. */
const PATIENCE_MS = 2_000;
/** A deployment in progress refuses the change: worth a longer look, though a roll back waits less for it. */
const DEPLOYMENT_PATIENCE_MS = 8_000;
const URGENT_DEPLOYMENT_PATIENCE_MS = 4_000;
/** How many versions are named where one is missing. */
const NEWEST = 5;

/** Whether CodeDeploy moves the alias of a function (name or ARN). Never rejects. */
export function seeDeployment(
  functionName: string,
  alias: string,
  urgent: boolean,
  { codeDeploy }: Pick<PreflightTools, 'codeDeploy'>,
  signal: AbortSignal,
): Promise<Seen<AliasDeployment | null>> {
  const patienceMs = urgent ? URGENT_DEPLOYMENT_PATIENCE_MS : DEPLOYMENT_PATIENCE_MS;
  return within(patienceMs, codeDeploy.deploymentInProgress(functionName, alias, signal));
}

/** Looks. Rejects only when the signal aborts. */
export async function gatherPreflight(
  { name, functionArn, alias, versions, urgent, ...target }: PreflightTarget,
  { aliases, changes, metrics, clock }: PreflightTools,
  signal: AbortSignal,
): Promise<Preflight> {
  const [seenVersions, deployment, provisioned, aliasShare] = await Promise.all([
    Promise.all(versions.map((version) => seeVersion(functionArn, version, aliases, signal))),
    target.deployment,
    urgent ? null : within(PATIENCE_MS, changes.provisionedConcurrency(functionArn, signal)),
    urgent ? null : within(PATIENCE_MS, readShare(name, alias, metrics, clock, signal)),
  ]);
  signal.throwIfAborted();
  const isMissing = seenVersions.some(({ found }) => found.state === 'known' && found.value === null);
  const all = isMissing ? await aliases.versions(functionArn, signal).catch(() => []) : [];
  const newest = all
    .map((each) => each.version)
    .slice(-NEWEST)
    .reverse();
  return { versions: seenVersions, newest, deployment, provisioned, aliasShare };
}

async function seeVersion(
  functionArn: string,
  version: string,
  aliases: PreflightTools['aliases'],
  signal: AbortSignal,
): Promise<SeenVersion> {
  try {
    return { version, found: { state: 'known', value: await aliases.version(functionArn, version, signal) } };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === 'not-found') return { version, found: { state: 'known', value: null } };
    return { version, found: { state: 'unknown', why: whyOf(error) } };
  }
}

/** Share of the last hour's invocations that named the alias; rejects where that cannot be told. */
async function readShare(
  name: string,
  alias: string,
  metrics: PreflightTools['metrics'],
  clock: Clock,
  signal: AbortSignal,
): Promise<number> {
  const end = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
  const figure = { metric: 'Invocations', statistic: 'Sum' };
  const series = await metrics.series(
    [
      { ...figure, key: 'function', dimensions: { FunctionName: name } },
      { ...figure, key: 'alias', dimensions: { FunctionName: name, Resource: `${name}:${alias}` } },
    ],
    { start: end - HOUR_MS, end },
    signal,
  );
  const sum = (wanted: string): number | null => {
    const found = series.find(({ key }) => key === wanted);
    if (!found?.complete) return null;
    return [...found.points.values()].reduce((total, value) => total + value, 0);
  };
  const [all, own] = [sum('function'), sum('alias')];
  if (all === null || own === null) throw new Unknown('CloudWatch did not answer fully');
  if (all === 0) throw new Unknown('it had no invocation in the last hour');
  return Math.min(1, own / all);
}

class Unknown extends Error {}

/** What was read, or why not; what does not come in time is not waited for. */
async function within<Value>(ms: number, read: Promise<Value>): Promise<Seen<Value>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Seen<Value>>((resolve) => {
    timer = setTimeout(() => resolve({ state: 'unknown', why: `no answer in ${ms / 1_000} s` }), ms);
  });
  const seen = read.then(
    (value): Seen<Value> => ({ state: 'known', value }),
    (thrown): Seen<Value> => ({
      state: 'unknown',
      why: thrown instanceof Unknown ? thrown.message : whyOf(toAppError(thrown)),
    }),
  );
  const first = await Promise.race([seen, late]);
  clearTimeout(timer);
  return first;
}

/** In a few words, since it stands in the middle of a sentence. */
function whyOf({ code, operation, message }: AppError): string {
  if (code === 'access-denied') return `${operation ?? 'reading it'} is denied`;
  if (code === 'unsupported') return 'this endpoint does not offer it';
  return message.replace(/\.$/, '');
}
