import type { LambdaFunction } from '../model.ts';
import { traceHeaderOf } from '../queues/contents.ts';
import { hashText, mix, unit, uuidText } from '../random.ts';
import type { World } from '../world.ts';

/** Who keeps sending something into the account, one by one. */
export interface Producer {
  /** A queue's name, or a function that is invoked asynchronously, at a qualifier. */
  into: { queue: string } | { functionName: string; qualifier: string };
  /** Who sends, as in `SenderId`. */
  name: string;
  /** Mean time between two of them, account ms. */
  everyMs: number;
  /** The first is due after this, ms since the epoch: before the world's birth, they are its past. */
  since: number;
  /** The text of one of them; `hash` differs each time, `at` in ms since the epoch. */
  write: (hash: number, at: number) => string;
}

/** Lets a producer send from now on, and all that it has sent so far. */
export function startProducer(world: World, producer: Producer): void {
  const key = hashText(world.seed, `producer ${JSON.stringify(producer.into)}`);
  const next = (number: number, after: number) => {
    const hash = mix(key, number);
    // Even enough that their number after a time is known, uneven enough to look like life.
    const gapMs = Math.ceil(producer.everyMs * (0.4 + 1.2 * unit(hash)));
    world.clock.at(after + gapMs, (at) => {
      send(world, producer, hash, at);
      next(number + 1, at);
    });
  };
  next(0, producer.since);
}

function send(world: World, { into, name, write }: Producer, hash: number, at: number): void {
  const body = write(hash, at);
  if ('queue' in into) {
    const traced = hash % 4 === 0 ? { traceHeader: traceHeaderOf(hash, at) } : {};
    world.queues.named(into.queue)?.send({ body, senderId: `AROAEXAMPLEPRODUCER0:${name}`, ...traced }, at);
    return;
  }
  const target: LambdaFunction | undefined = world.functionNamed(into.functionName);
  if (target === undefined) return;
  const requestId = uuidText(mix(hash, 3));
  world.asyncInvocations.accept(
    { target, qualifier: into.qualifier, payload: Buffer.from(body), requestId },
    at,
  );
}
