import { mix } from '../random.ts';

/** A UUID that no other serial under this key shares: `mix` never gives two serials the same number. */
export function uniqueId(key: number, serial: number): string {
  const words = [1, 2, 3, 4].map((salt) => mix(mix(key, salt), serial).toString(16).padStart(8, '0'));
  const hex = words.join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** The n-th sequence number of a FIFO queue: 20 digits, as AWS gives them. */
export function sequenceNumber(serial: number): string {
  return (18_850_000_000_000_000_000n + BigInt(serial) * 256n).toString();
}

/** A receipt handle: opaque to clients, and only this queue can read it. */
export function writeReceiptHandle(queueKey: number, serial: number, receipt: number): string {
  const bytes = Buffer.alloc(96);
  bytes.writeUInt8(1, 0);
  bytes.writeDoubleBE(serial, 1);
  bytes.writeUInt32BE(receipt, 9);
  for (let at = 13; at < bytes.length - 2; at += 4)
    bytes.writeUInt32BE(mix(mix(queueKey, at), mix(serial, receipt)), Math.min(at, bytes.length - 4));
  return `AQEB${bytes.toString('base64')}`;
}

/** What a handle stands for; undefined when this queue never gave it. */
export function readReceiptHandle(
  queueKey: number,
  handle: string,
): { serial: number; receipt: number } | undefined {
  const bytes = Buffer.from(handle.slice(4), 'base64');
  if (bytes.length !== 96) return undefined;
  const serial = bytes.readDoubleBE(1);
  const receipt = bytes.readUInt32BE(9);
  return writeReceiptHandle(queueKey, serial, receipt) === handle ? { serial, receipt } : undefined;
}
