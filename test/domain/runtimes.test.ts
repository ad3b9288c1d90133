import { describe, expect, it } from 'vitest';
import { runtimeDates, runtimeSupport } from '../../src/domain/runtimes.ts';

/** Identifier, deprecation, block create, block update: AWS's table, line by line. `-` = no date published. */
const PUBLISHED = `
nodejs24.x      2028-04-30 2028-06-01 2028-07-01
nodejs22.x      2027-04-30 2027-06-01 2027-07-01
python3.14      2029-06-30 2029-07-31 2029-08-31
python3.13      2029-06-30 2029-07-31 2029-08-31
python3.12      2028-10-31 2028-11-30 2029-01-10
python3.11      2027-06-30 2027-07-31 2027-08-31
python3.10      2026-10-31 2027-02-01 2027-03-03
java25          2029-06-30 2029-07-31 2029-08-31
java21          2029-06-30 2029-07-31 2029-08-31
java17          2027-06-30 2027-07-31 2027-08-31
java11          2027-06-30 2027-07-31 2027-08-31
java8.al2       2027-06-30 2027-07-31 2027-08-31
java17.al2023   -          -          -
java11.al2023   -          -          -
java8.al2023    -          -          -
dotnet10        2028-11-14 2028-12-14 2029-01-15
dotnet9         2026-11-10 -          -
dotnet8         2026-11-10 2027-02-01 2027-03-03
ruby4.0         2029-03-31 2029-04-30 2029-05-31
ruby3.4         2028-03-31 2028-04-30 2028-05-31
ruby3.3         2027-03-31 2027-04-30 2027-05-31
provided.al2023 2029-06-30 2029-07-31 2029-08-31
provided.al2    2026-07-31 2027-02-01 2027-03-03
nodejs20.x      2026-04-30 2027-02-01 2027-03-03
ruby3.2         2026-03-31 2027-02-01 2027-03-03
python3.9       2025-12-15 2027-02-01 2027-03-03
nodejs18.x      2025-09-01 2027-02-01 2027-03-03
dotnet6         2024-12-20 2027-02-01 2027-03-03
python3.8       2024-10-14 2027-02-01 2027-03-03
nodejs16.x      2024-06-12 2027-02-01 2027-03-03
java8           2024-01-08 -          2027-03-03
go1.x           2024-01-08 -          2027-03-03
provided        2024-01-08 -          2027-03-03
ruby2.7         2023-12-07 -          2027-03-03
nodejs14.x      2023-12-04 -          2027-03-03
python3.7       2023-12-04 -          2027-03-03
dotnetcore3.1   2023-04-03 -          -
nodejs12.x      2023-03-31 -          -
python3.6       2022-07-18 -          -
dotnetcore2.1   2022-01-05 -          -
nodejs10.x      2021-07-30 -          -
ruby2.5         2021-07-30 -          -
python2.7       2021-07-15 -          -
nodejs8.10      2020-03-06 -          -
nodejs4.3       2020-03-05 -          -
nodejs6.10      2019-08-12 -          -
dotnetcore1.0   2019-06-27 -          -
dotnetcore2.0   2019-05-30 -          -
nodejs          2016-08-30 -          -
`
  .trim()
  .split('\n')
  .map((line) => line.split(/\s+/));

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const NOW = day('2026-11-21');

describe('the table of runtimes', () => {
  it.each(PUBLISHED)('has %s as AWS published it', (runtime = '', ...published) => {
    const [deprecated, blockCreate, blockUpdate] = published.map((text) => (text === '-' ? null : text));
    expect(runtimeDates(runtime)).toEqual({ deprecated, blockCreate, blockUpdate });
  });

  it.each(['nodejs26.x', 'python3.15', 'constructor', '__proto__', ''])('does not have "%s"', (runtime) => {
    expect(runtimeDates(runtime)).toBeNull();
    expect(runtimeSupport(runtime, NOW)).toBe('unknown');
  });
});

describe('a runtime', () => {
  it('is deprecated from its day on, and marked as ending 90 days before', () => {
    const at = (text: string) => runtimeSupport('nodejs22.x', day(text));
    expect(at('2027-01-29')).toBe('supported');
    expect(at('2027-01-30')).toBe('ending');
    expect(runtimeSupport('nodejs22.x', day('2027-04-30') - 1)).toBe('ending');
    expect(at('2027-04-30')).toBe('deprecated');
    expect(at('2030-01-01')).toBe('deprecated');
  });

  it('without an announced end is supported', () => {
    expect(runtimeSupport('java17.al2023', day('2035-01-01'))).toBe('supported');
  });

  it('past its day is deprecated although Security Hub still lists it', () => {
    expect(runtimeSupport('python3.10', NOW)).toBe('deprecated');
    expect(runtimeSupport('dotnet8', NOW)).toBe('deprecated');
  });

  it('of a container image is not ours to know', () => {
    expect(runtimeSupport(null, NOW)).toBe('unknown');
  });
});
