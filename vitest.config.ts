import { defineConfig } from 'vitest/config'

// The pure wing has no module state to leak, so files share a process: 14 s become 1 s. Two at a time, since many of the
// others wait for the programs that they start.
export default defineConfig({
  test: {
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    include: ['test/**/*.test.ts', 'src/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/lab/**', 'node_modules/**'],
    // A machine that does other things too is slow; only a test that hangs is at fault.
    testTimeout: 120_000,
  },
})
