/** Where the rollouts of a session are kept, and how its lambdatop is started once more. */
import type { Clock } from '../../domain/clock.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import type { ScopeOptions } from '../../gateways/scope.ts';
import { openRolloutFiles, type RolloutFiles } from '../../journal/rollout-files.ts';
import type { StateDir } from '../../journal/state-dir.ts';
import type { Operations } from '../../operations/operations.ts';
import type { Program } from '../../rollouts/launch.ts';

/** What tells it. */
export interface SurroundingsOptions {
  readonly operations: Pick<Operations, 'place'>;
  readonly access: AwsAccount['access'];
  readonly wanted: ScopeOptions;
  readonly stateDir: StateDir;
  /** Path of bin/lambdatop.js. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/** Known once AWS has said whose account it is. */
export interface Surroundings {
  readonly directory: string;
  readonly files: RolloutFiles;
  readonly program: Program;
}

/** Asks AWS once; what failed is asked again at the next call. */
export function surroundingsOf(options: SurroundingsOptions): () => Promise<Surroundings> {
  const { operations, access, wanted, stateDir, program, environment, clock } = options;
  let kept: { readonly directory: string; readonly files: RolloutFiles } | null = null;
  return async () => {
    const { account, region, endpoint } = await operations.place();
    const directory = stateDir.forScope({ account, region, endpoint });
    kept ??= { directory, files: openRolloutFiles(directory, clock) };
    const option = (name: string, value: string | undefined): string[] =>
      value === undefined ? [] : [`--${name}`, value];
    // What `:write` has lifted here holds for a rollout that is begun under it, to its end.
    const mayWrite = wanted.write === true || access.liftedUntil !== null;
    return {
      ...kept,
      program: {
        path: program,
        environment,
        options: [
          ...option('profile', wanted.profile),
          ...option('region', region),
          ...option('endpoint-url', wanted.endpointUrl),
          ...option('account', account),
          ...option('state-dir', stateDir.root),
          ...(mayWrite ? ['--write'] : []),
        ],
      },
    };
  };
}
