import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type Account, startAccount } from '../../src/demo/account.ts';
import { blastRadius } from '../../src/domain/blast-radius/blast-radius.ts';
import type { Findings } from '../../src/domain/blast-radius/findings.ts';
import type { AwsAccount } from '../../src/gateways/gateways.ts';
import { gatherFindings } from '../../src/operations/blast-radius.ts';
import { connectTo, useDummyKeys } from '../gateways/connect.ts';
import { eventually } from '../support/eventually.ts';

const START = Date.UTC(2026, 10, 21, 3);
const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:';

let embedded: Account;
let aws: AwsAccount;
beforeAll(async () => {
  useDummyKeys();
  embedded = await startAccount({ seed: 1, start: START, speed: 0 });
});
beforeEach(() => {
  embedded.faults.clear();
  aws = connectTo(embedded.endpoint);
  return () => aws.close();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await embedded.close();
});

const gather = (name: string, options: Partial<Parameters<typeof gatherFindings>[2]> = {}) =>
  gatherFindings(
    `${ARN}${name}`,
    { ...aws, clock: { now: () => START } },
    { signal: new AbortController().signal, patienceMs: 15_000, ...options },
  );

async function radiusOf(name: string) {
  const { facts, warnings, pauseInstead } = blastRadius(await gather(name), { disabled: 'sqs' });
  return {
    facts: Object.fromEntries(facts.map(({ label, value }) => [label, value])),
    serious: warnings.filter(({ level }) => level !== 'note').map(({ level, text }) => `${level}: ${text}`),
    pauseInstead,
  };
}

it('of a worker on a queue: pause it instead', async () => {
  expect(await radiusOf('orders-fulfilment-worker')).toEqual({
    facts: {
      invocations: expect.stringMatching(/^\d+ a minute$/),
      'in flight': expect.stringMatching(/ at once$/),
      reserved: '100',
      provisioned: 'none',
      'event sources': 'orders-fulfilment-worker-queue (sqs)',
      'async events': 'none in the last 30 min',
      'failed events to': 'nowhere',
      'function URL': 'none',
      'invoked by': 'nobody in its policy',
    },
    serious: [],
    pauseInstead: expect.stringContaining('an SQS queue'),
  });
});

it('of a function that is sent events: they are lost, or dead-lettered', async () => {
  const { facts, serious } = await radiusOf('image-virus-scan');
  expect(facts).toMatchObject({ 'failed events to': 'queue image-virus-scan-dlq' });
  expect(serious).toEqual([
    expect.stringMatching(
      /^risk: Asynchronous events .*from S3 .* go straight to queue image-virus-scan-dlq/,
    ),
  ]);
  const lost = await radiusOf('payments-reconcile-nightly');
  expect(lost.facts).toMatchObject({ 'invoked by': expect.stringContaining('EventBridge') });
  expect(lost.serious).toEqual([expect.stringMatching(/^loss: .* WILL BE LOST/)]);
});

it('of a function behind an alias: its policy is the alias’s', async () => {
  const { facts, serious } = await radiusOf('catalog-api-prod');
  expect(facts).toMatchObject({
    provisioned: 'live 12',
    'invoked by': expect.stringContaining('API Gateway'),
  });
  expect(serious).toEqual([
    expect.stringContaining('AWS refuses concurrency 0 while there is provisioned concurrency (12 of live)'),
    expect.stringContaining('its callers get errors'),
  ]);
});

it('of a function with a URL', async () => {
  const { facts, serious } = await radiusOf('platform-github-webhook');
  expect(facts).toMatchObject({ 'function URL': 'public' });
  expect(serious).toContain('risk: Its function URL answers 429 to everyone.');
});

it('comes in part by part, and what does not come is not known', async () => {
  embedded.faults.add({ kind: 'deny', service: 'lambda', operation: 'GetPolicy' });
  embedded.faults.add({ kind: 'delay', service: 'cloudwatch', operation: '*', delayMs: 700 });
  const seen: Findings[] = [];
  const onChange = (findings: Findings) => seen.push(findings);
  const findings = await gather('orders-api-prod', { onChange, patienceMs: 400 });
  expect(seen.length).toBeGreaterThan(6);
  expect(findings).toMatchObject({
    function: { state: 'known' },
    traffic: { state: 'unknown', why: 'no answer in 0.4 s' },
    permissions: { state: 'unknown', why: 'denied: lambda:GetPolicy' },
  });
  // Better late than never.
  await eventually(() => expect(seen.at(-1)?.traffic.state).toBe('known'));
});

it('says nothing any more once it is called off', async () => {
  embedded.faults.add({ kind: 'delay', service: '*', operation: '*', delayMs: 60_000 });
  const off = new AbortController();
  const onChange = vi.fn();
  const gathering = gather('orders-api-prod', { onChange, signal: off.signal });
  off.abort();
  await gathering;
  expect(onChange).not.toHaveBeenCalled();
});
