import { describe, expect, it } from 'vitest';
import { aws, hasCli } from './aws-cli.ts';
import { connect, MINUTE, START } from './connect.ts';

// Only where the CLI is installed: it speaks CBOR to CloudWatch, which the JavaScript SDK does not.
describe.runIf(hasCli)('the aws CLI', () => {
  it('puts a metric and reads its statistics', async () => {
    const { endpoint } = await connect({ scenario: 'empty' });
    const metric = ['--namespace', 'Company/Orders', '--metric-name', 'Basket', '--dimensions'];
    const at = new Date(START - 5 * MINUTE).toISOString();
    const put = ['put-metric-data', ...metric, 'Shop=paris', '--timestamp', at, '--value', '12.5'];
    await aws(endpoint, 'cloudwatch', ...put);
    const { Datapoints } = await aws(
      endpoint,
      ...['cloudwatch', 'get-metric-statistics', ...metric, 'Name=Shop,Value=paris', '--period', '60'],
      ...['--start-time', at, '--end-time', new Date(START).toISOString()],
      ...['--extended-statistics', 'p90'],
    );
    expect(Datapoints).toMatchObject([{ ExtendedStatistics: { p90: 12.5 }, Unit: 'None' }]);
  });

  it('finds a deployment and stops it, and is told when it cannot', async () => {
    const { endpoint } = await connect({ scenario: 'codedeploy' });
    const running = ['--include-only-statuses', 'InProgress'];
    const { deployments } = await aws(endpoint, 'deploy', 'list-deployments', ...running);
    expect(deployments).toHaveLength(2);
    const id = ['--deployment-id', deployments[0]];
    await Promise.all([
      expect(
        aws(endpoint, 'deploy', 'stop-deployment', ...id, '--auto-rollback-enabled'),
      ).resolves.toMatchObject({ status: 'Pending' }),
      expect(aws(endpoint, 'deploy', 'get-deployment', '--deployment-id', 'd-ABCDEFGH1')).rejects.toThrow(
        'An error occurred (DeploymentDoesNotExistException) when calling the GetDeployment operation',
      ),
    ]);
  });
});
