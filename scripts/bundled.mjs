/** Makes a TypeScript file of this repository one that any supported Node imports: bundled next to the build, gone when the process ends. */
import { mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { rolldown } from 'rolldown'
import { root } from './ready.mjs'

/** Path of the bundle of `script`, a path below the root. */
export async function bundled(script) {
  const out = join(root, 'dist/.run')
  mkdirSync(out, { recursive: true })
  const file = join(out, `${basename(script, '.ts')}-${process.pid}.js`)
  const bundle = await rolldown({ input: join(root, script), platform: 'node', external: [/^[^./]/], treeshake: true })
  await bundle.write({ file, format: 'esm', codeSplitting: false })
  await bundle.close()
  process.on('exit', () => rmSync(file, { force: true }))
  return file
}
