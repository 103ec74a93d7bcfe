/** The programs of a lab: whoever ends by itself is named, and ports are not those that connections get. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { freePorts } from '../../lab/ports.ts'
import { allRun, start, stop, stopAll } from '../../lab/processes.ts'
import { untilTrue } from '../kit/waiting.ts'

const throws = (work: () => void): boolean => {
  try {
    work()
    return false
  } catch {
    return true
  }
}

it('a program that ends by itself is named, with its last words; one that was stopped is not', async () => {
  const run = mkdtempSync(join(tmpdir(), 'ekshield-lab-'))
  onTestFinished(async () => {
    await stopAll(run)
    rmSync(run, { recursive: true, force: true })
  })
  const idle = ['-e', 'setTimeout(() => {}, 600_000)', run]
  start(run, 'sleeper', process.execPath, idle)
  allRun(run)
  await stop(run, 'sleeper')
  allRun(run)
  start(run, 'failer', process.execPath, ['-e', "console.log('port 10257 is in use'); process.exit(3)", run])
  await untilTrue(async () => throws(() => allRun(run)), 'it has ended')
  expect(() => allRun(run)).toThrow('failer has ended (3):\nport 10257 is in use')
  // What is started again counts anew.
  start(run, 'failer', process.execPath, idle)
  allRun(run)
  start(run, 'killed', process.execPath, idle).kill('SIGKILL')
  await untilTrue(async () => throws(() => allRun(run)), 'it has ended')
  expect(() => allRun(run)).toThrow('killed has ended (SIGKILL)')
})

it('ports lie below those that connections are given', async () => {
  const ports = await freePorts(50)
  expect(new Set(ports).size).toBe(50)
  expect(ports.filter((port) => port < 10_000 || port >= 32_768)).toEqual([])
})
