/** Runs a TypeScript file of this repository on any supported Node: bundles it next to the build, then imports it. */
import { mkdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const [script, ...args] = process.argv.slice(2)
const out = join(root, 'dist/.run')
mkdirSync(out, { recursive: true })
const file = join(out, `${basename(script, '.ts')}-${process.pid}.js`)
const bundle = await rolldown({ input: join(root, script), platform: 'node', external: [/^[^./]/], treeshake: true })
await bundle.write({ file, format: 'esm', codeSplitting: false })
await bundle.close()
process.argv = [process.argv[0], join(root, script), ...args]
process.env.EKSHIELD_ROOT = root
process.on('exit', () => rmSync(file, { force: true }))
await import(pathToFileURL(file).href)
