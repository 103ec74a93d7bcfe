/** Loads the program, with the code that the build has compiled for this very Node where there is some. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import v8 from 'node:v8'
import vm from 'node:vm'

const main = join(dirname(fileURLToPath(import.meta.url)), '../dist/program/main.cjs')

// The young generation of the heap stays small: a scan keeps what it reads, so room for short-lived objects only raises
// its peak memory, by a fifth and more. Checked on 20 and 24; a Node that does not know the flag would complain on stderr.
const release = Number.parseInt(process.versions.node, 10)
if (release <= 24) v8.setFlagsFromString('--semi-space-growth-factor=1')
// V8 of Node 20 optimizes what soon turns out otherwise, and throws it away: a control is asked about things of many shapes.
// With six times its patience a scan takes a sixth less.
if (release === 20) v8.setFlagsFromString('--interrupt-budget=400000')

/** File of a chunk -> what it exports, and its script. */
const loaded = new Map()

/** From 22.1 on Node keeps compiled code itself; before, V8 takes what the build left, and refuses what is not of its own version. */
export function program() {
  if (!module.enableCompileCache) return load(main).exports
  module.enableCompileCache()
  return createRequire(main)(main)
}

/** Leaves the code of all that was loaded so far, for the next time. */
export function keepCode() {
  for (const [file, { script }] of loaded) writeFileSync(codeOf(file), script.createCachedData())
}

const codeOf = (file) => `${file}.${process.version}.${process.arch}.code`

function load(file) {
  let chunk = loaded.get(file)
  if (!chunk) {
    const code = codeOf(file)
    const script = new vm.Script(module.wrap(readFileSync(file, 'utf8')), {
      filename: file,
      importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      ...(existsSync(code) && { cachedData: readFileSync(code) }),
    })
    chunk = { exports: {}, script }
    loaded.set(file, chunk)
    const own = createRequire(file)
    const require = (id) => (id.startsWith('.') ? load(join(dirname(file), id)).exports : own(id))
    script.runInThisContext()(chunk.exports, require, chunk, file, dirname(file))
  }
  return chunk
}
