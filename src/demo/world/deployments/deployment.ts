/** What somebody asked CodeDeploy to do. */
export interface DeploymentOrder {
  application: string;
  group: string;
  /** A predefined configuration, e.g. `CodeDeployDefault.LambdaCanary10Percent5Minutes`. */
  configName: string;
  functionName: string;
  alias: string;
  /** The version the alias is to leave, which must be the one it points to, and the one it is to point to. */
  currentVersion: string;
  targetVersion: string;
  /** ms since the epoch. */
  createdAt: number;
  creator?: 'user' | 'codeDeployRollback';
}

/** A deployment that was over before the world was born, and how it ended. */
export interface PastDeployment extends DeploymentOrder {
  status: 'Succeeded' | 'Failed' | 'Stopped';
  error?: { code: string; message: string };
}

/** A deployment's own word for how it goes. */
export type DeploymentStatus = 'Created' | 'InProgress' | 'Succeeded' | 'Failed' | 'Stopped';

/** A deployment of a Lambda function's alias. Only `Deployments` changes it. */
export interface Deployment extends DeploymentOrder {
  /** `d-` and nine letters or digits. */
  id: string;
  status: DeploymentStatus;
  /** Share (0–1) of the alias's traffic that it has given to the target version. */
  weight: number;
  /** ms since the epoch at which it last changed anything. */
  updatedAt: number;
  /** ms since the epoch; absent while it is under way. */
  completedAt?: number;
  error?: { code: string; message: string };
  /** Somebody asked for a stop, which takes effect in a moment. */
  isStopping: boolean;
  /** The deployment that takes this one's change back, and the other way round. */
  rollbackId?: string;
  rollbackOfId?: string;
}

/** Whether a deployment is over: nothing changes it any more. */
export function isOver({ status }: Deployment): boolean {
  return status === 'Succeeded' || status === 'Failed' || status === 'Stopped';
}
