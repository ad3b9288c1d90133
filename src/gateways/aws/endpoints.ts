/**
 * Custom endpoints, in the SDK's order of precedence. We resolve them ourselves because the SDK reads a
 * configured endpoint_url from AWS_PROFILE's section only, never from the profile a client was given
 * (@smithy/core, getEndpointFromConfig).
 */

import { AppError } from '../../domain/app-error.ts';
import type { Scope, ServiceName } from '../scope.ts';
import type { ProfileSettings, SharedConfig } from './shared-config.ts';

/** Service → its id in variables (upper case) and services sections (lower case): "CloudWatch Logs" → cloudwatch_logs. */
const CONFIG_ID: Record<ServiceName, string> = {
  lambda: 'lambda',
  cloudwatch: 'cloudwatch',
  sts: 'sts',
  logs: 'cloudwatch_logs',
  sqs: 'sqs',
  codedeploy: 'codedeploy',
};
const SERVICES = Object.keys(CONFIG_ID) as ServiceName[];

/** `--endpoint-url` beats all; then the variables; then the profile (AWS SDK reference, "Service-specific endpoints"). */
export function resolveEndpoints(
  option: string | undefined,
  env: NodeJS.ProcessEnv,
  profile: string,
  settings: ProfileSettings,
  config: SharedConfig,
): Pick<Scope, 'endpoint' | 'endpointSource' | 'serviceEndpoints'> {
  if (option !== undefined) {
    return {
      endpoint: checkedUrl(option, '--endpoint-url'),
      endpointSource: '--endpoint-url',
      serviceEndpoints: {},
    };
  }
  const ignored = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? settings.ignore_configured_endpoint_urls;
  if (ignored?.toLowerCase() === 'true')
    return { endpoint: null, endpointSource: null, serviceEndpoints: {} };

  const general = env.AWS_ENDPOINT_URL || settings.endpoint_url;
  const source = env.AWS_ENDPOINT_URL ? 'AWS_ENDPOINT_URL' : `profile ${profile}`;
  const section = servicesSection(settings, config, profile);
  const serviceEndpoints: Partial<Record<ServiceName, string>> = {};
  for (const service of SERVICES) {
    const id = CONFIG_ID[service];
    const variable = `AWS_ENDPOINT_URL_${id.toUpperCase()}`;
    const own = env[variable];
    if (own) serviceEndpoints[service] = checkedUrl(own, variable);
    else if (!env.AWS_ENDPOINT_URL && section[`${id}.endpoint_url`]) {
      serviceEndpoints[service] = checkedUrl(
        section[`${id}.endpoint_url`] ?? '',
        `services ${settings.services}`,
      );
    }
  }
  return {
    endpoint: general ? checkedUrl(general, source) : null,
    endpointSource: general ? source : null,
    serviceEndpoints,
  };
}

function servicesSection(settings: ProfileSettings, config: SharedConfig, profile: string): ProfileSettings {
  if (!settings.services) return {};
  const section = config.services(settings.services);
  if (section) return section;
  throw new AppError(
    'usage',
    `Profile "${profile}" names the services section "${settings.services}", which the AWS config file does not have.`,
    { next: [`add [services ${settings.services}] to the config file, or remove the line from the profile`] },
  );
}

function checkedUrl(text: string, source: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new AppError('usage', `"${text}" (${source}) is not an endpoint URL.`, {
      next: ['write it with its scheme, as in http://127.0.0.1:4566'],
    });
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new AppError('usage', `The endpoint URL of ${source} may only name a host, a port and a path.`);
  }
  return text.replace(/\/+$/, '');
}
