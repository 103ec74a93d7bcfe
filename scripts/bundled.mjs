/** Makes a TypeScript file of this repository one that any supported Node imports: bundled next to the build, gone when the process ends. */
import { mkdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

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
