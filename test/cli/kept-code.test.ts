/** The compiled code that the build leaves beside the program speeds it up, and decides nothing. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import module from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { root } from '../kit/cli.ts'

// From 22.1 on Node keeps code itself.
describe.skipIf('enableCompileCache' in module)('the program', () => {
  it.each<[string, (code: Buffer) => Buffer | undefined]>([
    ['without kept code', () => undefined],
    ['with kept code that is cut short', (code) => code.subarray(0, code.length / 2)],
    ['with kept code of another V8', (code) => Buffer.concat([Buffer.alloc(16, 7), code.subarray(16)])],
    ['with an empty file', () => Buffer.alloc(0)],
  ])('runs %s', (_, spoil) => {
    const folder = mkdtempSync(join(tmpdir(), 'ekshield-kept-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    for (const part of ['bin', 'dist/program', 'package.json']) cpSync(join(root, part), join(folder, part), { recursive: true })
    const kept = readdirSync(join(folder, 'dist/program')).filter((name) => name.endsWith('.code'))
    expect(kept.length).toBeGreaterThan(10)
    for (const name of kept) {
      const file = join(folder, 'dist/program', name)
      const code = spoil(readFileSync(file))
      if (code) writeFileSync(file, code)
      else rmSync(file)
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'bin/ekshield.js'), 'list', '--help'])
    expect({ status, err: stderr.toString() }).toEqual({ status: 0, err: '' })
    expect(stdout.toString()).toContain('Usage: ekshield list')
  })
})
