/** The embedded account inside the test's own process, so that a test can look into it and make it misbehave. */
import { onTestFinished } from 'vitest';
import { type Account, type AccountOptions, startAccount } from '../../src/demo/account.ts';

/** An account that ends with the test. */
export async function embeddedAccount(options: AccountOptions = {}): Promise<Account> {
  const account = await startAccount(options);
  onTestFinished(() => account.close());
  return account;
}

/** The variables that lead an AWS client to the account. */
export function variablesOf({ endpoint }: Pick<Account, 'endpoint'>): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-west-1',
    // For the aws CLI, which knows no AWS_REGION.
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
}

/** The operations that were called, as `lambda.ListFunctions`. */
export async function callsTo({ endpoint }: Account): Promise<string[]> {
  const reply = await fetch(`${endpoint}/_control/requests`);
  const { counts } = (await reply.json()) as { counts: Record<string, number> };
  return Object.keys(counts);
}
