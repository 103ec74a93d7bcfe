/** Regenerates every generated file; with --check only says which are stale, and fails if any is. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { configJsonSchema } from '../src/cli/config.ts'
import { controlIndex } from './generate-controls.ts'

const root = process.env['EKSHIELD_ROOT'] ?? process.cwd()
const check = process.argv.includes('--check')
const stale: string[] = []

function put(file: string, text: string): void {
  const path = join(root, file)
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  stale.push(file)
  if (check) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Files in a generated folder that nothing generates any more. */
function prune(folder: string, wanted: ReadonlySet<string>): void {
  const path = join(root, folder)
  if (!existsSync(path)) return
  for (const file of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
    const name = `${folder}/${file}`
    if (!file.endsWith('.md') || wanted.has(name)) continue
    stale.push(name)
    if (!check) rmSync(join(root, name))
  }
}

put('src/controls/index.ts', controlIndex(root))
put('ekshield.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`)

if (stale.length > 0) {
  console.log(`${check ? 'stale' : 'wrote'}: ${stale.join(', ')}`)
  if (check) {
    console.log('Run `npm run generate` and commit the result.')
    process.exit(1)
  }
}
