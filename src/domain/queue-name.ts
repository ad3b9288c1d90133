/** Queues as people name them: by name, URL or ARN. */
import { AppError } from './app-error.ts';

/** SQS's own rule for names. */
const NAME = /^[\w-]{1,75}(\.fifo)?$/;
const ARN = /^arn:aws[a-z-]*:sqs:([a-z0-9-]+):(\d{12}):([\w-]+(?:\.fifo)?)$/;

/** A queue's own name, from its ARN. */
export const queueNameIn = (arn: string): string => arn.split(':').at(-1) ?? arn;

/**
 * The ARN of the queue that a word names, of this account and region. Its partition is a guess where the word is no
 * ARN; AWS finds a queue by owner and name.
 *
 * @throws AppError `usage` for what is no queue's name, or a queue of another account or region
 */
export function queueArnHere(word: string, account: string, region: string): string {
  const [, arnRegion, arnAccount, arnName] = ARN.exec(word) ?? [];
  if (arnRegion && arnRegion !== region)
    throw elsewhere(word, `region ${arnRegion}`, `--region ${arnRegion}`);
  if (arnAccount && arnAccount !== account) {
    throw elsewhere(word, `account ${arnAccount}`, 'name the credentials of that account with --profile');
  }
  if (arnName) return word;
  return `arn:aws:sqs:${region}:${account}:${nameFrom(word, account)}`;
}

function nameFrom(word: string, account: string): string {
  if (!/^https?:\/\//.test(word)) {
    if (NAME.test(word)) return word;
    throw new AppError('usage', `${word} is not the name of a queue.`, {
      next: ['name it as in the list (lambdatop dlq), by its URL or by its ARN'],
    });
  }
  const [name = '', urlAccount = ''] = URL.parse(word)?.pathname.split('/').filter(Boolean).reverse() ?? [];
  if (/^\d{12}$/.test(urlAccount) && urlAccount !== account) {
    throw elsewhere(word, `account ${urlAccount}`, 'name the credentials of that account with --profile');
  }
  if (NAME.test(name)) return name;
  throw new AppError('usage', `${word} is not the URL of a queue.`);
}

function elsewhere(word: string, what: string, next: string): AppError {
  return new AppError('usage', `${word} is a queue of ${what}, and this is another.`, { next: [next] });
}
