/** Resident memory of a process, as the operating system counts it. */
import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { type Figure, median } from './figure.ts';

const LOOKS = 10;
const LOOK_MS = 500;

/** The memory of the console while nothing is pressed. */
export async function residentMemory(pid: number): Promise<Figure> {
  const looks: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    looks.push(residentMb(pid));
    await wait(LOOK_MS);
  }
  return {
    what: 'resident memory, 10,000 functions',
    measured: median(looks),
    budget: 180,
    unit: 'MB',
    detail: `${LOOKS} looks, most ${Math.round(Math.max(...looks))} MB`,
  };
}

/** What a process holds now, MB of 10^6 bytes; `ps` counts KiB. Throws when it is gone. */
export function residentMb(pid: number): number {
  return (Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1_024) / 1e6;
}
