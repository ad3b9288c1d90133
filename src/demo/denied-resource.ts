import { resourceOf } from './lambda/function-reference.ts';
import type { World } from './world/world.ts';

/** What IAM says that a caller may not touch: the ARN that a call's input names, or `*` where it names none. */
export function deniedResource(
  world: World,
  service: string,
  input: Readonly<Record<string, unknown>>,
): string {
  const text = (member: string) => {
    const value = input[member];
    return typeof value === 'string' ? value : undefined;
  };
  const arnOf = (resource: string) => `arn:aws:${service}:${world.region}:${world.account}:${resource}`;
  switch (service) {
    case 'lambda': {
      const uuid = text('UUID');
      return uuid === undefined
        ? resourceOf(world, text('FunctionName'))
        : arnOf(`event-source-mapping:${uuid}`);
    }
    case 'sqs': {
      const queue = text('QueueName') ?? text('QueueUrl')?.split('/').at(-1);
      return text('SourceArn') ?? (queue === undefined ? '*' : arnOf(queue));
    }
    case 'logs': {
      const group = text('logGroupName');
      const [arn] = Array.isArray(input.logGroupIdentifiers) ? input.logGroupIdentifiers : [];
      if (group !== undefined) return arnOf(`log-group:${group}:log-stream:`);
      return text('logGroupIdentifier') ?? (typeof arn === 'string' ? arn : '*');
    }
    default:
      return '*';
  }
}
