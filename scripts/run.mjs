/**
 * Runs a TypeScript file of this repository on any supported Node: installs what is missing, bundles the file next to the
 * build, and imports it. `--built` before it: it runs the program itself, which is built first where it is stale.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, install, root } from './ready.mjs'

const isBuilt = process.argv[2] === '--built'
const [script, ...args] = process.argv.slice(isBuilt ? 3 : 2)
install()
if (isBuilt) build()
const { bundled } = await import('./bundled.mjs')
const file = await bundled(script)
process.argv = [process.argv[0], join(root, script), ...args]
process.env.EKSHIELD_ROOT = root
await import(pathToFileURL(file).href)
