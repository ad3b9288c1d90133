/** Processes that die at a chosen call to AWS, inside the test: the call never returns, and nothing after it runs. */
import { spawnSync } from 'node:child_process';
import type { Owner } from '../../src/domain/changes/entry.ts';
import type { AwsAccount } from '../../src/gateways/gateways.ts';
import { thisProcess } from '../../src/journal/owner.ts';

/**
 * When the process dies: before the call leaves it, after AWS has done it, or with the call still on its way, so
 * that AWS does it when `deliver` is called.
 */
export type Death = 'before' | 'after' | 'on-the-way';

/** The calls that change something. */
const WRITES = /^(put|delete|update|stop|publishVersion)/;

/** How often a caller may die in the same look, repeated while nothing was written: a wait is a long row of them. */
const SAME_LOOKS = 2;

/**
 * An AWS that takes its caller's life at the n-th call, counted from 0. From the third time on, a look at the same
 * thing since the last write does not count.
 */
export interface DeadlyAws {
  readonly wrap: (aws: AwsAccount) => AwsAccount;
  /** Resolves when the caller is dead. */
  readonly died: Promise<void>;
  /** Lets a call that was on its way arrive. */
  deliver(): Promise<void>;
}

/** See `DeadlyAws`. */
export function deadlyAws(fatalCall: number, death: Death): DeadlyAws {
  let count = -1;
  const looks = new Map<string, number>();
  let late: (() => Promise<unknown>) | null = null;
  let die = (): void => {};
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  const forever = new Promise<never>(() => {});

  const deadly = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          if (count === fatalCall) return forever;
          const call = async (): Promise<unknown> => Reflect.apply(member, target, args);
          const look = `${String(name)} ${String(args[0])}`;
          const sameLooks = (looks.get(look) ?? 0) + 1;
          looks.set(look, sameLooks);
          if (WRITES.test(String(name))) looks.clear();
          else if (sameLooks > SAME_LOOKS) return call();
          count += 1;
          if (count < fatalCall) return call();
          if (death === 'after') await call();
          if (death === 'on-the-way') late = call;
          die();
          return forever;
        };
      },
    });

  return {
    wrap: (aws) => ({
      ...aws,
      aliases: deadly(aws.aliases),
      codeDeploy: deadly(aws.codeDeploy),
      changes: deadly(aws.changes),
      identity: deadly(aws.identity),
      queues: deadly(aws.queues),
    }),
    died,
    deliver: async () => void (await late?.().catch(() => {})),
  };
}

let deadPid: number | null = null;

/** A process of this host that is provably dead; the same one for all who ask. */
export function deadProcess(): Owner {
  deadPid ??= spawnSync('true').pid;
  return { ...thisProcess(), pid: deadPid, started: '0' };
}
