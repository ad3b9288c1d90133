import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { onTestFinished } from 'vitest';
import { type Account, type AccountOptions, startAccount } from '../../src/demo/account.ts';

/** A Friday afternoon on which the world stands still. */
export const START = Date.parse('2026-11-20T14:30:00Z');
export const MINUTE = 60_000;

/** An embedded account with SDK clients that never retry, so that each test sees what was answered. */
export interface Connected extends Account {
  lambda: LambdaClient;
  cloudwatch: CloudWatchClient;
  logs: CloudWatchLogsClient;
  sqs: SQSClient;
  codedeploy: CodeDeployClient;
  sts: STSClient;
  /** Lines for whoever runs the account. */
  warnings: string[];
}

/** Starts an account whose clock stands still at START unless told, for the length of one test. */
export async function connect(options: AccountOptions = {}): Promise<Connected> {
  const warnings: string[] = [];
  const account = await startAccount({
    start: START,
    speed: 0,
    warn: (line) => warnings.push(line),
    ...options,
  });
  const settings = {
    endpoint: account.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
    maxAttempts: 1,
  };
  onTestFinished(() => account.close());
  return {
    ...account,
    warnings,
    lambda: new LambdaClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    // The host prefix of live tail would look for stream-127.0.0.1 (facts, section 3).
    logs: new CloudWatchLogsClient({ ...settings, disableHostPrefix: true }),
    sqs: new SQSClient(settings),
    codedeploy: new CodeDeployClient(settings),
    sts: new STSClient(settings),
  };
}

/** A POST by hand, as a client that is not the SDK sends it. */
export async function post(
  endpoint: string,
  path: string,
  headers: Record<string, string>,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<{ status: number; headers: Headers; bytes: Uint8Array; text: string }> {
  const response = await fetch(endpoint + path, { method: 'POST', headers, body });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    text: Buffer.from(bytes).toString('utf8'),
  };
}
