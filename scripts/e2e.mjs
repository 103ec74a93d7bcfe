/** `npm run test:e2e`: the tests that need the lab; one line says so where it cannot be built. */
import { pathToFileURL } from 'node:url'
import { bundled } from './bundled.mjs'
import { build, install, run } from './ready.mjs'

install()
build()
const { binaries, canBuildLab, defaultVersion } = await import(pathToFileURL(await bundled('lab/binaries.ts')).href)
const able = canBuildLab()
if (able.can) {
  await binaries(defaultVersion, console.log)
  process.exitCode = run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/e2e/vitest.config.ts', ...process.argv.slice(2)], {
    mayFail: true,
  })
} else console.log(`e2e tests skipped: ${able.why}`)
