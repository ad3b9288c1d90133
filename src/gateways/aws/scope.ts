/** Profile, region and read-only mode: from options, then the environment, then the profile. */

import { AppError } from '../../domain/app-error.ts';
import { nearest } from '../../domain/nearest.ts';
import type { Scope, ScopeOptions } from '../scope.ts';
import { resolveEndpoints } from './endpoints.ts';
import { type ProfileSettings, readSharedConfig, type SharedConfig } from './shared-config.ts';

/** us-east-1, us-gov-west-1, eusc-de-east-1, …: what can be a region, without a list that would grow old. */
const REGION = /^[a-z]{2,8}(-[a-z]{2,12}){1,3}-\d{1,2}$/;
/** Profiles named in an error at most. */
const LISTED_PROFILES = 20;

/** Asks the machine for its region when nothing else names one; null when it does not know. */
export type MachineRegion = () => Promise<string | null>;

/**
 * Decides whom we talk to. Rejects with AppError `unknown-profile`, `no-region` or `usage` (a malformed region
 * or endpoint); never talks to AWS. `machineRegion` is the last resort and takes at most about a second.
 */
export async function resolveScope(
  options: ScopeOptions,
  env: NodeJS.ProcessEnv,
  machineRegion: MachineRegion = () => regionOfInstance(env),
): Promise<Scope> {
  const config = await readSharedConfig(env);
  const profile = options.profile || env.AWS_PROFILE || null;
  const settings = settingsOf(config, profile, options.profile ? '--profile' : 'AWS_PROFILE');
  const { region, source } = await resolveRegion(options, env, profile, settings, machineRegion);
  return {
    profile,
    region,
    regionSource: source,
    ...resolveEndpoints(options.endpointUrl, env, profile ?? 'default', settings, config),
    readOnly: options.readOnly ?? false,
    write: options.write ?? false,
    rules: options.rules ?? [],
  };
}

function settingsOf(config: SharedConfig, profile: string | null, source: string): ProfileSettings {
  const settings = config.profiles.get(profile ?? 'default');
  if (settings || profile === null) return settings ?? {};
  const names = [...config.profiles.keys()].sort();
  const near = nearest(profile, names);
  const listed = names.slice(0, LISTED_PROFILES).join(', ');
  const more = names.length > LISTED_PROFILES ? `, and ${names.length - LISTED_PROFILES} more` : '';
  throw new AppError(
    'unknown-profile',
    `There is no profile "${profile}" (${source}) in the AWS config files.`,
    {
      next: [
        ...(near.length > 0 && near.length < names.length ? [`did you mean ${near.join(' or ')}?`] : []),
        names.length > 0 ? `profiles: ${listed}${more}` : 'no profile is configured yet',
        `set it up: aws configure sso --profile ${profile}`,
      ],
    },
  );
}

async function resolveRegion(
  options: ScopeOptions,
  env: NodeJS.ProcessEnv,
  profile: string | null,
  settings: ProfileSettings,
  machineRegion: MachineRegion,
): Promise<{ region: string; source: string }> {
  // The JS SDK does not read AWS_DEFAULT_REGION, the aws CLI does (facts/aws.md section 7).
  const candidates: readonly (readonly [string | undefined, string])[] = [
    [options.region, '--region'],
    [env.AWS_REGION, 'AWS_REGION'],
    [env.AWS_DEFAULT_REGION, 'AWS_DEFAULT_REGION'],
    [settings.region, `profile ${profile ?? 'default'}`],
  ];
  for (const [value, source] of candidates) {
    const region = value?.trim();
    if (!region) continue;
    if (REGION.test(region)) return { region, source };
    throw new AppError('usage', `"${region}" (${source}) is not an AWS region.`, {
      next: ['a region looks like eu-west-1'],
    });
  }
  const region = await machineRegion();
  if (region && REGION.test(region)) return { region, source: 'instance metadata' };
  throw new AppError('no-region', 'No AWS region is set.', {
    next: [
      'pass --region, as in: lambdatop --region eu-west-1',
      'or: export AWS_REGION=eu-west-1',
      `or: aws configure set region eu-west-1${profile ? ` --profile ${profile}` : ''}`,
    ],
  });
}

/** The SDK's own look-up on an EC2 instance: two requests of at most 1 s each, none when metadata is disabled. */
async function regionOfInstance(env: NodeJS.ProcessEnv): Promise<string | null> {
  if (env.AWS_EC2_METADATA_DISABLED && env.AWS_EC2_METADATA_DISABLED !== 'false') return null;
  const { NODE_REGION_CONFIG_OPTIONS } = await import('./sdk/config.ts');
  const lookUp = NODE_REGION_CONFIG_OPTIONS.default;
  if (typeof lookUp !== 'function') return null;
  return Promise.resolve(lookUp()).catch(() => null);
}
