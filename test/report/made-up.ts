/** Made-up assessments for the tests of reporters: any number of findings, any strings. */
import type { Assessment, Story, Verdict } from '../../src/model/assessment.ts'
import { layers } from '../../src/model/control.ts'
import { type Finding, severities } from '../../src/model/finding.ts'

const ids = layers.flatMap((layer) => [`${layer}/first-fault`, `${layer}/second-fault`])

export interface Shape {
  readonly findings: number
  /** Where a cluster, a file or a person chooses the words. */
  readonly word?: (i: number) => string
  readonly files?: boolean
}

export function madeUp({ findings: count, word = (i) => `name-${i}`, files = false }: Shape): Assessment {
  const findings = Array.from({ length: count }, (_, i) => finding(i, word, files))
  const verdicts: Record<string, Verdict> = {}
  const stories: Record<string, Story> = {}
  ids.forEach((id, i) => {
    const gap = { because: 'denied', detail: word(i), lacks: `list ${word(i + 1)}` } as const
    const kinds: readonly Verdict[] = [
      { status: 'pass', examined: 3 },
      { status: 'unknown', examined: 0, gaps: [gap] },
      { status: 'manual', ask: `Is ${word(i)} done?` },
      { status: 'n/a', because: word(i) },
      { status: 'fail', examined: 9, gaps: [gap] },
    ]
    verdicts[id] = findings.some((one) => one.rule === id) ? { status: 'fail', examined: count } : (kinds[i % kinds.length] as Verdict)
    stories[id] = {
      title: 'All is as it should be',
      severity: severities[i % 5] ?? 'low',
      layer: layers[i >> 1] ?? 'pod',
      why: 'Because.\n  It matters.',
      fix: 'Mend it.',
      refs: ['https://example.com/'],
      benchmarks: { 'cis-eks-1.8': ['5.4.1'] },
    }
  })
  const counts = { pass: 0, fail: 0, unknown: 0, manual: 0, 'n/a': 0 }
  for (const { status } of Object.values(verdicts)) counts[status] += 1
  const unknown = Object.keys(verdicts).filter((id) => verdicts[id]?.status === 'unknown')
  const waiver = { control: 'pod/first-fault', reason: word(1), owner: word(2), until: '2020-01-01', from: 'ekshield.yaml' }
  return {
    format: 1,
    time: '2026-11-23T12:00:00.000Z',
    target: { scope: files ? 'files' : 'cluster', target: word(0), collector: files ? 'manifests' : 'dump' },
    coverage: {
      counts,
      seen: { pods: count },
      gaps: unknown.length === 0 ? [] : [{ because: 'denied', detail: word(3), lacks: `list ${word(4)}`, kinds: ['pods'], undecided: unknown }],
    },
    verdicts,
    findings,
    waivers: count === 0 ? [] : [{ waiver, problem: 'expired', detail: word(5) }],
    stories,
  }
}

function finding(i: number, word: (i: number) => string, files: boolean): Finding {
  const at = i % ids.length
  return {
    rule: ids[at] as string,
    severity: severities[at % 5] ?? 'low',
    subject: {
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      namespace: word(i % 7),
      name: word(i >> 2),
      ...(files && { source: { file: `${word(i % 3)}.yaml`, line: i + 1 } }),
    },
    evidence: {
      says: `container ${word(i)} is at fault`,
      at: 'spec.template.spec.containers[0].image',
      actual: word(i),
      wanted: 'something else',
      via: [{ kind: 'Role', name: word(i) }],
    },
    print: i.toString(16).padStart(16, '0'),
    responsible: i % 10 === 3 ? 'aws' : i % 10 === 5 ? 'shared' : 'customer',
    ...(i % 10 === 7 && { waived: { control: 'x/y', reason: word(i), owner: word(i), until: '2030-01-01', from: 'ekshield.yaml' } }),
  }
}
