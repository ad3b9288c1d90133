import { createHash } from 'node:crypto';
import type { MessageAttribute } from '../world/queues/message.ts';

/** MD5 of a body, in hexadecimal. */
export function md5OfBody(body: string): string {
  return createHash('md5').update(body, 'utf8').digest('hex');
}

/**
 * MD5 of message attributes, as the SDKs compute it: by name, each of name, type and value behind its
 * length in four bytes, the value also behind a byte that tells text (1) from bytes (2).
 */
export function md5OfAttributes(attributes: Readonly<Record<string, MessageAttribute>>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    const { dataType, value } = attribute;
    add(Buffer.from(name));
    add(Buffer.from(dataType));
    hash.update(Buffer.from([dataType.startsWith('Binary') ? 2 : 1]));
    add(typeof value === 'string' ? Buffer.from(value) : value);
  }
  return hash.digest('hex');
}
