/** The ~/.aws files, read by the SDK's own loader so that we never disagree with it about what they say. */

/** One profile's settings, name → value, config and credentials file merged. */
export type ProfileSettings = Readonly<Record<string, string | undefined>>;

/** Both files as they are now. */
export interface SharedConfig {
  /** Profile → settings. */
  readonly profiles: ReadonlyMap<string, ProfileSettings>;
  /** A `[services NAME]` section of the config file, keys as `lambda.endpoint_url`. */
  services(name: string): ProfileSettings | undefined;
}

/** Names the loader gives sections that are no profiles. */
const OTHER_SECTION = /^(sso-session|services)\./;

/**
 * Reads the files anew. `ignoreCache` also replaces what the SDK itself has cached of them, so that a login in
 * another window is seen (@smithy/core, shared-ini-file-loader/readFile). A file that is missing counts as empty.
 */
export async function readSharedConfig(env: NodeJS.ProcessEnv): Promise<SharedConfig> {
  const { loadSharedConfigFiles } = await import('./sdk/config.ts');
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    ...(env.AWS_CONFIG_FILE ? { configFilepath: env.AWS_CONFIG_FILE } : {}),
    ...(env.AWS_SHARED_CREDENTIALS_FILE ? { filepath: env.AWS_SHARED_CREDENTIALS_FILE } : {}),
    ignoreCache: true,
  });
  const profiles = new Map<string, ProfileSettings>();
  for (const file of [configFile, credentialsFile]) {
    for (const [name, settings] of Object.entries(file)) {
      if (!OTHER_SECTION.test(name)) profiles.set(name, { ...profiles.get(name), ...settings });
    }
  }
  return { profiles, services: (name) => configFile[`services.${name}`] };
}
