import type { LambdaFunction } from '../../world/model.ts';
import type { World } from '../../world/world.ts';

/** Which functions log to which group; kept as long as nobody changes it, as accounts have thousands. */
export class FunctionGroups {
  readonly #world: World;
  #loggers: readonly LambdaFunction[] = [];
  #names: readonly string[] = [];
  #groups: ReadonlyMap<string, readonly LambdaFunction[]> = new Map();

  constructor(world: World) {
    this.#world = world;
  }

  /** The functions by the name of their group, in the order of the names. */
  all(): ReadonlyMap<string, readonly LambdaFunction[]> {
    const loggers = this.#findLoggers();
    const isSame =
      loggers.length === this.#loggers.length &&
      loggers.every(
        (target, index) => target === this.#loggers[index] && groupNameOf(target) === this.#names[index],
      );
    if (isSame) return this.#groups;
    this.#loggers = loggers;
    this.#names = loggers.map(groupNameOf);
    const groups = Map.groupBy(loggers, groupNameOf);
    this.#groups = new Map([...groups].sort(([left], [right]) => (left < right ? -1 : 1)));
    return this.#groups;
  }

  /** The functions that log to a group. */
  of(name: string): readonly LambdaFunction[] {
    return this.all().get(name) ?? [];
  }

  /** Functions that were ever invoked. */
  #findLoggers(): readonly LambdaFunction[] {
    const { everyFunction, invocations } = this.#world;
    return everyFunction.filter(
      (target) => target.profile.shape !== 'idle' || invocations.of(target).recorded.length > 0,
    );
  }
}

function groupNameOf({ configuration }: LambdaFunction): string {
  return configuration.LoggingConfig.LogGroup;
}
