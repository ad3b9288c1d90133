import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type Account, startAccount } from '../../src/demo/account.ts';
import type { AwsAccount } from '../../src/gateways/gateways.ts';
import { connectTo, useDummyKeys } from './connect.ts';

let embedded: Account;
let aws: AwsAccount;
let time = 0;
beforeAll(async () => {
  useDummyKeys();
  embedded = await startAccount({ seed: 1, scenario: 'codedeploy', elapsed: () => time });
  aws = connectTo(embedded.endpoint);
});
beforeEach(() => embedded.faults.clear());
afterAll(async () => {
  vi.unstubAllEnvs();
  aws.close();
  await embedded.close();
});

const inProgress = (alias = 'live') => aws.codeDeploy.deploymentInProgress('checkout-api-prod', alias);

it('finds the deployment that is in progress on an alias, and none on another', async () => {
  expect(await inProgress()).toEqual({
    id: expect.stringMatching(/^d-[A-Z0-9]{9}$/),
    application: 'checkout-api-prod-ServerlessDeploymentApplication',
    group: 'checkout-api-prod-DeploymentGroup',
    status: 'InProgress',
    currentVersion: '41',
    targetVersion: '42',
    weight: 0.1,
    isRollback: false,
  });
  expect(await inProgress('canary')).toBeNull();
  expect(await aws.codeDeploy.deploymentInProgress('payments-authorise-prod', 'live')).toBeNull();
});

it('says that it may not look, rather than that there is none', async () => {
  embedded.faults.add({ kind: 'deny', service: 'codedeploy', operation: 'BatchGetDeployments' });
  await expect(inProgress()).rejects.toMatchObject({ code: 'access-denied' });
});

it('stops a deployment, which takes the alias back; a second stop is refused', async () => {
  const id = (await inProgress())?.id ?? '';
  expect(await aws.codeDeploy.stopDeployment(id)).toEqual({ requestId: expect.any(String) });
  time += 5_000;
  expect(await aws.codeDeploy.deploymentStatus(id)).toBe('Stopped');
  expect(await inProgress()).toBeNull();
  expect(await aws.aliases.alias('checkout-api-prod', 'live')).toMatchObject({ version: '41', weights: {} });
  await expect(aws.codeDeploy.stopDeployment(id)).rejects.toMatchObject({ code: 'conflict' });
});

it('reads one version, and all of them in their order', async () => {
  const version = await aws.aliases.version('checkout-api-prod', '42');
  expect(version).toMatchObject({
    version: '42',
    state: 'Active',
    role: expect.stringMatching(/^arn:aws:iam/),
  });
  const all = await aws.aliases.versions('checkout-api-prod');
  expect(all.map((each) => each.version).slice(-2)).toEqual(['41', '42']);
  await expect(aws.aliases.version('checkout-api-prod', '99')).rejects.toMatchObject({ code: 'not-found' });
});
