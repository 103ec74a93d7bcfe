/** Makes a checkout ready to run: installs what is missing and builds what is stale. Needs nothing but Node and npm. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Runs a command in the repository; ends this process with its exit code when it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (error) throw error
  if (status !== 0 && !options.mayFail) process.exit(status ?? 1)
  return status
}

const age = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0)

function newest(folder) {
  let latest = 0
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) latest = Math.max(latest, age(join(entry.parentPath ?? entry.path, entry.name)))
  }
  return latest
}

export function install() {
  const installed = join(root, 'node_modules/.package-lock.json')
  if (age(installed) === 0 || age(installed) < age(join(root, 'package-lock.json'))) run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
}

export function build() {
  const scripts = ['package.json', 'scripts/build.mjs', 'scripts/keep-code.mjs'].map((file) => age(join(root, file)))
  const sources = Math.max(newest(join(root, 'src')), newest(join(root, 'bin')), ...scripts)
  // What the build writes last: one that was cut short is none.
  if (age(join(root, 'dist/THIRD-PARTY-LICENSES.txt')) < sources) run(process.execPath, ['scripts/build.mjs'])
}
