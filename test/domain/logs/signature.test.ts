import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signatureOf } from '../../../src/domain/logs/signature.ts';
import { hostileText } from '../hostile-text.ts';
import { ID, OTHER_ID } from './lines.ts';

describe('the signature of an error', () => {
  it.each<[string | null, string, string]>([
    ['KeyError', "'customer_id'", "KeyError: 'customer_id'"],
    ['KeyError', "'7f3a'", "KeyError: '…'"],
    [
      'TypeError',
      "Cannot read properties of undefined (reading 'amount')",
      "TypeError: Cannot read properties of undefined (reading 'amount')",
    ],
    [
      'java.lang.NullPointerException',
      'Cannot invoke "com.example.Order.getLines()" because "order" is null',
      'java.lang.NullPointerException: Cannot invoke "com.example.Order.getLines()" because "order" is null',
    ],
    ['AxiosError', 'Request failed with status code 503', 'AxiosError: Request failed with status code 503'],
    ['Error', 'connect ETIMEDOUT 10.0.3.17:5432', 'Error: connect ETIMEDOUT <ip>'],
    [
      'ValidationError',
      '"currency" must be one of [EUR, GBP], order 4711',
      'ValidationError: "currency" must be one of [EUR, GBP], order <n>',
    ],
    [
      'ValueError',
      "invalid literal for int() with base 10: 'n/a'",
      "ValueError: invalid literal for int() with base <n>: '…'",
    ],
    [
      'X',
      `order ${ID} of alice@example.com at 2026-11-21T12:00:00.123Z`,
      'X: order <id> of <email> at <time>',
    ],
    [
      'AccessDenied',
      'User: arn:aws:sts::123456789012:assumed-role/r/s is not authorized',
      'AccessDenied: User: <arn> is not authorized',
    ],
    ['X', 'GET https://api.example.com/v1/orders/7?x=1 answered 404', 'X: GET <url> answered <n>'],
    ['X', 'took 5000ms, 3.5 s, 12%', 'X: took <n>ms, <n> s, <n>%'],
    ['X', 'no such key cust7f3k29ab in S3, HikariPool-1', 'X: no such key <id> in S3, HikariPool-<n>'],
    ['X', 'pointer 0xc0001a2000', 'X: pointer <hex>'],
    ['X', "user 'alice' can't pay", "X: user '…' can't pay"],
    [
      'Runtime.ImportModuleError',
      "Error: Cannot find module './x'\nRequire stack:\n- /a",
      "Runtime.ImportModuleError: Error: Cannot find module './x'",
    ],
    ['Runtime.ExitError', '', 'Runtime.ExitError'],
    [null, 'Task timed out after 3.00 seconds', 'Task timed out after <n> seconds'],
  ])('%s: %s', (type, message, signature) => {
    expect(signatureOf({ type, message })).toBe(signature);
  });

  it('is the same whatever differs from one time to the next', () => {
    const parts = fc.record({
      id: fc.uuid(),
      n: fc.nat(),
      ip: fc.ipV4(),
      name: fc.stringMatching(/^[a-z]{3,9}$/),
    });
    const message = ({ id, n, ip, name }: { id: string; n: number; ip: string; name: string }) =>
      `order ${id} (${n} lines, total ${n}.50) of user "${name}" from ${ip} was refused after ${n}ms`;
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const signature = (of: typeof one) => signatureOf({ type: 'Refused', message: message(of) });
        expect(signature(one)).toBe(signature(other));
      }),
    );
    expect(signatureOf({ type: null, message: ID })).toBe(signatureOf({ type: null, message: OTHER_ID }));
  });

  it('is short and can be drawn, whatever the message', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom(1, 1_000, 50_000), (piece, times) => {
        const signature = signatureOf({ type: null, message: piece.repeat(piece === '' ? 0 : times) });
        expect(signature.length).toBeLessThan(4_000);
        expect(signature).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 60 },
    );
  });
});
