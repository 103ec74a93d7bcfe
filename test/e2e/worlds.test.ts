/** Worlds brought to life: what a scan says of them must be what it says of the files they came from. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { dump } from '../../lab/dump.ts'
import { startLab } from '../../lab/lab.ts'
import { assess } from '../../src/assess/assess.ts'
import { defaultSettings } from '../../src/assess/settings.ts'
import { collectDump } from '../../src/collect/dump/dump.ts'
import { controls } from '../../src/controls/index.ts'
import type { Assessment } from '../../src/model/assessment.ts'
import { hostsOf } from '../../src/world/hosts.ts'
import { view } from '../../src/world/view.ts'

const example = join(import.meta.dirname, '../../examples/shop-prod')

/** A dump of a new lab with that world. */
async function dumpOf(world: string): Promise<string> {
  const lab = await startLab({ world })
  const folder = mkdtempSync(join(tmpdir(), 'ekshield-dump-'))
  onTestFinished(async () => {
    rmSync(folder, { recursive: true, force: true })
    await lab.stop()
  })
  await dump(lab.api, folder)
  return folder
}

async function assessed(folder: string): Promise<Assessment> {
  return assess(view(await collectDump(folder, '2026-11-23T16:00:00Z')), controls, {}, defaultSettings)
}
const findingsOf = ({ findings }: Assessment) =>
  [...new Set(findings.map(({ rule, subject }) => [rule, subject.kind, subject.namespace, subject.name].join(' ')))].sort()

it('shop-prod, back to life, is judged as the dump that it was made from', async () => {
  const folder = await dumpOf('shop-prod')
  cpSync(join(example, 'aws'), join(folder, 'aws'), { recursive: true })
  const [alive, stored] = [await assessed(folder), await assessed(example)]
  expect(findingsOf(alive)).toEqual(findingsOf(stored))
  const statuses = ({ verdicts }: Assessment) => Object.fromEntries(Object.entries(verdicts).map(([id, { status }]) => [id, status]))
  expect(statuses(alive)).toEqual(statuses(stored))
})

it('mixed has a machine of every sort', async () => {
  const world = view(await collectDump(await dumpOf('mixed')))
  const sorts = hostsOf(world).things.map(({ compute, os }) => `${compute} ${os}`)
  expect(sorts.sort()).toEqual([
    'auto bottlerocket',
    'fargate linux',
    'hybrid linux',
    'managed bottlerocket',
    'managed linux',
    'managed linux',
    'managed windows',
    'self-managed linux',
  ])
})
