/** Which process answers for an intent or a lock, and whether it is provably dead. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Owner } from '../domain/changes/entry.ts';

/** This process, as another one will have to recognise it. */
export function thisProcess(): Owner {
  return {
    host: hostname(),
    machine: firstLine('/etc/machine-id'),
    boot: firstLine('/proc/sys/kernel/random/boot_id'),
    pidNamespace: pidNamespace(),
    pid: process.pid,
    started: startOf(process.pid),
  };
}

/** Whether two records name the same process. */
export function isSameProcess(one: Owner, other: Owner): boolean {
  return (
    isSameMachine(one, other) &&
    one.boot === other.boot &&
    one.pidNamespace === other.pidNamespace &&
    one.pid === other.pid &&
    one.started === other.started
  );
}

/**
 * Whether a process can no longer act, as seen from `self`. Only proof counts: a process of another host, of
 * another container, or one whose id is in use by we cannot tell whom, counts as alive.
 */
export function isProvablyDead(owner: Owner, self: Owner): boolean {
  if (!isSameMachine(owner, self)) return false;
  if (owner.boot !== null && self.boot !== null && owner.boot !== self.boot) return true;
  if (owner.boot !== self.boot || owner.pidNamespace !== self.pidNamespace) return false;
  if (!exists(owner.pid)) return true;
  const started = startOf(owner.pid);
  return started !== null && owner.started !== null && started !== owner.started;
}

/** Whether an entry was written on this host, so that its process can be looked for here. */
export function isSameMachine(one: Owner, other: Owner): boolean {
  return one.host === other.host && one.machine === other.machine;
}

/** Signal 0 only asks; "not permitted" means that somebody else's process has the id. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/**
 * Clock ticks from the machine's start to the process's (proc(5), field 22 of stat); null without a /proc.
 * The name in field 2 may hold blanks and brackets, so fields are counted from its last bracket.
 */
function startOf(pid: number): string | null {
  const stat = firstLine(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function pidNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}

function firstLine(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').split('\n')[0]?.trim() || null;
  } catch {
    return null;
  }
}
