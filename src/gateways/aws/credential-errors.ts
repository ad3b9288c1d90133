/** Why there are no credentials, and the exact command that brings them back (texts: facts/aws.md section 7). */

import { AppError } from '../../domain/app-error.ts';
import { networkError } from './network-errors.ts';
import { plainText } from './plain-text.ts';
import type { ProfileSettings } from './shared-config.ts';

const AGAIN = 'then press Ctrl-R, or run the command again';

/** What a failed look-up of credentials means, as an AppError. `profile` is null for the default chain. */
export function describeCredentialsError(
  thrown: unknown,
  profile: string | null,
  settings: ProfileSettings,
  profiles: readonly string[],
): AppError {
  if (thrown instanceof AppError) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const who = profile ? `Profile "${profile}"` : 'The default profile';
  const option = ` --profile ${profile ?? 'default'}`;
  const text = error.message;
  const named = (code: AppError['code'], message: string, next: readonly string[]) =>
    new AppError(code, message, { next, cause: thrown });

  if (/multi-factor authentication/i.test(text)) return mfaRequired(thrown, who, option, settings);

  const unreachable = networkError(thrown, 'the service that issues credentials');
  if (unreachable) return unreachable;

  if (isLogin(text, settings)) {
    return named('expired-credentials', `${who} is logged out: its \`aws login\` session has ended.`, [
      `aws login${option}`,
      AGAIN,
    ]);
  }
  if (isSso(error, text, settings)) {
    const missing = /not found|is invalid/i.test(text);
    const code = missing ? 'no-credentials' : 'expired-credentials';
    const state = missing
      ? 'has no SSO session on this machine'
      : 'is logged out: its SSO session has expired';
    return named(code, `${who} ${state}.`, [`aws sso login${option}`, AGAIN]);
  }
  if (/^Expired|RequestExpired/.test(error.name)) {
    return named('expired-credentials', `${who} starts from credentials that have expired.`, [
      sourceHint(settings),
      AGAIN,
    ]);
  }
  if (/AccessDenied/.test(error.name) && settings.role_arn) {
    return named('access-denied', `${who} may not assume ${plainText(settings.role_arn)}.`, [
      'ask for sts:AssumeRole on that role, and for the role to trust you',
    ]);
  }
  if (settings.credential_process) {
    return named('no-credentials', `The credential_process of ${lower(who)} gave no credentials.`, [
      `see what it says: aws configure export-credentials${option}`,
      AGAIN,
    ]);
  }
  if (profile !== null) {
    return named('no-credentials', `${who} has no usable credentials.`, [
      `aws configure sso${option}`,
      `or keys: aws configure${option}`,
    ]);
  }
  return named('no-credentials', 'No AWS credentials were found.', [
    profiles.length > 0
      ? `name a profile with --profile: ${profiles.slice(0, 10).join(', ')}`
      : 'set a profile up: aws configure sso',
    'or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    'to look around without an account: lambdatop demo',
  ]);
}

/** The command that renews credentials which AWS no longer accepts. */
export function loginCommand(profile: string | null, settings: ProfileSettings): string {
  const option = ` --profile ${profile ?? 'default'}`;
  if (settings.sso_session ?? settings.sso_start_url) return `aws sso login${option}`;
  if (settings.login_session) return `aws login${option}`;
  if (settings.source_profile) return sourceHint(settings);
  if (settings.credential_process) return `aws configure export-credentials${option}`;
  if (profile !== null) return `aws configure${option}`;
  return 'export fresh credentials and start lambdatop again, or name a profile with --profile';
}

/** Only the AWS CLI can ask for the code; what it exports is good for as long as the role allows. */
function mfaRequired(thrown: unknown, who: string, option: string, settings: ProfileSettings): AppError {
  const serial = settings.mfa_serial ?? 'MFA-DEVICE-ARN';
  return new AppError('mfa-required', `${who} needs a code from your MFA device.`, {
    cause: thrown,
    next: [
      `eval "$(aws configure export-credentials${option} --format env)", then start lambdatop without --profile`,
      `or: aws sts get-session-token --serial-number ${plainText(serial)} --token-code CODE`,
    ],
  });
}

function isLogin(text: string, settings: ProfileSettings): boolean {
  return /aws login|reauthenticate/i.test(text) || Boolean(settings.login_session);
}

function isSso(error: Error, text: string, settings: ProfileSettings): boolean {
  return (
    error.name === 'TokenProviderError' ||
    /\bsso\b/i.test(text) ||
    Boolean(settings.sso_session ?? settings.sso_start_url)
  );
}

function sourceHint(settings: ProfileSettings): string {
  return settings.source_profile
    ? `log its source profile in again: ${plainText(settings.source_profile)}`
    : 'log in again, or write fresh keys to the credentials file';
}

function lower(who: string): string {
  return who.charAt(0).toLowerCase() + who.slice(1);
}
