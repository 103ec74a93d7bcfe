/** The heal law over the failing manifests of other tools' suites, as files: run where EKSHIELD_CASES says where they lie. */
import { dump } from 'js-yaml'
import { expect, it } from 'vitest'
import { assess } from '../src/assess/assess.ts'
import { collectManifests } from '../src/collect/manifests/manifests.ts'
import { controls } from '../src/controls/index.ts'
import { planFiles } from '../src/fix/file-plan.ts'
import type { Shown } from '../src/fix/write.ts'
import type { Finding } from '../src/model/finding.ts'
import { showRef } from '../src/model/ref.ts'
import { UsageError } from '../src/model/usage-error.ts'
import { view } from '../src/world/view.ts'
import { exampleAnswers } from './kit/answers.ts'
import { type Case, readSuites } from './suites/cases.ts'
import { suites } from './suites/suites.ts'
import { topicOf } from './suites/topics.ts'

const folders = (process.env['EKSHIELD_CASES'] ?? '').split(':').filter((folder) => folder !== '')
const held = ['kyverno', 'kube-linter', 'psa', 'checkov-k8s', 'trivy-k8s', 'regolibrary', 'gatekeeper', 'hardeneks', 'mkat']

/** The manifests of a case as texts: as they were written where that is known, else as people write them, with comments. */
function textsOf({ input }: Case): string[] {
  if (input['files']) return Object.values(input['files'] as Record<string, string>).filter((text) => /^\s*"?apiVersion/m.test(text))
  const objects = [input['object'], ...(input['objects'] ?? []), ...(input['inventory'] ?? []), ...(input['existing'] ?? [])].filter(Boolean)
  return objects.length === 0 ? [] : [objects.map((object) => `# of a case\n${dump(object, { noRefs: true })}# its end\n`).join('---\n')]
}

async function look(text: string) {
  const world = view(await collectManifests(['-'], { time: '2026-11-23T12:00:00.000Z', stdin: text }))
  return { world, findings: [...assess(world, controls).findings], assessment: assess(world, controls) }
}

const keyOf = ({ rule, subject, evidence }: Finding) => `${rule} at ${showRef(subject)}: ${evidence.says}`
const ruleOf = ({ rule, subject }: Finding) => `${rule} at ${showRef(subject)}`

/** What is left when the lines that the plan names are taken out and put in: nothing, or the plan does not say all. */
function unnamed(before: string, after: string, shows: readonly Shown[]): string[] {
  const count = new Map<string, number>()
  const add = (lines: readonly string[], by: number) => {
    for (const line of lines) count.set(line, (count.get(line) ?? 0) + by)
  }
  add(before.split(/\r?\n/), 1)
  add(after.split(/\r?\n/), -1)
  for (const { hunk } of shows) {
    add(hunk.gone, -1)
    add(hunk.come, 1)
  }
  return [...count].flatMap(([line, left]) => (left === 0 ? [] : [line]))
}

it.skipIf(folders.length === 0)(
  'heals the failing manifests of the suites, and changes no line that it does not name',
  async () => {
    const sum = { manifests: 0, mended: 0, findings: 0, ended: 0, left: {} as Record<string, number> }
    const wrong: string[] = []
    const seen = new Set<string>()
    for (const [suite, cases] of readSuites(folders)) {
      if (!held.includes(suite)) continue
      for (const one of cases) {
        const topic = topicOf(suite, suites[suite]?.rulesOf(one) ?? [], one)
        if (!topic || !suites[suite]?.expect(one)?.some(({ fails }) => fails)) continue
        for (const text of textsOf(one)) {
          const key = `${topic.controls} ${text}`
          if (seen.has(key)) continue
          seen.add(key)
          try {
            await heal(one.id, text, topic.controls)
          } catch (error) {
            if (!(error instanceof UsageError)) throw error
          }
        }
      }
    }
    async function heal(id: string, text: string, rules: readonly string[]) {
      const { world, findings, assessment } = await look(text)
      const ours = findings.filter(({ rule }) => rules.includes(rule))
      if (ours.length === 0) return
      const plan = planFiles(world, assessment, controls, () => text, exampleAnswers)
      sum.manifests++
      sum.findings += ours.length
      const left = plan.forAPerson.filter(({ rule }) => rules.includes(rule))
      sum.ended += ours.length - left.length
      for (const { rule, because } of left) sum.left[`${rule}: ${because}`] = (sum.left[`${rule}: ${because}`] ?? 0) + 1
      const [step] = plan.steps
      if (step?.write.to !== 'file') return
      const { at, gone, come } = step.write
      const after = text.slice(0, at) + come + text.slice(at + gone.length)
      sum.mended++
      const next = await look(after)
      const ended = new Set(
        step.shows.flatMap(({ object, ends }) => ends.flatMap(({ rule, says }) => says.map((one) => `${rule} at ${showRef(object)}: ${one}`))),
      )
      const had = new Set(findings.map(ruleOf))
      const still = new Set(plan.forAPerson.map((one) => `${one.rule} at ${showRef(one.subject)}: ${one.says}`))
      for (const finding of next.findings) {
        if (!had.has(ruleOf(finding))) wrong.push(`${id}: new ${keyOf(finding)}`)
        if (ended.has(keyOf(finding)) && !still.has(keyOf(finding))) wrong.push(`${id}: still ${keyOf(finding)}`)
      }
      wrong.push(...unnamed(text, after, step.shows).map((line) => `${id}: unnamed line ${line}`))
    }
    console.log(JSON.stringify(sum, null, 1))
    expect(wrong).toEqual([])
    expect(sum.mended).toBeGreaterThan(300)
  },
  300_000,
)
