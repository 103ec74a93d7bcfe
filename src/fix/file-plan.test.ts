/** The heal law over files: what is planned ends its findings, is needed once, and breaks no other control. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { assess } from '../assess/assess.ts'
import { controls } from '../controls/index.ts'
import { collect } from '../collect/target.ts'
import { view } from '../world/view.ts'
import { planFiles } from './file-plan.ts'

async function look(file: string, text: string) {
  writeFileSync(file, text)
  const world = view(await collect([file], { now: '2026-11-26T00:00:00Z' }))
  return { world, assessment: assess(world, controls) }
}
const rulesOf = ({ assessment }: Awaited<ReturnType<typeof look>>) => assessment.findings.map(({ rule, subject }) => `${rule} ${subject.kind} ${subject.name}`)

it('heals every bad example that it has a change for, and needs no second time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ekshield-fix-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'a.yaml')
  let healed = 0
  for (const [id, { examples }] of Object.entries(controls)) {
    for (const yaml of examples.bad.filter((one) => /^(\{apiVersion|apiVersion)/m.test(one) && !/^(eks|ec2|iam|kubelet|version|ecr|kms)\S*:/m.test(one))) {
      const before = await look(file, yaml)
      const [step] = planFiles(before.world, before.assessment, controls, () => yaml).steps
      if (step?.write.to !== 'file') continue
      const { at, gone, come } = step.write
      const text = yaml.slice(0, at) + come + yaml.slice(at + gone.length)
      const after = await look(file, text)
      const had = new Set(rulesOf(before))
      expect(
        rulesOf(after).filter((rule) => !had.has(rule)),
        `${id}\n${yaml}\n${text}`,
      ).toEqual([])
      expect(planFiles(after.world, after.assessment, controls, () => text).steps, `${id}\n${text}`).toEqual([])
      healed++
    }
  }
  expect(healed).toBeGreaterThan(100)
}, 60_000)
