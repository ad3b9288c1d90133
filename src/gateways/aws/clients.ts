/** One SDK client per service, each loaded and built at its first use: start-up pays for none of them. */

import type { Pluggable } from '@smithy/types';
import type { Logger } from '../../domain/logger.ts';
import { endpointOf, type Scope, type ServiceName } from '../scope.ts';
import { type CallPolicy, callPolicy, urgent } from './call-policy.ts';
import type { Credentials } from './credentials.ts';
import { sdkLogger } from './sdk-logger.ts';

/** What a call may ask for. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** A person is waiting for this one: it goes ahead of the pollers, at up to twice their rate. */
  readonly urgent?: boolean;
}

/** A command of the SDK, as far as sending it needs to know. */
interface CommandOf<Input extends object, Output extends object> {
  readonly middlewareStack: Stack<Input, Output>;
}

interface Stack<Input extends object, Output extends object> {
  use(plugin: Pluggable<Input, Output>): void;
}

/** Sends a command; rejects with an AppError and nothing else. */
type Send = <Input extends object, Output extends object>(
  command: CommandOf<Input, Output>,
  options?: CallOptions,
) => Promise<Output>;

/** A service, ready to call: its commands and the ways to send them. */
interface Service<Sdk> {
  /** The command classes of sdk/SERVICE.ts. */
  readonly sdk: Sdk;
  /** For reads: repeated by the SDK when the line drops or AWS is busy. */
  readonly send: Send;
  /** For changes: one attempt, whatever happens to it. */
  readonly change: Send;
}

/** All services of one scope. */
export interface Clients {
  lambda(): Promise<Service<typeof import('./sdk/lambda.ts')>>;
  cloudwatch(): Promise<Service<typeof import('./sdk/cloudwatch.ts')>>;
  sts(): Promise<Service<typeof import('./sdk/sts.ts')>>;
  logs(): Promise<Service<typeof import('./sdk/logs.ts')>>;
  sqs(): Promise<Service<typeof import('./sdk/sqs.ts')>>;
  codedeploy(): Promise<Service<typeof import('./sdk/codedeploy.ts')>>;
  /** Closes the sockets of all that were built. */
  close(): void;
}

/** What a client needs of us. */
export interface ClientTools {
  readonly scope: Scope;
  readonly credentials: Credentials;
  readonly policy: CallPolicy;
  readonly logger: Logger;
}

/** Clients for `tools.scope`; nothing is loaded yet. */
export function createClients(tools: ClientTools): Clients {
  const built: Sender[] = [];

  /** Loads and builds once; the policy goes in before anyone can call. */
  function once<Sdk, Input extends object, Output extends object>(
    name: ServiceName,
    load: () => Promise<Sdk>,
    build: (sdk: Sdk, config: ClientConfig) => Client<Input, Output>,
  ): () => Promise<Service<Sdk>> {
    const config = clientConfig(name, tools);
    const prepared = (sdk: Sdk, changes: Partial<ClientConfig>, attempts: 'one' | 'several') => {
      const client = build(sdk, { ...config, ...changes });
      client.middlewareStack.use(callPolicy(name, tools.policy, attempts));
      built.push(client);
      return client;
    };
    let loading: Promise<Service<Sdk>> | undefined;
    return () => {
      loading ??= load().then((sdk) => {
        const reading = prepared(sdk, {}, 'several');
        // The same sockets: a change goes out on the line that was read from a moment ago, which is known to be
        // alive. On one that fell asleep its single attempt would be lost.
        const requestHandler = reading.config.requestHandler as ClientConfig['requestHandler'];
        let changing: Sender | undefined;
        return {
          sdk,
          send: (command, options) => sendThrough(reading, command, options),
          change(command, options) {
            changing ??= prepared(sdk, { maxAttempts: 1, requestHandler }, 'one');
            return sendThrough(changing, command, options);
          },
        };
      });
      return loading;
    };
  }

  const lambda = () => import('./sdk/lambda.ts');
  const cloudwatch = () => import('./sdk/cloudwatch.ts');
  const sts = () => import('./sdk/sts.ts');
  const logs = () => import('./sdk/logs.ts');
  const sqs = () => import('./sdk/sqs.ts');
  const codedeploy = () => import('./sdk/codedeploy.ts');
  // With a custom endpoint the host in a queue's URL is often not one that we can reach.
  const useQueueUrlAsEndpoint = endpointOf(tools.scope, 'sqs') === null;

  return {
    lambda: once('lambda', lambda, ({ Client }, config) => new Client(config)),
    cloudwatch: once('cloudwatch', cloudwatch, ({ Client }, config) => new Client(config)),
    sts: once('sts', sts, ({ Client }, config) => new Client(config)),
    logs: once('logs', logs, ({ Client }, config) => new Client(config)),
    sqs: once('sqs', sqs, ({ Client }, config) => new Client({ ...config, useQueueUrlAsEndpoint })),
    codedeploy: once('codedeploy', codedeploy, ({ Client }, config) => new Client(config)),
    close() {
      for (const client of built) client.destroy();
    },
  };
}

/** Any service's client; the SDK's types of one service never fit another's. */
interface Sender {
  send(command: never, options?: { abortSignal?: AbortSignal }): Promise<unknown>;
  destroy(): void;
}

/** A client as it is being prepared. */
interface Client<Input extends object, Output extends object> extends Sender {
  readonly middlewareStack: Stack<Input, Output>;
  readonly config: { readonly requestHandler: object };
}

/** What `clientConfig` gives; the handler may also be one that another client has already built. */
type ClientConfig = Omit<ReturnType<typeof clientConfig>, 'requestHandler'> & {
  readonly requestHandler: { [setting: string]: unknown };
};

function sendThrough<Input extends object, Output extends object>(
  client: Sender,
  command: CommandOf<Input, Output>,
  { signal, urgent: waitedFor = false }: CallOptions = {},
): Promise<Output> {
  if (waitedFor) command.middlewareStack.use(urgent());
  return client.send(command as never, signal ? { abortSignal: signal } : {}) as Promise<never>;
}

/**
 * The settings all clients share (facts/aws.md section 7). Endpoints are resolved in scope.ts, so the SDK must
 * not look for its own. `memoized` tells the SDK that we keep the credentials: it would otherwise remember keys
 * without an expiry for ever, and a login in another window would never be seen.
 */
export function clientConfig(service: ServiceName, { scope, credentials, logger }: ClientTools) {
  const endpoint = endpointOf(scope, service);
  return {
    region: scope.region,
    ...(scope.profile === null ? {} : { profile: scope.profile }),
    credentials: Object.assign(() => credentials.get(), { memoized: true }),
    ...(endpoint === null ? {} : { endpoint, disableHostPrefix: true }),
    ignoreConfiguredEndpointUrls: true,
    logger: sdkLogger(logger),
    retryMode: 'standard',
    maxAttempts: 3,
    customUserAgent: 'lambdatop',
    requestHandler: {
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
      // Without this the SDK only warns when the time is up.
      throwOnRequestTimeout: true,
      socketTimeout: 10_000,
      logger: sdkLogger(logger),
      httpAgent: { keepAlive: true, maxSockets: 50 },
      httpsAgent: { keepAlive: true, maxSockets: 50 },
    },
  };
}
