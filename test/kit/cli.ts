/** Runs the built program as a user does. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const root = join(import.meta.dirname, '../..')
export const bin = join(root, 'bin/ekshield.js')

/** Tests leave no trace in the ledger of whoever runs them. */
const own = { NO_COLOR: '1', XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'ekshield-state-')) }

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A new folder with the given files. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'ekshield-'))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

export function ekshield(
  args: readonly string[],
  { cwd = root, input = '', env = {} }: { cwd?: string; input?: string | Uint8Array; env?: Record<string, string> } = {},
): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    input,
    env: { ...process.env, ...own, ...env },
    maxBuffer: 1 << 28,
  })
  return { code: status, out: stdout.toString(), err: stderr.toString() }
}

/** The same without holding up this process, so that a server in it can answer. @param until ends it early, by a signal */
export function ekshieldBeside(
  args: readonly string[],
  { cwd = root, env = {}, until }: { cwd?: string; env?: Record<string, string>; until?: (kill: (signal: NodeJS.Signals) => void) => void } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [bin, ...args], { cwd, env: { ...process.env, ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  until?.((signal) => child.kill(signal))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })))
}
