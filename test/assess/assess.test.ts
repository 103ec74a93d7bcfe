/** Verdicts: a gap can never pass, one odd thing spoils nothing else, prints stay the same. */
import { expect, it } from 'vitest'
import { assess } from '../../src/assess/assess.ts'
import type { AnyControl } from '../../src/model/control.ts'
import { Unseen } from '../../src/model/world.ts'
import { exampleWorld } from '../kit/example-world.ts'
import { bad, good, judge, pod, privileged } from '../kit/tiny.ts'

const gap = { because: 'denied' as const, detail: 'list pods: forbidden', lacks: 'list pods' }
const namespace = '---\n{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n'

it('counts what it examined', () => {
  expect(judge(pod('a', good) + pod('b', good)).verdicts['pod/privileged']).toEqual({ status: 'pass', examined: 2 })
})

it('keeps what it found and says that there may be more, when some were not seen', () => {
  const { verdicts, findings, coverage } = judge(pod('a', bad), {}, { pods: gap })
  expect(findings).toHaveLength(1)
  expect(verdicts['pod/privileged']).toEqual({ status: 'fail', examined: 1, gaps: [gap] })
  expect(coverage.gaps[0]).toMatchObject({ lacks: 'list pods', undecided: ['pod/privileged'] })
})

it('never passes on a gap in what it is about', () => {
  expect(judge(pod('a', good), {}, { pods: gap }).verdicts['pod/privileged']).toMatchObject({ status: 'unknown', examined: 1 })
})

it('never passes on a gap in what it needs', () => {
  expect(judge(namespace).verdicts['network/policy']).toMatchObject({ status: 'fail' })
  expect(judge(namespace, {}, { networkPolicies: gap }).verdicts['network/policy']).toMatchObject({ status: 'unknown', gaps: [gap] })
})

it('does not apply where files cannot show what it needs', () => {
  expect(judge(namespace, {}, { networkPolicies: { because: 'out of scope', detail: 'files show a part' } }).verdicts['network/policy']).toEqual({
    status: 'n/a',
    because: 'files show a part',
  })
})

it('does not apply where there is nothing of the kind', () => {
  expect(judge('').verdicts['pod/privileged']).toMatchObject({ status: 'n/a' })
})

it('turns a control that throws into unknown for that one thing', () => {
  const { world } = exampleWorld(pod('a', good) + pod('b', bad))
  const throws = {
    ...privileged,
    must: undefined,
    judge: (thing: { metadata: { name: string } }) => (thing.metadata.name === 'a' ? JSON.parse('{') : { says: 'bad' }),
  } as unknown as AnyControl
  const { verdicts, findings } = assess(world, { 'pod/odd': throws })
  expect(findings).toHaveLength(1)
  expect(verdicts['pod/odd']).toMatchObject({
    status: 'fail',
    gaps: [{ because: 'failed', detail: expect.stringContaining('pod/odd could not judge Pod shop/a') }],
  })
})

it('keeps the faults of a thing of which not all could be seen', () => {
  const { world } = exampleWorld(pod('a', good))
  const judging = (...told: unknown[]) => assess(world, { 'pod/half': { ...privileged, must: undefined, judge: () => told } as unknown as AnyControl })
  const unseen = new Unseen('networkPolicies', gap)
  expect(judging(unseen).verdicts['pod/half']).toEqual({ status: 'unknown', examined: 0, gaps: [gap] })
  const { verdicts, findings, coverage } = judging({ says: 'bad' }, unseen)
  expect(verdicts['pod/half']).toEqual({ status: 'fail', examined: 1, gaps: [gap] })
  expect(findings).toMatchObject([{ evidence: { says: 'bad' } }])
  expect(coverage.gaps).toMatchObject([{ kinds: ['networkPolicies'], undecided: ['pod/half'] }])
})

it('gives a fault the same print when a container is put in front of it', () => {
  const [before] = judge(pod('a', bad)).findings
  const [after] = judge(pod('a', `{name: first, image: b:1}, ${bad}`)).findings
  expect(after?.evidence.at).not.toBe(before?.evidence.at)
  expect(after?.print).toBe(before?.print)
  expect(after?.print).toMatch(/^[0-9a-f]{16}$/)
})

it('judges only in the namespaces it is given', () => {
  const override = { overrides: { 'pod/privileged': { exceptNamespaces: ['sh*'], severity: 'low' as const } } }
  expect(judge(pod('a', bad), override).verdicts['pod/privileged']).toMatchObject({ status: 'n/a' })
  expect(judge(pod('a', bad), { overrides: { 'pod/privileged': { severity: 'low' } } }).findings[0]?.severity).toBe('low')
})

it('judges a hundred pods of one owner once', () => {
  const owner = `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {spec: {containers: [${bad}]}}}
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web-1, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, controller: true}]}
spec: {template: {spec: {containers: [${bad}]}}}
`
  const pods = Array.from({ length: 100 }, (_, i) =>
    pod(`web-1-${i}`, bad, ', ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, controller: true}]'),
  ).join('')
  const { findings, verdicts } = judge(owner + pods)
  expect(findings).toHaveLength(1)
  expect(findings[0]?.subject).toMatchObject({ kind: 'Deployment', name: 'web' })
  expect(verdicts['pod/privileged']).toMatchObject({ examined: 1 })
})

it('judges once what an owner that was not seen owns', () => {
  const pods = Array.from({ length: 3 }, (_, i) =>
    pod(`roll-${i}`, bad, ', ownerReferences: [{apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: roll, controller: true}]'),
  ).join('')
  const { findings } = judge(pods)
  expect(findings).toHaveLength(1)
  expect(findings[0]?.subject).toMatchObject({ kind: 'Rollout', name: 'roll', namespace: 'shop' })
})

it('says of how many a pass does not speak', () => {
  const both = `${namespace}---\n{apiVersion: v1, kind: Namespace, metadata: {name: other}}\n---\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a, namespace: shop}, spec: {podSelector: {}}}\n`
  expect(judge(both, {}, { networkPolicies: { because: 'out of scope', detail: 'files show a part' } }).verdicts['network/policy']).toEqual({
    status: 'pass',
    examined: 1,
    beyond: 1,
  })
})

it('loses one kind, not the assessment, to a fact that nothing can be derived from', () => {
  const { verdicts, coverage } = judge(
    `${namespace}---\n{apiVersion: v1, kind: Pod, metadata: {name: a, ownerReferences: {find: 1}}, spec: {containers: 7, nodeSelector: 3}}\n---\n{apiVersion: v1, kind: Node, metadata: {name: n}, spec: {providerID: 7}}\n`,
  )
  expect(verdicts['network/policy']).toMatchObject({ status: 'fail' })
  expect(verdicts['pod/privileged']).toMatchObject({ status: 'unknown' })
  expect(coverage.gaps[0]?.detail).toMatch(/workloads could not be told/)
})
