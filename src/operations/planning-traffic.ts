/** From a request about an alias's traffic to a plan: where the alias is, what bears on moving it, then a planner. */
import type { Entry } from '../domain/changes/entry.ts';
import type { Place, Plan } from '../domain/changes/plan.ts';
import type { Preflight } from '../domain/traffic/preflight.ts';
import { canaryOf, isSplit } from '../domain/traffic/routing.ts';
import { type AliasSituation, readAliasSituation } from './plans/alias-situation.ts';
import { planPromote } from './plans/promote.ts';
import { planRollBack, rollBackTarget } from './plans/roll-back.ts';
import { planShift } from './plans/shift.ts';
import { type RollBackCandidate, readCandidates } from './preflight/candidates.ts';
import { gatherPreflight, type PreflightTools, seeDeployment } from './preflight/gather.ts';
import type { ChangeRequest } from './requests.ts';
import type { SettingsGateway } from './settings.ts';

/** A request about an alias. */
export type AliasRequest = Extract<ChangeRequest, { readonly alias: string }>;

/** What planning of traffic needs. */
export interface TrafficTools {
  readonly gateway: SettingsGateway;
  readonly place: () => Promise<Place>;
  readonly entries: () => Promise<readonly Entry[]>;
  readonly preflight: PreflightTools;
}

/** Plans it. Rejects with an AppError when the alias cannot be read. */
export async function planTraffic(
  request: AliasRequest,
  tools: TrafficTools,
  signal: AbortSignal,
): Promise<Plan> {
  const isStep = request.options.continues !== null;
  const urgent = request.operation === 'rollback';
  const deployment = isStep
    ? null
    : seeDeployment(request.function, request.alias, urgent, tools.preflight, signal);
  const reading = readAliasSituation(request.function, request.alias, tools.gateway, signal);
  const [situation, place, entries] = await Promise.all([
    reading,
    tools.place(),
    request.operation === 'shift' ? [] : tools.entries(),
  ]);
  const look = async (versions: readonly string[]): Promise<Preflight | null> => {
    if (deployment === null) return null;
    const { facts, alias } = situation;
    const target = { name: facts.name, functionArn: facts.arn, alias, urgent, deployment };
    return gatherPreflight({ ...target, versions: [...new Set(versions)] }, tools.preflight, signal);
  };
  const { present } = situation;
  switch (request.operation) {
    case 'shift': {
      const { to, weight } = request.options;
      const versions = weight === 0 ? [present.version] : [present.version, to];
      return planShift(situation, place, request.options, await look(versions));
    }
    case 'promote': {
      const version = request.options.to ?? (isSplit(present) ? canaryOf(present)?.version : null);
      const preflight = version ? await look([version]) : null;
      return planPromote(situation, place, request.options, entries, preflight);
    }
    case 'rollback': {
      const version = rollBackTarget(situation, request.options, entries);
      // What serves now needs no look before it serves more.
      const unknown = version === null || version === present.version ? [] : [version];
      const preflight = await look(unknown);
      const candidates =
        version === null
          ? await readCandidates(situation, entries, tools.preflight, signal).catch(() => [])
          : [];
      return planRollBack(situation, place, request.options, entries, preflight, candidates);
    }
  }
}

/** An alias's way back: where it is, and the versions that it may go back to, the likeliest first. */
export interface RollBackChoice {
  readonly situation: AliasSituation;
  readonly candidates: readonly RollBackCandidate[];
}

/** What a person chooses from. Rejects with an AppError when the alias or its versions cannot be read. */
export async function rollBackChoice(
  functionName: string,
  alias: string,
  tools: TrafficTools,
  signal: AbortSignal,
): Promise<RollBackChoice> {
  const [situation, entries] = await Promise.all([
    readAliasSituation(functionName, alias, tools.gateway, signal),
    tools.entries(),
  ]);
  return { situation, candidates: await readCandidates(situation, entries, tools.preflight, signal) };
}
