/** A command whose reply holds a long list: it is read while it arrives, past the SDK, which would read it at once. */

import { setImmediate as turn } from 'node:timers/promises';
import type { DeserializeMiddleware, Pluggable } from '@smithy/types';
import { JsonListReader } from './json-list-reader.ts';

/** The list of one call's reply. */
export interface ListAside<Value> {
  /** For the command of the call. Its output will have an empty list in the list's place. */
  readonly plugin: <Input extends object, Output extends object>() => Pluggable<Input, Output>;
  /** What the list held, once the call has resolved. */
  readonly values: () => readonly Value[];
}

/** What has arrived is read for so long in one go, ms, though more of it waits: keys are looked at in between. */
const LONGEST_MS = 4;

/** A reply of the SDK's HTTP handler, as far as we look into it. */
interface Reply {
  readonly statusCode: number;
  body: AsyncIterable<Buffer> | Buffer;
}

/**
 * Sets a list of a JSON reply aside.
 *
 * @param name key of the list in the reply
 * @param toValue makes a value of each element: whatever AWS sent
 */
export function listAside<Element, Value>(
  name: string,
  toValue: (element: Element) => Value,
): ListAside<Value> {
  let values: Value[] = [];
  const read = async (response: unknown): Promise<void> => {
    const reply = response as Reply;
    if (reply.statusCode >= 300 || Buffer.isBuffer(reply.body)) return;
    // Of an attempt that broke off, nothing counts.
    const mine: Value[] = [];
    const reader = new JsonListReader(name, (text) => {
      const elements: Element[] = JSON.parse(`[${text}]`);
      for (const element of elements) mine.push(toValue(element));
    });
    let turnedAt = performance.now();
    for await (const chunk of reply.body) {
      reader.write(chunk);
      if (performance.now() - turnedAt < LONGEST_MS) continue;
      await turn();
      turnedAt = performance.now();
    }
    reply.body = reader.rest();
    values = mine;
  };
  return {
    plugin<Input extends object, Output extends object>(): Pluggable<Input, Output> {
      const middleware: DeserializeMiddleware<Input, Output> = (next) => async (args) => {
        const result = await next(args);
        await read(result.response);
        return result;
      };
      return {
        applyToStack(stack) {
          stack.addRelativeTo(middleware, {
            name: 'lambdatopListAside',
            relation: 'after',
            toMiddleware: 'deserializerMiddleware',
          });
        },
      };
    },
    values: () => values,
  };
}
