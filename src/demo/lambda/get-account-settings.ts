import type { Operation } from '../wire/service.ts';

const GIBIBYTE = 1024 ** 3;

/** Limits and usage of the account in this Region. */
export const getAccountSettings: Operation = ({ world }) => ({
  AccountLimit: {
    TotalCodeSize: 75 * GIBIBYTE,
    CodeSizeUnzipped: 262_144_000,
    CodeSizeZipped: 52_428_800,
    ConcurrentExecutions: world.concurrencyLimit,
    UnreservedConcurrentExecutions: world.unreservedConcurrency,
  },
  AccountUsage: {
    TotalCodeSize: world.functions.reduce(
      (total, each) => total + each.configuration.CodeSize * (1 + each.versions.size),
      0,
    ),
    FunctionCount: world.functions.length,
  },
});
