/** Where lambdatop keeps what outlives it: log file, inventory cache, journal. Only its owner may read it. */
import { accessSync, chmodSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { AppError } from '../domain/app-error.ts';

/** Which AWS a piece of state belongs to; two endpoints never share state. */
export interface StateScope {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** A custom endpoint, or null for AWS itself. */
  readonly endpoint: string | null;
}

/** The state directory. Nothing is created before it is needed, so reading commands work without one. */
export interface StateDir {
  /** Absolute path. */
  readonly root: string;
  /** Absolute path of the log file. */
  readonly logFile: string;
  /**
   * The directory of one account, region and endpoint, created (0700) when missing. Files in it are 0600.
   *
   * @throws AppError `invalid` when it cannot be created or written
   */
  forScope(scope: StateScope): string;
  /** The directories that there are of a region and endpoint, whatever the account: for when AWS cannot tell it. */
  ofRegion(scope: Omit<StateScope, 'account'>): readonly string[];
  /**
   * Creates the directory when missing and checks that it can be written.
   *
   * @throws AppError `invalid` when it cannot
   */
  ensure(): void;
}

/** `--state-dir`, else `$XDG_STATE_HOME/lambdatop`, else `~/.local/state/lambdatop`. */
export function stateDirFrom(
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): StateDir {
  const { XDG_STATE_HOME: stateHome, HOME: home } = environment;
  // The XDG specification: a path that is not absolute is to be ignored.
  const base =
    stateHome && path.isAbsolute(stateHome) ? stateHome : path.join(home || homedir(), '.local/state');
  const root = path.resolve(option ?? path.join(base, 'lambdatop'));
  return {
    root,
    logFile: path.join(root, 'lambdatop.log'),
    forScope: (scope) => ensureDirectory(path.join(ensureDirectory(root), directoryName(scope))),
    ofRegion: (scope) => existing(root, scope),
    ensure: () => void ensureDirectory(root),
  };
}

/**
 * A directory name that tells two scopes apart and can be read by a person:
 * `111122223333_eu-west-1`, with an endpoint `111122223333_eu-west-1_http_127.0.0.1_4566`.
 */
export function directoryName({ account, region, endpoint }: StateScope): string {
  const parts = [account, region];
  if (endpoint !== null) {
    const url = new URL(endpoint);
    parts.push(url.protocol.replace(':', ''), url.hostname, url.port || 'default');
    if (url.pathname !== '/') parts.push(url.pathname);
  }
  return parts.map(encodeURIComponent).join('_');
}

function existing(root: string, scope: Omit<StateScope, 'account'>): string[] {
  const isOfScope = (name: string): boolean => {
    const account = /^\d{12}(?=_)/.exec(name)?.[0];
    return account !== undefined && name === directoryName({ account, ...scope });
  };
  try {
    return readdirSync(root)
      .filter(isOfScope)
      .map((name) => path.join(root, name));
  } catch {
    // Nothing was ever kept here.
    return [];
  }
}

function ensureDirectory(directory: string): string {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    // An existing directory of ours may be older than this rule, or made under another umask.
    if ((statSync(directory).mode & 0o077) !== 0) chmodSync(directory, 0o700);
    accessSync(directory, constants.W_OK | constants.X_OK);
    return directory;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('invalid', `the state directory ${directory} cannot be written: ${reason}`, {
      next: ['name another with --state-dir DIR', 'or set XDG_STATE_HOME'],
      cause,
    });
  }
}
