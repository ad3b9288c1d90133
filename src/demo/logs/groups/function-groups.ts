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
        (target, index) => target === this.#loggers[index] && groupsKeyOf(target) === this.#names[index],
      );
    if (isSame) return this.#groups;
    this.#loggers = loggers;
    this.#names = loggers.map(groupsKeyOf);
    const groups = new Map<string, LambdaFunction[]>();
    for (const target of loggers) {
      for (const name of groupNamesOf(target)) {
        const others = groups.get(name);
        if (others === undefined) groups.set(name, [target]);
        else others.push(target);
      }
    }
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

/** When a group was first logged to, ms since the epoch; undefined when that was before the world was born. */
export function firstUseOf(name: string, functions: readonly LambdaFunction[]): number | undefined {
  const uses = functions.map(({ configurationHistory }) =>
    configurationHistory.firstWhen(({ LoggingConfig }) => LoggingConfig.LogGroup === name),
  );
  const first = Math.min(...uses);
  return Number.isFinite(first) ? first : undefined;
}

/** The groups that a function logs to or ever did. */
function groupNamesOf({ configurationHistory }: LambdaFunction): readonly string[] {
  return [...new Set(configurationHistory.values.map(({ LoggingConfig }) => LoggingConfig.LogGroup))];
}

function groupsKeyOf(target: LambdaFunction): string {
  const { configuration, configurationHistory } = target;
  if (!configurationHistory.hasChanged) return configuration.LoggingConfig.LogGroup;
  return groupNamesOf(target).join(' ');
}
