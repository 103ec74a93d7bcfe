/** The smallest worlds and assessments that tests of the machinery need. */
import { assess } from '../../src/assess/assess.ts'
import { defaultSettings, type Settings } from '../../src/assess/settings.ts'
import type { Assessment } from '../../src/model/assessment.ts'
import { type AnyControl, control } from '../../src/model/control.ts'
import type { Gap, Snapshot } from '../../src/model/snapshot.ts'
import { view } from '../../src/world/view.ts'
import { everyContainer, isNot } from '../../src/demand/words.ts'
import { exampleWorld } from './example-world.ts'

const told = { severity: 'high' as const, why: 'because', fix: 'mend it', examples: { good: [], bad: [] } }

export const privileged: AnyControl = control({
  ...told,
  title: 'Not privileged',
  about: 'workloads',
  must: everyContainer('securityContext.privileged', isNot(true)),
}) as AnyControl
export const denied: AnyControl = control({
  ...told,
  title: 'A policy is there',
  about: 'namespaces',
  needs: ['networkPolicies'],
  judge: ({ metadata }, world) => (world.some('networkPolicies', (policy) => policy.metadata.namespace === metadata.name) ? undefined : { says: 'no policy' }),
}) as unknown as AnyControl

export const pod = (name: string, container: string, more = ''): string => `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop${more}}
spec: {containers: [${container}]}
`
export const bad = '{name: app, image: a:1, securityContext: {privileged: true}}'
export const good = '{name: app, image: a:1}'

/** Assesses a YAML world by `pod/privileged` and `network/policy`, with the named shelves taken away. */
export function judge(yaml: string, settings: Partial<Settings> = {}, gaps: Record<string, Gap> = {}): Assessment {
  const { snapshot } = exampleWorld(yaml)
  const facts = { ...snapshot.facts } as Record<string, { things: readonly unknown[]; gap?: Gap }>
  for (const [kind, gap] of Object.entries(gaps)) facts[kind] = { ...(facts[kind] ?? { things: [] }), gap }
  return assess(
    view({ ...snapshot, facts: facts as unknown as Snapshot['facts'] }),
    { 'pod/privileged': privileged, 'network/policy': denied },
    {},
    { ...defaultSettings, ...settings },
  )
}
