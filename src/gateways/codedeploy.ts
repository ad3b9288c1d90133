/** CodeDeploy's deployments of Lambda aliases: is one in progress, how did it end, stop it. Rejects with AppErrors. */
import type { AliasDeployment } from '../domain/traffic/deployment.ts';
import type { Receipt } from './changes.ts';

/** Deployments of one account and region. */
export interface CodeDeployGateway {
  /** The deployment that is in progress on an alias; null when there is none. */
  deploymentInProgress(
    functionName: string,
    alias: string,
    signal?: AbortSignal,
  ): Promise<AliasDeployment | null>;
  /** A deployment's status, in CodeDeploy's word; `not-found` when there is none. */
  deploymentStatus(id: string, signal?: AbortSignal): Promise<string>;
  /**
   * StopDeployment with autoRollbackEnabled: the alias goes back to the version it was to leave, in a moment.
   * `conflict` when the deployment is over already.
   */
  stopDeployment(id: string, signal?: AbortSignal): Promise<Receipt>;
}
