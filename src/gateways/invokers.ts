/** Reads of who invokes a function and where its failed events go. Rejects with an AppError. */

import type { FailurePath, FunctionUrl, InvokePermission, RunningExecutions } from '../domain/invokers.ts';

/** Functions by name or unqualified ARN. A person waits for these: they go ahead of the pollers. */
export interface InvokersGateway {
  /** Per qualifier; empty when nothing was ever configured. */
  failurePaths(functionName: string, signal?: AbortSignal): Promise<readonly FailurePath[]>;
  /** URLs of the function and of its aliases. */
  functionUrls(functionName: string, signal?: AbortSignal): Promise<readonly FunctionUrl[]>;
  /**
   * What the resource policies of the function and of all its aliases allow. Each has a policy of its own;
   * versions have too, and those are not read.
   */
  invokePermissions(functionName: string, signal?: AbortSignal): Promise<readonly InvokePermission[]>;
  /** Durable executions that run now, of the function and of its aliases. */
  runningExecutions(functionName: string, signal?: AbortSignal): Promise<RunningExecutions>;
}
