import os from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

// React as the product has it: its development build draws a tenth slower and checks what the compiler has checked.
process.env.NODE_ENV = 'production';

export default defineConfig({
  root: path.join(import.meta.dirname, '..'),
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/build-once.ts'],
    // Tests wait for other processes, and for frames: one more than there are cores has something to do.
    maxWorkers: os.availableParallelism() + 1,
    // One process runs many files: a new one for each would load the SDK, React and the product again, a second each.
    isolate: false,
    setupFiles: ['test/support/leave-no-trace.ts'],
    // A busy machine makes nothing wrong, only late.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
