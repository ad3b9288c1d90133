/** CodeDeploy's deployments of Lambda aliases: is one in progress, how did it end, stop it. Rejects with AppErrors. */
import type { Receipt } from './changes.ts';

/** A deployment that shifts an alias right now. */
export interface AliasDeployment {
  /** `d-…` */
  readonly id: string;
  readonly application: string;
  readonly group: string;
  /** CodeDeploy's word: Created, Queued, InProgress, Baking, Ready. */
  readonly status: string;
  /** The version the alias is to leave, and the one it is to point to; null = not told. */
  readonly currentVersion: string | null;
  readonly targetVersion: string | null;
  /** Share (0–1) that the target version has by now; null = not told. */
  readonly weight: number | null;
  /** It takes an earlier deployment back: CodeDeploy began it by itself. */
  readonly isRollback: boolean;
}

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
