/** The heal law over files: what is planned ends its findings, is needed once, and breaks no other control. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { assess } from '../assess/assess.ts'
import { controls } from '../controls/index.ts'
import { collect } from '../collect/target.ts'
import { view } from '../world/view.ts'
import { exampleAnswers } from '../../test/kit/answers.ts'
import { planFiles } from './file-plan.ts'
import { hunkOf } from './plan.ts'
import type { Plan } from './write.ts'

async function look(file: string, text: string) {
  writeFileSync(file, text)
  const world = view(await collect([file], { now: '2026-11-26T00:00:00Z' }))
  return { world, assessment: assess(world, controls) }
}
/** The text as the plan leaves it; undefined where it does not change it. */
function textAfter({ steps: [step] }: Plan, text: string): string | undefined {
  if (step?.write.to !== 'file') return undefined
  const { at, gone, come } = step.write
  return text.slice(0, at) + come + text.slice(at + gone.length)
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
      const plan = planFiles(before.world, before.assessment, controls, () => yaml, exampleAnswers)
      const text = textAfter(plan, yaml)
      if (text === undefined) continue
      const after = await look(file, text)
      const had = new Set(rulesOf(before))
      expect(
        rulesOf(after).filter((rule) => !had.has(rule)),
        `${id}\n${yaml}\n${text}`,
      ).toEqual([])
      expect(planFiles(after.world, after.assessment, controls, () => text, exampleAnswers).steps, `${id}\n${text}`).toEqual([])
      healed++
    }
  }
  expect(healed).toBeGreaterThan(100)
})

it.each([
  ['a\nb\n', 'a\nx\nb\n', { line: 2, gone: [], come: ['x'] }],
  ['a\nb\nc', 'a\nc', { line: 2, gone: ['b'], come: [] }],
  ['a\r\nb: 1\r\nc\r\n', 'a\r\nb: 11\r\nc\r\n', { line: 2, gone: ['b: 1'], come: ['b: 11'] }],
  ['a', 'a\nb\n', { line: 1, gone: ['a'], come: ['a', 'b', ''] }],
  ['\na\n', '\na\na\n', { line: 3, gone: [], come: ['a'] }],
])('tells %j from %j by lines', (before, after, hunk) => {
  expect(hunkOf(before, after)).toEqual(hunk)
})

it('mends both of two objects that are called the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ekshield-fix-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const text = ['true', 'true'].map((on) => `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostPID: ${on}\n`).join('---\n')
  const { world, assessment } = await look(join(folder, 'a.yaml'), text)
  const findings = assessment.findings.filter(({ rule }) => rule === 'pod/host-pid')
  const plan = planFiles(world, { ...assessment, findings }, controls, () => text)
  expect(textAfter(plan, text)).toBe(text.replaceAll('true', 'false'))
})
