/** `npm run check`: types, format and lint, floors and laws, generated files fresh, no dead exports. */
import { build, install, run } from './ready.mjs'

install()
build()
const node = process.execPath
const steps = [
  ['types', [node, 'node_modules/typescript/bin/tsc', '-p', '.']],
  ['types of the page', [node, 'node_modules/typescript/bin/tsc', '-p', 'web']],
  ['format and lint', [node, 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']],
  ['generated files', [node, 'scripts/run.mjs', 'scripts/generate.ts', '--check']],
  ['dead exports', [node, 'node_modules/knip/bin/knip.js']],
  ['floors and laws', [node, 'node_modules/vitest/vitest.mjs', 'run', 'test/floors.test.ts', 'test/laws.test.ts', '--reporter=default']],
]
const failed = []
for (const [name, [command, ...args]] of steps) {
  console.log(`\n# ${name}`)
  if (run(command, args, { mayFail: true }) !== 0) failed.push(name)
}
console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
