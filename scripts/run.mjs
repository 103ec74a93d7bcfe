/** Runs a TypeScript file of this repository on any supported Node: bundles it next to the build, then imports it. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundled } from './bundled.mjs'
import { root } from './ready.mjs'

const [script, ...args] = process.argv.slice(2)
const file = await bundled(script)
process.argv = [process.argv[0], join(root, script), ...args]
process.env.EKSHIELD_ROOT = root
await import(pathToFileURL(file).href)
