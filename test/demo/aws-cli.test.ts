import { describe, expect, it } from 'vitest';
import { aws, hasCli } from './aws-cli.ts';
import { connect, MINUTE, START } from './connect.ts';

// Only where the CLI is installed: it is another client's judgement of the same wire.
describe.runIf(hasCli)('the aws CLI', () => {
  it('lists every function, and reads one of them', async () => {
    const { endpoint, world } = await connect();
    const [list, one] = await Promise.all([
      aws(endpoint, 'lambda', 'list-functions'),
      aws(endpoint, 'lambda', 'get-function', '--function-name', 'checkout-api-prod:live'),
    ]);
    expect(list.Functions).toHaveLength(world.functions.length);
    expect(one.Configuration.Version).toBe('41');
  });

  it('reads who it is', async () => {
    const { endpoint } = await connect();
    const identity = await aws(endpoint, 'sts', 'get-caller-identity');
    expect(identity.Account).toBe('123456789012');
  });

  it('reads metrics and lists them', async () => {
    const { endpoint } = await connect();
    const Metric = {
      Namespace: 'AWS/Lambda',
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'FunctionName', Value: 'orders-api-prod' }],
    };
    const range = [START - 8 * MINUTE, START - 3 * MINUTE].map((at) => new Date(at).toISOString());
    const [data, listed] = await Promise.all([
      aws(
        endpoint,
        ...['cloudwatch', 'get-metric-data', '--start-time', range[0] ?? '', '--end-time', range[1] ?? ''],
        ...[
          '--metric-data-queries',
          JSON.stringify([{ Id: 'q', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }]),
        ],
      ),
      aws(
        endpoint,
        'cloudwatch',
        'list-metrics',
        '--namespace',
        'AWS/Lambda',
        '--metric-name',
        'IteratorAge',
      ),
    ]);
    expect(data.MetricDataResults[0].Values).toHaveLength(5);
    expect(listed.Metrics.length).toBeGreaterThan(10);
  });

  it('is told the name and the text of an error, and of an operation that is not there', async () => {
    const { endpoint } = await connect();
    const name = ['--function-name', 'nope'];
    const layer = ['--layer-name', 'tools', '--version-number', '1'];
    await expect(aws(endpoint, 'lambda', 'get-function', ...name)).rejects.toThrow(
      'An error occurred (ResourceNotFoundException) when calling the GetFunction operation: Function not found: arn:aws:lambda:eu-west-1:123456789012:function:nope',
    );
    await expect(aws(endpoint, 'lambda', 'get-layer-version-policy', ...layer)).rejects.toThrow(
      'An error occurred (UnknownOperationException) when calling the GetLayerVersionPolicy operation',
    );
  });
});
