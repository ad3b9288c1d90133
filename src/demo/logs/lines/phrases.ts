import type { Invocation } from '../../world/invocations/invocation.ts';
import { mix } from '../../world/random.ts';
import type { Source } from '../../world/traffic/profile.ts';
import type { Voice } from './voice.ts';

/** What an application says. */
export interface Phrase {
  level: 'INFO' | 'WARN' | 'ERROR';
  text: string;
}

type Template = (random: number, service: string) => string;

/** The first thing said, by how the function is invoked; the rest is said by all. */
const OPENINGS: Readonly<Record<Source, readonly Template[]>> = {
  sync: [
    (random, service) =>
      `${verb(random)} /v1/${service.split('-').at(-1)}/${id(random)} from 203.0.113.${random % 254}`,
    (random) => `request accepted, ${200 + (random % 4000)} bytes`,
  ],
  async: [
    (random) => `event received, attempt ${1 + (random % 50 === 0 ? 1 : 0)}`,
    (random) => `handling notification ${id(random)}`,
  ],
  queue: [
    (random) => `received batch of ${1 + (random % 10)} messages`,
    (random) => `processing message ${id(random)}`,
  ],
  stream: [
    (random) => `received ${1 + (random % 100)} records from shard shardId-00000000000${random % 8}`,
    (random) => `decoded ${1 + (random % 100)} records, ${random % 3} skipped`,
  ],
  schedule: [
    (random) => `scheduled run ${id(random)} started`,
    (random) => `${random % 400} items to look at`,
  ],
};

const MIDDLES: readonly Template[] = [
  (random) => `loaded customer ${10_000 + (random % 80_000)} from cache`,
  (random) => `cache miss for key product:${random % 9_000}, reading table`,
  (random, service) => `${service}: stored item ${id(random)} (${1 + (random % 9)} write units)`,
  (random) => `upstream answered 200 in ${3 + (random % 240)} ms`,
  (random) => `published event OrderChanged for ${id(random)}`,
  (random) => `feature flag new-totals is ${random % 2 === 0 ? 'on' : 'off'}`,
  (random) => `done, ${random % 30} changes written`,
];

const WARNINGS: readonly Template[] = [
  (random) => `retrying after ThrottlingException, attempt ${1 + (random % 3)} of 4`,
  (random) => `upstream was slow: ${900 + (random % 2_000)} ms`,
  (random) => `ignoring unknown field "${random % 2 === 0 ? 'vatRate' : 'legacyId'}"`,
];

/** What the `number`-th application line of an invocation says. */
export function phraseOf({ target, service }: Voice, { salt }: Invocation, number: number): Phrase {
  const random = mix(salt, 400 + number);
  const isWarning = number > 0 && random % 31 === 0;
  const choices = isWarning ? WARNINGS : number === 0 ? OPENINGS[target.profile.source] : MIDDLES;
  const template = choices[(mix(target.key, 405) + (random % 3)) % choices.length];
  return { level: isWarning ? 'WARN' : 'INFO', text: template?.(random, service) ?? '' };
}

function id(random: number): string {
  return mix(random, 1).toString(36).padStart(7, '0');
}

function verb(random: number): string {
  return random % 4 === 0 ? 'POST' : 'GET';
}
