/** Functions that reserved concurrency does not stop. */

import type { KillableFunction } from './findings.ts';

/** Why a function is not killed, and what to do instead. */
export interface KillRefusal {
  readonly message: string;
  readonly next: readonly string[];
}

/** Null when concurrency 0 stops it, or while nothing is known about it. */
export function killRefusal(target: KillableFunction | null): KillRefusal | null {
  if (target === null) return null;
  const { name, masterArn, managedInstances } = target;
  if (masterArn !== null) {
    return {
      message: `${name} is a copy that CloudFront runs (Lambda@Edge): what reserved concurrency does to it is not documented.`,
      next: [
        'take it out of the cache behaviours of its CloudFront distribution: aws cloudfront update-distribution',
        `its master: ${masterArn}`,
      ],
    };
  }
  if (managedInstances) {
    const scaling = 'MinExecutionEnvironments=0,MaxExecutionEnvironments=0';
    return {
      message: `${name} runs on Lambda Managed Instances, which reserved concurrency does not stop.`,
      next: [
        `for each published version in use: aws lambda put-function-scaling-config --function-name ${name} --qualifier VERSION --function-scaling-config ${scaling}`,
      ],
    };
  }
  return null;
}
