import { describe, expect, it } from 'vitest';
import { isAtLeast, severityOf } from '../../../src/domain/logs/levels.ts';
import { logGroupOf, readStreamName, streamPrefixes } from '../../../src/domain/logs/log-groups.ts';
import { lineOf } from './lines.ts';

it('a function logs to the group it names, or else to its own', () => {
  expect(logGroupOf({ name: 'orders' })).toBe('/aws/lambda/orders');
  expect(logGroupOf({ name: 'orders', logGroup: null })).toBe('/aws/lambda/orders');
  expect(logGroupOf({ name: 'orders', logGroup: '/shop/all' })).toBe('/shop/all');
});

describe('the streams of a function', () => {
  const query = { functionName: 'orders', group: '/aws/lambda/orders', version: null };

  it('begin with the dates on which its environments were, are and will be made', () => {
    expect(streamPrefixes({ ...query, now: Date.UTC(2026, 11, 31, 23, 59, 59) })).toEqual([
      '2026/12/30/[',
      '2026/12/31/[',
      '2027/01/01/[',
    ]);
  });

  it.each([
    ['/aws/lambda/orders', null, '2026/11/21/['],
    ['/aws/lambda/orders', '$LATEST', '2026/11/21/[$LATEST]'],
    ['/shop/all', null, '2026/11/21/orders['],
    ['/shop/all', '42', '2026/11/21/orders[42]'],
  ])('in %s of version %s begin with %s, and are read back', (group, version, prefix) => {
    expect(streamPrefixes({ ...query, group, version, now: Date.UTC(2026, 10, 21) })[1]).toBe(prefix);
    const stream = `${prefix}${version === null ? '7]' : ''}3f2a`;
    expect(readStreamName(group, stream)).toEqual({ functionName: 'orders', version: version ?? '7' });
  });
});

it.each([
  ['[WARNING] x', 'warn', true],
  ['[DEBUG] x', 'debug', false],
  ['plain', 'info', false],
  ['Traceback (most recent call last):', 'error', true],
] as const)('%s is as grave as %s', (message, severity, isWarning) => {
  expect(severityOf(lineOf(message))).toBe(severity);
  expect(isAtLeast(severityOf(lineOf(message)), 'warn')).toBe(isWarning);
});
