import type { Writable } from 'node:stream';
import { crc32 } from 'node:zlib';

/** Type of a string value in a message's header. */
const STRING = 7;

/**
 * One message of `application/vnd.amazon.eventstream`: total length, length of the headers, CRC of those
 * two, headers, payload, CRC of everything before.
 */
export function encodeMessage(headers: Readonly<Record<string, string>>, payload: string): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => encodeHeader(name, value)));
  const body = Buffer.from(payload);
  const total = 12 + head.length + body.length + 4;
  const message = Buffer.alloc(total);
  message.writeUInt32BE(total, 0);
  message.writeUInt32BE(head.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  head.copy(message, 12);
  body.copy(message, 12 + head.length);
  message.writeUInt32BE(crc32(message.subarray(0, total - 4)), total - 4);
  return message;
}

function encodeHeader(name: string, value: string): Buffer {
  const nameBytes = Buffer.from(name);
  const valueBytes = Buffer.from(value);
  const length = Buffer.alloc(3);
  length.writeUInt8(STRING, 0);
  length.writeUInt16BE(valueBytes.length, 1);
  return Buffer.concat([Buffer.from([nameBytes.length]), nameBytes, length, valueBytes]);
}

/** A reply that is a stream of events; it is opened once, when its headers are on their way. */
export class EventStreamOutput {
  readonly open: (channel: EventChannel) => void;

  constructor(open: (channel: EventChannel) => void) {
    this.open = open;
  }
}

/** The way to the client of an event stream. */
export class EventChannel {
  readonly #to: Writable;

  constructor(to: Writable) {
    this.#to = to;
  }

  /** Sends an event with a JSON payload. False: the client is slow; wait for `onDrain`. */
  send(eventType: string, payload: unknown): boolean {
    return this.#to.write(eventMessage(eventType, payload));
  }

  /** Ends the stream with a modelled exception, in the stream itself as the status was 200 long ago. */
  fail(exceptionType: string, message: string): void {
    const headers = {
      ':message-type': 'exception',
      ':exception-type': exceptionType,
      ':content-type': 'application/json',
    };
    this.#to.end(encodeMessage(headers, JSON.stringify({ message })));
  }

  /** Breaks the connection in the middle of an event. */
  breakOffIn(eventType: string, payload: unknown): void {
    const message = eventMessage(eventType, payload);
    this.#to.write(message.subarray(0, Math.ceil(message.length / 2)), () => this.#to.destroy());
  }

  /** Tells once that the client can take more. */
  onDrain(listener: () => void): void {
    this.#to.once('drain', listener);
  }

  /** Tells that the stream is over, whoever ended it. */
  onClose(listener: () => void): void {
    this.#to.once('close', listener);
  }
}

function eventMessage(eventType: string, payload: unknown): Buffer {
  const headers = {
    ':message-type': 'event',
    ':event-type': eventType,
    ':content-type': 'application/json',
  };
  return encodeMessage(headers, JSON.stringify(payload));
}
