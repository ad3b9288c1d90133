/** `lambdatop dlq import FILE`: sends messages of an export again, each by its own way. */
import { readFile } from 'node:fs/promises';
import { AppError } from '../../domain/app-error.ts';
import { type ImportedLetter, importLine } from '../../domain/dead-letters/export-record.ts';
import { requireConsent } from '../changes/consent.ts';
import { changeOptions } from '../changes/options.ts';
import type { Command } from '../context.ts';
import { selectionFrom, wholeNumber } from './options.ts';
import { namedFunction, runPrepared, wordsOf } from './redrive.ts';
import { onQueues } from './session.ts';

const USUAL_RATE = 100;
const MOST_RATE = 3_000;

/** See the file's head. Nothing is deleted: what still lies in its queue is only deleted by the next redrive. */
export const importLetters: Command = async (invocation, context) => {
  const options = changeOptions(invocation);
  const selection = selectionFrom(invocation);
  const ratePerS = wholeNumber(invocation, 'rate', MOST_RATE) ?? USUAL_RATE;
  const named = namedFunction(invocation);
  const file = invocation.words[0] ?? '';
  const imported = await readExport(file);
  requireConsent(options, context.input, false);
  return onQueues(invocation, context, async (session) => {
    const queueArn = imported[0]?.queueArn ?? '';
    await refuseElsewhere(queueArn, session);
    const prepared = await session.redrives.prepareImport(
      imported.map(({ letter }) => letter),
      queueArn,
      {
        ...{ ...selection, named, ratePerS },
        again: invocation.options.again === true,
        words: wordsOf('import', file, invocation),
      },
      session.signal,
    );
    return runPrepared(prepared, options, session, invocation, context);
  });
};

/**
 * Reads a file of `dlq export`.
 *
 * @throws AppError `usage` when it is none, or of several queues, or when a message stands in it twice
 */
export async function readExport(file: string): Promise<readonly ImportedLetter[]> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new AppError('usage', `${file} cannot be read: ${cause.message}`, { cause });
  });
  const imported = text
    .split('\n')
    .flatMap((line, index) => (line === '' ? [] : importLine(line, index + 1)));
  const queues = new Set(imported.map(({ queueArn }) => queueArn));
  if (queues.size > 1) {
    throw new AppError('usage', `${file} holds messages of several queues: ${[...queues].join(', ')}.`, {
      next: ['take them apart: a file for each'],
    });
  }
  if (imported.length === 0) throw new AppError('usage', `There is no message in ${file}.`);
  const ids = new Set(imported.map(({ letter }) => letter.messageId));
  if (ids.size < imported.length) {
    throw new AppError('usage', `Some messages stand in ${file} twice, and would be sent twice.`, {
      next: ["take them out: awk '!seen[$0]++'"],
    });
  }
  return imported;
}

async function refuseElsewhere(
  queueArn: string,
  { scope, account, signal }: Parameters<Parameters<typeof onQueues>[2]>[0],
): Promise<void> {
  const [, , , region, owner] = queueArn.split(':');
  const { account: own } = await account.identity.callerIdentity(signal);
  if (region === scope.region && owner === own) return;
  throw new AppError('usage', `These messages are of account ${owner}, ${region}: ${queueArn}.`, {
    next: ['use that account and region: --profile, --region'],
  });
}
