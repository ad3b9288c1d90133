/** CodeDeploy, as far as it moves Lambda's aliases (facts/aws.md section 2). */

import type { DeploymentInfo, LambdaTarget } from '@aws-sdk/client-codedeploy';
import { AppError } from '../../domain/app-error.ts';
import { functionNameOf } from '../../domain/function-name.ts';
import type { AliasDeployment } from '../../domain/traffic/deployment.ts';
import type { CodeDeployGateway } from '../codedeploy.ts';
import type { CallOptions, Clients } from './clients.ts';
import { type Page, pages } from './pages.ts';
import { receiptOf } from './receipts.ts';

/** Statuses of deployments that may still move an alias. */
const IN_PROGRESS = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const;

/** Most ids that BatchGetDeployments takes. */
const PER_BATCH = 25;

/** The deployments of the clients' account and region. */
export function codeDeployGateway(clients: Clients): CodeDeployGateway {
  return {
    async deploymentInProgress(functionName, alias, signal) {
      const options = { signal, urgent: true };
      const name = functionNameOf(functionName);
      const deployments = await inProgress(clients, options);
      const candidates = deployments.filter((each) => mayConcern(each, name));
      const found = await Promise.all(candidates.map((each) => aliasDeployment(clients, each, options)));
      const own = found.flat().find((each) => each.functionName === name && each.alias === alias);
      return own?.deployment ?? null;
    },

    async deploymentStatus(id, signal) {
      const { sdk, send } = await clients.codedeploy();
      const command = new sdk.BatchGetDeploymentsCommand({ deploymentIds: [id] });
      const { deploymentsInfo } = await send(command, { signal, urgent: true });
      const status = deploymentsInfo?.[0]?.status;
      if (status) return status;
      throw new AppError('not-found', `CodeDeploy has no deployment ${id}.`, {
        operation: 'codedeploy:BatchGetDeployments',
      });
    },

    async stopDeployment(deploymentId, signal) {
      const { sdk, change } = await clients.codedeploy();
      const command = new sdk.StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true });
      return receiptOf(await change(command, { signal }));
    },
  };
}

/** All of the region that are in progress: CodeDeploy cannot be asked by function. */
async function inProgress(clients: Clients, options: CallOptions): Promise<DeploymentInfo[]> {
  const { sdk, send } = await clients.codedeploy();
  const read = async (nextToken: string | undefined, signal: AbortSignal): Promise<Page<string[]>> => {
    const command = new sdk.ListDeploymentsCommand({ includeOnlyStatuses: [...IN_PROGRESS], nextToken });
    const page = await send(command, { ...options, signal });
    return { value: page.deployments ?? [], next: page.nextToken };
  };
  const ids: string[] = [];
  for await (const page of pages(read, options.signal)) ids.push(...page);
  const batches = Array.from({ length: Math.ceil(ids.length / PER_BATCH) }, (_, index) =>
    ids.slice(index * PER_BATCH, (index + 1) * PER_BATCH),
  );
  const answers = await Promise.all(
    batches.map((deploymentIds) => send(new sdk.BatchGetDeploymentsCommand({ deploymentIds }), options)),
  );
  return answers.flatMap(({ deploymentsInfo }) => deploymentsInfo ?? []);
}

/** What is known not to concern a function needs no more calls: another platform, an AppSpec that does not name it. */
function mayConcern({ computePlatform, revision }: DeploymentInfo, functionName: string): boolean {
  if (computePlatform !== undefined && computePlatform !== 'Lambda') return false;
  const spec = revision?.appSpecContent?.content ?? revision?.string?.content;
  return !spec || spec.includes(functionName);
}

interface FoundDeployment {
  readonly functionName: string;
  readonly alias: string;
  readonly deployment: AliasDeployment;
}

async function aliasDeployment(
  clients: Clients,
  info: DeploymentInfo,
  options: CallOptions,
): Promise<FoundDeployment[]> {
  const { sdk, send } = await clients.codedeploy();
  const { deploymentId } = info;
  if (!deploymentId) return [];
  const { targetIds } = await send(new sdk.ListDeploymentTargetsCommand({ deploymentId }), options);
  if (!targetIds || targetIds.length === 0) return [];
  const command = new sdk.BatchGetDeploymentTargetsCommand({ deploymentId, targetIds });
  const { deploymentTargets } = await send(command, options);
  return (deploymentTargets ?? []).flatMap(({ lambdaTarget }) => toFound(info, deploymentId, lambdaTarget));
}

function toFound(
  { applicationName, deploymentGroupName, status, creator }: DeploymentInfo,
  id: string,
  target: LambdaTarget | undefined,
): FoundDeployment[] {
  const { functionName, functionAlias, currentVersion, targetVersion, targetVersionWeight } =
    target?.lambdaFunctionInfo ?? {};
  if (!functionName || !functionAlias) return [];
  const deployment: AliasDeployment = {
    id,
    application: applicationName ?? '',
    group: deploymentGroupName ?? '',
    status: status ?? '',
    currentVersion: currentVersion ?? null,
    targetVersion: targetVersion ?? null,
    weight: targetVersionWeight ?? null,
    isRollback: creator === 'codeDeployRollback',
  };
  return [{ functionName: functionNameOf(functionName), alias: functionAlias, deployment }];
}
