import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// One lab at a time: each has an API server of its own, and two cores are soon full.
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: { pool: 'forks', fileParallelism: false, include: ['test/lab/**/*.test.ts', 'test/e2e/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 300_000 },
})
