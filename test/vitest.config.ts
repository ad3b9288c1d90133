import os from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: path.join(import.meta.dirname, '..'),
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/build-once.ts'],
    // Tests wait for other processes most of the time: no core is left to itself.
    maxWorkers: os.availableParallelism(),
    testTimeout: 20_000,
  },
});
