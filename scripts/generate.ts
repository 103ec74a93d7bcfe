/** Regenerates every generated file; with --check only says which are stale, and fails if any is. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { configJsonSchema } from '../src/cli/config.ts'
import { pageModule } from './build-page.ts'
import { controlIndex } from './generate-controls.ts'
import { check, put, root, told } from './put.ts'

put('src/controls/index.ts', controlIndex(root))
put('src/report/page.generated.ts', await pageModule(root))
put('ekshield.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`)
const failed = told()

// The pages tell of the controls, so they are bundled with the index that was just written.
const pages = spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), 'scripts/generate-docs.ts', ...(check ? ['--check'] : [])], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = failed ? 1 : (pages.status ?? 1)
