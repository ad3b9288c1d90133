/** The exact API call that a change makes, and the line of the `aws` CLI that does the same. */
import { shellLine } from '../shell.ts';
import { toRouting } from '../traffic/routing.ts';
import type { Place } from './plan.ts';
import type { SettingChange } from './setting.ts';

/** One call, as AWS names it. */
export interface ApiCall {
  /** As IAM writes it: `lambda:PutFunctionConcurrency`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One call in both forms. */
interface CallForms {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Words after `aws SERVICE`. */
  readonly words: readonly (string | number)[];
  /** As IAM names it, and as the CLI does; Lambda unless told. */
  readonly service?: readonly [iam: string, cli: string];
}

const LAMBDA = ['lambda', 'lambda'] as const;
const SQS = ['sqs', 'sqs'] as const;

/** The API call of a change. */
export function apiCallOf(change: SettingChange): ApiCall {
  const { operation, input, service = LAMBDA } = formsOf(change);
  return { operation: `${service[0]}:${operation}`, input };
}

/** The same call by the `aws` CLI, quoted for a shell, with region, profile and endpoint. */
export function awsLineOf(change: SettingChange, { region, profile, endpoint }: Place): string {
  const { service = LAMBDA, words } = formsOf(change);
  return shellLine([
    'aws',
    service[1],
    ...words,
    '--region',
    region,
    ...(profile === null ? [] : ['--profile', profile]),
    ...(endpoint === null ? [] : ['--endpoint-url', endpoint]),
  ]);
}

function formsOf({ setting, to, revision }: SettingChange): CallForms {
  switch (setting.kind) {
    case 'deployment':
      return {
        service: ['codedeploy', 'deploy'],
        operation: 'StopDeployment',
        input: { deploymentId: setting.id, autoRollbackEnabled: true },
        words: ['stop-deployment', '--deployment-id', setting.id, '--auto-rollback-enabled'],
      };
    case 'published-version': {
      const FunctionName = nameOf(setting.functionArn);
      const code = typeof to === 'object' && to !== null && typeof to.code === 'string' ? to.code : null;
      return {
        operation: 'PublishVersion',
        input: { FunctionName, ...(code === null ? {} : { CodeSha256: code }) },
        words: [
          ...['publish-version', '--function-name', FunctionName],
          ...(code === null ? [] : ['--code-sha256', code]),
        ],
      };
    }
    case 'queue-retention': {
      const { queueUrl: QueueUrl } = setting;
      const attribute = `MessageRetentionPeriod=${to}`;
      return {
        service: SQS,
        operation: 'SetQueueAttributes',
        input: { QueueUrl, Attributes: { MessageRetentionPeriod: String(to) } },
        words: ['set-queue-attributes', '--queue-url', QueueUrl, '--attributes', attribute],
      };
    }
    case 'reserved-concurrency': {
      const FunctionName = nameOf(setting.functionArn);
      const named = ['--function-name', FunctionName];
      return typeof to === 'number'
        ? {
            operation: 'PutFunctionConcurrency',
            input: { FunctionName, ReservedConcurrentExecutions: to },
            words: ['put-function-concurrency', ...named, '--reserved-concurrent-executions', to],
          }
        : {
            operation: 'DeleteFunctionConcurrency',
            input: { FunctionName },
            words: ['delete-function-concurrency', ...named],
          };
    }
    case 'provisioned-concurrency': {
      const FunctionName = nameOf(setting.functionArn);
      const { qualifier: Qualifier } = setting;
      const named = ['--function-name', FunctionName, '--qualifier', Qualifier];
      return typeof to === 'number'
        ? {
            operation: 'PutProvisionedConcurrencyConfig',
            input: { FunctionName, Qualifier, ProvisionedConcurrentExecutions: to },
            words: [
              'put-provisioned-concurrency-config',
              ...named,
              '--provisioned-concurrent-executions',
              to,
            ],
          }
        : {
            operation: 'DeleteProvisionedConcurrencyConfig',
            input: { FunctionName, Qualifier },
            words: ['delete-provisioned-concurrency-config', ...named],
          };
    }
    case 'event-source-enabled':
      return updateMapping(setting.uuid, { Enabled: to === true }, [
        to === true ? '--enabled' : '--no-enabled',
      ]);
    case 'event-source-concurrency':
      return typeof to === 'number'
        ? updateMapping(setting.uuid, { ScalingConfig: { MaximumConcurrency: to } }, [
            '--scaling-config',
            `MaximumConcurrency=${to}`,
          ])
        : updateMapping(setting.uuid, { ScalingConfig: {} }, ['--scaling-config', '{}']);
    case 'alias-routing': {
      const { version, weights } = toRouting(to) ?? { version: '', weights: {} };
      const FunctionName = nameOf(setting.functionArn);
      const Name = setting.alias;
      // All of it, always: without RoutingConfig the former split would stay (facts/aws.md section 2).
      const RoutingConfig = { AdditionalVersionWeights: weights };
      return {
        operation: 'UpdateAlias',
        input: {
          FunctionName,
          Name,
          FunctionVersion: version,
          RoutingConfig,
          ...(revision === undefined ? {} : { RevisionId: revision }),
        },
        words: [
          'update-alias',
          ...['--function-name', FunctionName, '--name', Name, '--function-version', version],
          ...['--routing-config', JSON.stringify(RoutingConfig)],
          ...(revision === undefined ? [] : ['--revision-id', revision]),
        ],
      };
    }
  }
}

function updateMapping(
  UUID: string,
  change: Readonly<Record<string, unknown>>,
  words: readonly string[],
): CallForms {
  return {
    operation: 'UpdateEventSourceMapping',
    input: { UUID, ...change },
    words: ['update-event-source-mapping', '--uuid', UUID, ...words],
  };
}

/** `NAME` of `arn:…:function:NAME`. */
function nameOf(functionArn: string): string {
  return functionArn.split(':')[6] ?? functionArn;
}
