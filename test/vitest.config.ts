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
    // A busy machine makes nothing wrong, only late.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
