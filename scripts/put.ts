/** Puts generated files in their place; with --check only says which are stale, and fails if any is. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const root = process.env['EKSHIELD_ROOT'] ?? process.cwd()
export const check = process.argv.includes('--check')
const stale: string[] = []

export function put(file: string, text: string): void {
  const path = join(root, file)
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  stale.push(file)
  if (check) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Takes away the pages of a generated folder that nothing generates any more. */
export function prune(folder: string, wanted: ReadonlySet<string>): void {
  const path = join(root, folder)
  if (!existsSync(path)) return
  for (const file of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
    const name = `${folder}/${file}`
    if (!file.endsWith('.md') || wanted.has(name)) continue
    stale.push(name)
    if (!check) rmSync(join(root, name))
  }
}

/** Says what was stale. @returns whether that is a failure */
export function told(): boolean {
  if (stale.length === 0) return false
  const named = stale.length > 12 ? `${stale.slice(0, 12).join(', ')} and ${stale.length - 12} more` : stale.join(', ')
  console.log(`${check ? 'stale' : 'wrote'}: ${named}`)
  if (check) console.log('Run `npm run generate` and commit the result.')
  return check
}
