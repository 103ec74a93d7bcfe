/** Pod Security as we judge it, against what the real API server lets into a namespace with the level's label. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inParallel } from '../../lab/apply.ts'
import type { KubeObject } from '../../lab/kube-api.ts'
import { type Lab, startLab } from '../../lab/lab.ts'
import { plant } from '../../lab/worlds/bad/fault.ts'
import { podFaults } from '../../lab/worlds/bad/pods.ts'
import { tenantObjects } from '../../lab/worlds/bad/world.ts'
import type { PodTemplate } from '../../src/model/kubernetes.ts'
import { podSecurity } from '../../src/reach/pod-security.ts'
import { readSuites } from '../suites/cases.ts'

let lab: Lab
beforeAll(async () => {
  lab = await startLab({ world: 'stock' })
})
afterAll(() => lab?.stop())

const levels = ['baseline', 'restricted'] as const
/** Each version in which a rule changed, as far as the server knows it. */
const versions = ['v1.19', 'v1.22', 'v1.25', 'v1.27', 'v1.29', 'v1.31', 'v1.32', 'v1.34', 'v1.35', 'v1.36', 'latest'] as const

const podOf = (name: string, spec: unknown, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...metadata, name },
  spec: spec as KubeObject['spec'],
})

/** A hardened pod with each fault of the bad world, and those of the Pod Security project where EKSHIELD_CASES names their folder. */
function pods(): KubeObject[] {
  const ours = podFaults.map((fault, at) =>
    podOf(`fault-${at}`, plant(fault, tenantObjects(), 'shop').find(({ kind }) => kind === 'Deployment')!['spec'].template.spec),
  )
  const folders = (process.env['EKSHIELD_CASES'] ?? '').split(':').filter(Boolean)
  const theirs = readSuites(folders).get('psa') ?? []
  return [...ours, ...theirs.map(({ input }, at) => podOf(`case-${at}`, input['object'].spec, { annotations: input['object'].metadata.annotations ?? {} }))]
}

it('lets in and refuses the same pods', async () => {
  const all = pods()
  const refusedForOtherReasons = new Set<string>()
  const different: string[] = []
  let judged = 0
  for (const level of levels)
    for (const version of versions) {
      const namespace = `${level}-${version.replace('.', '-')}`
      const labels = { 'pod-security.kubernetes.io/enforce': level, 'pod-security.kubernetes.io/enforce-version': version }
      await lab.api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } })
      for (const name of ['default', 'web']) await lab.api.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } })
      await inParallel(all, 8, async (pod) => {
        const { status, body } = await lab.api.call('POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, {
          ...pod,
          metadata: { ...pod.metadata, namespace },
        })
        const isRefused = status === 403 && /violates PodSecurity/.test(body.message)
        if (status !== 201 && !isRefused) return void refusedForOtherReasons.add(`${pod.metadata.name}: ${status} ${body.message}`)
        judged += 1
        // `latest` is the newest that the server knows.
        const ours = podSecurity(pod as PodTemplate, level, version === 'latest' ? 'v1.36' : version).allowed
        if (ours === isRefused)
          different.push(`${pod.metadata.name} at ${level} ${version}: we ${ours ? 'allow' : 'refuse'}, the server: ${body.message ?? 'created'}`)
      })
    }
  expect(different).toEqual([])
  // What the API refuses by itself is not judged; that must be the few that no cluster takes.
  expect([...refusedForOtherReasons].filter((told) => !/: 422 /.test(told))).toEqual([])
  expect(judged).toBeGreaterThan(podFaults.length * levels.length * versions.length * 0.9)
  console.log(`${judged} verdicts alike on ${all.length} pods; ${refusedForOtherReasons.size} pods that the API itself refuses`)
})
