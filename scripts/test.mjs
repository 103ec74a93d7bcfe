/** `npm test`: installs and builds what is missing, runs every test that needs no cluster, ends in `N passed, N failed`. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, install, root, run } from './ready.mjs'

install()
build()
mkdirSync(join(root, '.cache'), { recursive: true })
const result = join(root, '.cache/test-result.json')
const status = run(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${result}`, ...process.argv.slice(2)],
  { mayFail: true },
)
const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = JSON.parse(readFileSync(result, 'utf8'))
// A file that cannot even be loaded fails no test of its own, yet it has failed.
const failed = numFailedTests === 0 && status !== 0 ? Math.max(1, numFailedTestSuites) : numFailedTests
console.log(`${numPassedTests} passed, ${failed} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''}`)
process.exitCode = status === 0 && failed === 0 ? 0 : 1
