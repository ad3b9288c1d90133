/** Whose keys sign the calls: the default chain or a profile, remembered until they end, read anew on demand. */

import type { AwsCredentialIdentity } from '@smithy/types';
import type { Clock } from '../../domain/clock.ts';
import type { Logger } from '../../domain/logger.ts';
import type { Scope } from '../scope.ts';
import { describeCredentialsError, loginCommand } from './credential-errors.ts';
import { sdkLogger } from './sdk-logger.ts';
import { type ProfileSettings, readSharedConfig } from './shared-config.ts';

/** Credentials are renewed this long before they end, ms (the SDK's own margin). */
const RENEW_BEFORE_MS = 5 * 60_000;

/** Settings that say where a profile's credentials come from; without any, the machine's own are used. */
const SOURCES = [
  'aws_access_key_id',
  'role_arn',
  'credential_process',
  'web_identity_token_file',
  'sso_session',
  'sso_start_url',
  'login_session',
];

/** The credentials of one scope. */
export interface Credentials {
  /** The present ones, resolving them when there are none yet; rejects with an AppError that names the cure. */
  get(): Promise<AwsCredentialIdentity>;
  /** What the person types to renew them, as far as the profile tells. */
  loginCommand(): string;
  /** Forgets what is remembered: the next call reads files, caches of `aws sso login` and the chain anew. */
  forget(): void;
}

/** Resolves credentials afresh; tests supply their own. */
export type CredentialSource = () => Promise<AwsCredentialIdentity>;

/** Credentials for `scope`, resolved at first use and shared by all clients. */
export function scopeCredentials(
  scope: Scope,
  tools: { readonly logger: Logger; readonly clock: Clock },
  source?: CredentialSource,
): Credentials {
  let settings: ProfileSettings = {};
  const resolve = source ?? fromConfig;
  let known: AwsCredentialIdentity | undefined;
  let resolving: Promise<AwsCredentialIdentity> | undefined;

  const remainingMs = (credentials: AwsCredentialIdentity) =>
    (credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY) - tools.clock.now();

  async function fromConfig(): Promise<AwsCredentialIdentity> {
    const { profiles } = await readSharedConfig(process.env);
    settings = profiles.get(scope.profile ?? 'default') ?? {};
    try {
      return await (await chainFor(scope, settings, tools.logger))();
    } catch (error) {
      throw describeCredentialsError(error, scope.profile, settings, [...profiles.keys()]);
    }
  }

  async function renew(former: AwsCredentialIdentity | undefined): Promise<AwsCredentialIdentity> {
    try {
      return await resolve();
    } catch (error) {
      if (!former || remainingMs(former) <= 0) throw error;
      // A lost login must not take away minutes that are still good: a roll back may need them.
      tools.logger.warn('credentials could not be renewed; using them until they end', String(error));
      return former;
    }
  }

  function start(): Promise<AwsCredentialIdentity> {
    const attempt = renew(known).then(
      (credentials) => {
        if (resolving === attempt) [known, resolving] = [credentials, undefined];
        return credentials;
      },
      (error: unknown) => {
        if (resolving === attempt) resolving = undefined;
        throw error;
      },
    );
    return attempt;
  }

  return {
    async get() {
      if (known && remainingMs(known) > RENEW_BEFORE_MS) return known;
      resolving ??= start();
      return resolving;
    },
    loginCommand: () => loginCommand(scope.profile, settings),
    forget() {
      known = undefined;
      resolving = undefined;
    },
  };
}

/** The profile's own source or the SDK's default chain. */
async function chainFor(scope: Scope, settings: ProfileSettings, logger: Logger): Promise<CredentialSource> {
  const { fromIni, fromNodeProviderChain } = await import('./sdk/credential-providers.ts');
  const keysInEnvironment = Boolean(process.env.AWS_ACCESS_KEY_ID && process.env.AWS_SECRET_ACCESS_KEY);
  if (scope.profile !== null && keysInEnvironment) {
    logger.warn(
      `both the profile "${scope.profile}" and AWS_ACCESS_KEY_ID are set: the profile is used, the variable is not`,
    );
  }
  const init = {
    profile: scope.profile ?? 'default',
    ignoreCache: true,
    logger: sdkLogger(logger),
    parentClientConfig: { region: async () => scope.region, logger: sdkLogger(logger) },
    clientConfig: {
      requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
    },
  };
  // A profile that names its source gets that source and its error, not a fall through to the machine's role.
  const named = SOURCES.some((name) => settings[name]);
  if (named && (scope.profile !== null || !keysInEnvironment)) return fromIni(init);
  const { profile, ...rest } = init;
  return fromNodeProviderChain(scope.profile === null ? rest : { ...rest, profile });
}
