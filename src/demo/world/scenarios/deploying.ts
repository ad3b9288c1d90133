import type { DeploymentOrder } from '../deployments/deployment.ts';
import { quietAround } from './quiet.ts';
import { type Scenario, settle, specs } from './settle.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * CodeDeploy is shifting two aliases: `checkout-api-prod:live` waits at 10 % of a canary, and
 * `orders-api-prod:prod` moves on by 10 % every minute. Earlier deployments succeeded and failed.
 */
export const deploying: Scenario = (place, { functions }) => {
  const { start } = place.clock;
  const checkout = order('checkout-api-prod', 'live', 'LambdaCanary10Percent15Minutes');
  const orders = order('orders-api-prod', 'prod', 'LambdaLinear10PercentEvery1Minute');
  const payments = order('payments-authorise-prod', 'live', 'LambdaCanary10Percent5Minutes');
  const aliasNotFound = {
    code: 'INVALID_LAMBDA_CONFIGURATION',
    message: 'The Lambda function alias version does not match the current version in AppSpec file.',
  };
  return settle(
    place,
    specs(
      quietAround({
        'checkout-api-prod': {
          versions: 42,
          aliases: [{ name: 'live', version: 41 }],
          lastChangedMinutesAgo: 4,
        },
        'orders-api-prod': {
          versions: 18,
          aliases: [{ name: 'prod', version: 17 }],
          lastChangedMinutesAgo: 6,
        },
        'payments-authorise-prod': { versions: 23, aliases: [{ name: 'live', version: 22 }] },
      }),
      functions,
      place,
    ),
    {
      deployments: [
        { ...checkout, currentVersion: '41', targetVersion: '42', createdAt: start - 2 * MINUTE },
        { ...orders, currentVersion: '17', targetVersion: '18', createdAt: start - 3.5 * MINUTE },
      ],
      pastDeployments: [
        past({ ...checkout, currentVersion: '40', targetVersion: '41', createdAt: start - 26 * HOUR }),
        past({ ...orders, currentVersion: '16', targetVersion: '17', createdAt: start - 50 * HOUR }),
        past({ ...payments, currentVersion: '21', targetVersion: '22', createdAt: start - 75 * HOUR }),
        {
          ...payments,
          currentVersion: '21',
          targetVersion: '23',
          createdAt: start - 3 * HOUR,
          status: 'Failed',
          error: aliasNotFound,
        },
      ],
    },
  );
};

type Routine = Omit<DeploymentOrder, 'currentVersion' | 'targetVersion' | 'createdAt'>;

function order(functionName: string, alias: string, config: string): Routine {
  const application = `${functionName}-ServerlessDeploymentApplication`;
  const group = `${functionName}-DeploymentGroup`;
  return { application, group, configName: `CodeDeployDefault.${config}`, functionName, alias };
}

function past(done: DeploymentOrder) {
  return { ...done, status: 'Succeeded' as const };
}
