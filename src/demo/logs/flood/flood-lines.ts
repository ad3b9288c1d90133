import { type Exception, requestIdOf } from '../../world/invocations/invocation.ts';
import { applicationText } from '../lines/application.ts';
import type { Phrase } from '../lines/phrases.ts';
import type { Voice } from '../lines/voice.ts';
import type { Run } from './flood-plan.ts';

type Words = (random: number) => string;

/** What a Java service says line by line when somebody left debugging on. */
const DEBUGGING: readonly Words[] = [
  () => 'org.hibernate.SQL: select o1_0.id,o1_0.total from orders o1_0 where o1_0.id=?',
  (random) => `org.hibernate.orm.jdbc.bind: binding parameter (1:BIGINT) <- [${random % 900_000}]`,
  (random) => `HikariPool-1: connection borrowed, ${1 + (random % 10)} of 10 active`,
  (random) => `mapped order ${random % 900_000} with ${1 + (random % 14)} lines`,
  (random) => `GET /v2/prices/${random % 90_000} answered 200 in ${3 + (random % 40)} ms`,
  (random) => `cache ${random % 5 === 0 ? 'miss' : 'hit'} for customer:${random % 80_000}`,
];
const WARNINGS: readonly Words[] = [
  (random) => `slow query: ${300 + (random % 1_200)} ms`,
  (random) => `retrying batch after SocketTimeoutException, attempt ${1 + (random % 3)} of 3`,
];
/** One line in so many is of this kind. */
const JSON_ONE_IN = 4;
const WARNING_ONE_IN = 60;
const ERROR_ONE_IN = 500;

/** What the code throws in an invocation that fails; the line that tells it bears its number too. */
export function floodException(number: number): Exception {
  return {
    type: 'java.lang.IllegalStateException',
    message: `Order total does not match its lines. #${number}`,
    frames: [
      'com.example.orders.Totals.verify(Totals.java:88)',
      'com.example.orders.OrderService.load(OrderService.java:141)',
      'com.example.App.handleRequest(App.java:52)',
    ],
  };
}

/** The level of a line of the flood, by what is drawn for it. */
export function floodLevel(random: number): Phrase['level'] {
  if (random % ERROR_ONE_IN === 0) return 'ERROR';
  return random % WARNING_ONE_IN === 0 ? 'WARN' : 'INFO';
}

/**
 * A line of the flood: text, JSON, or an error with its stack. Each bears its number, as `#N` or as `"seq":N`,
 * so that whoever reads the flood can show that nothing is missing.
 */
export function floodLine(voice: Voice, run: Run, at: number, number: number, random: number): string {
  const level = floodLevel(random);
  if (level === 'ERROR') {
    const cause = `price service failed #${number}: java.net.SocketTimeoutException: Read timed out`;
    const place = `\tat com.example.prices.PriceClient.fetch(PriceClient.java:${60 + (random % 9)})`;
    const text = `${cause}\n${place}\n\tat com.example.orders.OrderService.load(OrderService.java:129)`;
    return applicationText(voice, run, at, { level, text });
  }
  const words = wordsOf(level === 'WARN' ? WARNINGS : DEBUGGING, random);
  if (random % JSON_ONE_IN === 1 && !voice.isJson) return jsonLine(run, at, number, random, words);
  return applicationText(voice, run, at, { level, text: `${words} #${number}` });
}

/** As a library writes it that has its own logger. */
function jsonLine(run: Run, at: number, number: number, random: number, message: string): string {
  const line = {
    '@timestamp': new Date(at).toISOString(),
    level: 'DEBUG',
    AWSRequestId: requestIdOf(run),
    seq: number,
    message,
    elapsedMs: random % 250,
  };
  return `${JSON.stringify(line)}\n`;
}

function wordsOf(choices: readonly Words[], random: number): string {
  return choices[(random >>> 8) % choices.length]?.(random >>> 4) ?? '';
}
