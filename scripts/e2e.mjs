/** `npm run test:e2e`: the tests that need the lab; one line says so where no cluster can be built. */
import { pathToFileURL } from 'node:url'
import { bundled } from './bundled.mjs'
import { build, install, run } from './ready.mjs'

install()
build()
const { binaries, canBuildLab, defaultVersion } = await import(pathToFileURL(await bundled('lab/binaries.ts')).href)
const able = canBuildLab()
if (able.can) await binaries(defaultVersion, console.log)
else console.log(`tests with a cluster skipped: ${able.why}`)
// The AWS stand-in needs no cluster, so that its own tests run everywhere.
const only = able.can ? process.argv.slice(2) : ['test/lab/']
process.exitCode = run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/e2e/vitest.config.ts', ...only], { mayFail: true })
