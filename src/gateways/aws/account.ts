/** AWS as the rest of lambdatop sees it: connect to a scope, get its gateways. */

import type { Clock } from '../../domain/clock.ts';
import type { Logger } from '../../domain/logger.ts';
import type { AwsAccount, FunctionsGateway } from '../gateways.ts';
import type { Scope } from '../scope.ts';
import { WriteAccess } from '../write-access.ts';
import { aliasesGateway } from './aliases-gateway.ts';
import { changesGateway } from './changes-gateway.ts';
import { createClients } from './clients.ts';
import { codeDeployGateway } from './codedeploy-gateway.ts';
import { concurrencyGateway } from './concurrency-gateway.ts';
import { scopeCredentials } from './credentials.ts';
import { deadLetterSourcesGateway } from './dead-letter-sources-gateway.ts';
import { functionsGateway } from './functions-gateway.ts';
import { identityGateway } from './identity-gateway.ts';
import { invokersGateway } from './invokers-gateway.ts';
import { logsGateway } from './logs-gateway.ts';
import { messagesGateway } from './messages-gateway.ts';
import { metricsGateway } from './metrics-gateway.ts';
import { permissionsGateway } from './permissions-gateway.ts';
import { queuesGateway } from './queues-gateway.ts';
import { RateBudget } from './rate-budget.ts';
import { UsageMeter } from './usage.ts';

/** What a connection needs. */
export interface ConnectionTools {
  readonly logger: Logger;
  readonly clock: Clock;
  /** The time that the rates of calls are counted by: the clock's, but for tests in an account of their own. */
  readonly pace?: Clock | undefined;
}

/**
 * The account and region `scope` names. Returns at once: nothing is loaded, read or called before the first
 * call of a gateway. One rate budget belongs to it, so keep one per scope and process.
 */
export function connect(scope: Scope, tools: ConnectionTools): AwsAccount {
  const usage = new UsageMeter(tools.clock);
  const access = new WriteAccess(scope, tools.clock);
  const credentials = scopeCredentials(scope, tools);
  const clients = createClients({
    scope,
    credentials,
    logger: tools.logger,
    policy: {
      scope,
      access,
      usage,
      budget: new RateBudget(tools.pace ?? tools.clock, scope.region),
      // The next call then reads files and login caches anew: no restart after `aws sso login` elsewhere.
      onLoginNeeded: () => credentials.forget(),
      loginCommand: () => credentials.loginCommand(),
    },
  });
  let knownFunctions = 0;
  const functions = functionsGateway(clients);
  return {
    functions: countingFunctions(functions, (count) => {
      knownFunctions = count;
    }),
    metrics: metricsGateway(clients, usage, () => knownFunctions),
    concurrency: concurrencyGateway(clients),
    logs: logsGateway(clients),
    changes: changesGateway(clients),
    aliases: aliasesGateway(clients),
    codeDeploy: codeDeployGateway(clients),
    queues: queuesGateway(clients),
    deadLetterSources: deadLetterSourcesGateway(clients),
    messages: messagesGateway(clients),
    invokers: invokersGateway(clients),
    identity: identityGateway(clients, credentials, (account) => access.identified(account)),
    access,
    permissions: permissionsGateway(clients),
    usage: () => usage.usage(),
    close: () => clients.close(),
  };
}

/** Tells how many functions a whole listing found: the price of a ranking depends on it. */
function countingFunctions(gateway: FunctionsGateway, onCount: (count: number) => void): FunctionsGateway {
  return {
    ...gateway,
    async *listFunctions(signal) {
      let count = 0;
      for await (const page of gateway.listFunctions(signal)) {
        count += page.functions.length;
        if (!page.more) onCount(count);
        yield page;
      }
    },
  };
}
