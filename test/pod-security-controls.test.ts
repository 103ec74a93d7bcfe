/** The controls of each Pod Security check find what the check finds, on every pod in any example. */
import { expect, it } from 'vitest'
import { assess } from '../src/assess/assess.ts'
import { pss } from '../src/benchmarks/pss.ts'
import { controls } from '../src/controls/index.ts'
import type { Workload } from '../src/model/facts.ts'
import { podSecurity } from '../src/reach/pod-security.ts'
import { exampleWorld } from './kit/example-world.ts'

const examples = Object.values(controls).flatMap(({ about, examples: { good, bad } }) => (about === 'workloads' ? [...good, ...bad] : []))
const rows = pss.rows.filter((row) => row.controls.length > 0)
const chosen = Object.fromEntries(rows.flatMap((row) => row.controls).map((id) => [id, controls[id]!]))
/** Where controls know more than a pod says of itself: Windows by its nodes, ports that the host network brings along. */
const isTelling = ({ os, pod, addon }: Workload): boolean => os === 'linux' && pod.spec?.hostNetwork !== true && !addon

it('agrees on every pod', () => {
  expect(rows).toHaveLength(pss.rows.length)
  for (const example of examples) {
    const { world } = exampleWorld(example)
    const { findings } = assess(world, chosen)
    for (const { pod, metadata } of world.seen('workloads').things.filter(isTelling)) {
      const violations = (['baseline', 'restricted'] as const).flatMap((level) => podSecurity(pod, level).violations.map(({ check }) => check))
      const found = rows.filter((row) => findings.some(({ rule, subject }) => subject.name === metadata.name && row.controls.includes(rule)))
      expect(
        found.map(({ id }) => id),
        `${metadata.name} in ${example}`,
      ).toEqual(rows.filter(({ id }) => violations.includes(id)).map(({ id }) => id))
    }
  }
})
