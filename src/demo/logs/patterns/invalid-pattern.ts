/** A filter pattern that CloudWatch Logs refuses; the message is in its words where those are known. */
export class InvalidPattern extends Error {
  constructor(message = 'Invalid filter pattern') {
    super(message);
  }
}
