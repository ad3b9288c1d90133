import { execute } from './execution.ts';
import type { LambdaFunction } from './model.ts';
import type { World } from './world.ts';

/** An event that Lambda has accepted, to be given to a function later. */
export interface AsyncEvent {
  target: LambdaFunction;
  /** `$LATEST`, a version or an alias: as it was called. */
  qualifier: string;
  payload: Buffer;
  /** The id that the caller was told. */
  requestId: string;
}

/** What becomes of accepted events. */
export interface AsyncInvocations {
  /** Takes an event in, now unless told (`at`, ms since the epoch). */
  accept(event: AsyncEvent, at?: number): void;
}

/** Every accepted event is invoked at once and once, whatever comes of it. */
export function invokeOnce(world: World): AsyncInvocations {
  return {
    accept: ({ target, qualifier }) => {
      execute(world, target, qualifier);
    },
  };
}
