/** Both planes of the worlds, scanned live: `stock` blames nobody for what only AWS can mend, `good` is clean, `bad` is found out. */
import { expect, it, onTestFinished } from 'vitest'
import { type Lab, startLab } from '../../lab/lab.ts'
import { breaksAnnotation, namespaceOf } from '../../lab/worlds/bad/fault.ts'
import { faultyNodes } from '../../lab/worlds/bad/kubelets.ts'
import { spoiltNodes } from '../../lab/worlds/bad/nodes.ts'
import { planted, faults as accountFaults } from '../../lab/worlds/bad/aws.ts'
import { wholeFaults } from '../../lab/worlds/bad/whole.ts'
import { faults } from '../../lab/worlds/bad/world.ts'
import type { World } from '../../lab/worlds/world.ts'
import { controls } from '../../src/controls/index.ts'
import type { Assessment } from '../../src/model/assessment.ts'
import type { Attestation } from '../../src/model/facts.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Pod } from '../../src/model/kubernetes.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { judged, scanned, snapshotOf } from '../kit/live.ts'
import { severalTimes, undecidedInShop, unplanted, yetToDo, yetToDoInMixed } from './expected.ts'

/** A person who answers yes to whatever only a person knows. */
const attestations: readonly Attestation[] = Object.entries(controls)
  .filter(([, control]) => 'ask' in control && control.ask !== undefined)
  .map(([control]) => ({ control, by: 'carol', until: '2099-12-31', answer: true, evidence: 'wiki/security' }))

async function started(world: string): Promise<Lab> {
  const lab = await startLab({ world, reachableKubelets: true })
  onTestFinished(() => lab.stop())
  return lab
}

const scanOf = async (world: string): Promise<Assessment> => scanned(await started(world), { attestations })

/** The snapshot with the pods that the scheduler was free to place on other machines, `turn` by `turn`. */
function placedOtherwise(snapshot: Snapshot, { objects }: World, turn: number): Snapshot {
  const machines = objects.filter(({ kind, spec }) => kind === 'Node' && !spec?.['unschedulable'] && !spec?.['taints'])
  const free = objects.filter(({ kind, spec }) => kind === 'Deployment' && !spec?.['template'].spec.nodeName && !spec?.['template'].spec.nodeSelector)
  const isFree = ({ name, namespace }: Pod['metadata']) =>
    free.some(({ metadata }) => metadata.namespace === namespace && new RegExp(`^${metadata.name}-[^-]+-[^-]+$`).test(name))
  const { pods } = snapshot.facts
  const things = pods.things.map((pod, at) =>
    isFree(pod.metadata) ? { ...pod, spec: { ...pod.spec, nodeName: machines[(at * turn + turn) % machines.length]!.metadata.name } } : pod,
  )
  return { ...snapshot, facts: { ...snapshot.facts, pods: { ...pods, things } } }
}

/** What is AWS's to mend is no fault of the owner's. */
const ownersFindings = ({ findings }: Assessment): Finding[] => findings.filter(({ responsible }) => responsible !== 'aws')
const rulesOf = (findings: readonly Finding[]): string[] => [...new Set(findings.map(({ rule }) => rule))].sort()
const told = ({ rule, subject, evidence }: Finding): string => `${rule}: ${subject.kind} ${subject.namespace ?? ''}/${subject.name}: ${evidence.says}`
/** Controls that were not decided, with why. */
const undecided = ({ verdicts }: Assessment): string[] =>
  Object.entries(verdicts).flatMap(([id, verdict]) => {
    if (verdict.status === 'manual') return [`${id}: ${verdict.ask}`]
    return verdict.status === 'unknown' ? [`${id}: ${verdict.gaps.map(({ detail }) => detail).join('; ')}`] : []
  })

/** What fails in `bad` beside its tenants and nodes: what the account and the whole cluster share. */
const shared: readonly string[] = [...new Set([...planted, ...wholeFaults.flatMap(({ breaks, also = [] }) => [breaks, ...also])])].sort()

it('stock fails on what its owner has yet to do, and on nothing else', async () => {
  const found = await scanOf('stock')
  expect(undecided(found)).toEqual([])
  // Nothing here is shared: the machine images of a new cluster keep AWS's half.
  expect(found.findings.filter(({ responsible }) => responsible === 'shared').map(told)).toEqual([])
  expect(rulesOf(ownersFindings(found))).toEqual(Object.values(yetToDo).flat().sort())
})

it('good is clean, and all of it is decided', async () => {
  const found = await scanOf('good')
  expect(ownersFindings(found).map(told)).toEqual([])
  expect(undecided(found)).toEqual([])
})

it('in bad every planted fault of both planes is found, and nothing else', async () => {
  const lab = await started('bad')
  const snapshot = await snapshotOf(lab)
  const assessment = judged(snapshot, { attestations })
  const left = new Set(ownersFindings(assessment))
  const take = (matches: (finding: Finding) => boolean): string[] => {
    const found = [...left].filter(matches)
    for (const finding of found) left.delete(finding)
    return rulesOf(found)
  }
  const wanted: Record<string, readonly string[]> = {}
  const found: Record<string, readonly string[]> = {}
  for (const { breaks, also = {}, elsewhere = {} } of faults) {
    const namespace = namespaceOf(breaks)
    wanted[breaks] = [...new Set([breaks, ...Object.keys(also), ...Object.keys(elsewhere)])].sort()
    found[breaks] = take(
      ({ rule, subject }) =>
        subject.namespace === namespace || subject.name === namespace || (rule in elsewhere && elsewhere[rule] === `${subject.kind} ${subject.name}`),
    )
  }
  for (const { metadata } of faultyNodes('bad')) {
    const { name } = metadata
    wanted[name] = [metadata['annotations'][breaksAnnotation]]
    found[name] = take(({ rule, subject }) => subject.name === name && !shared.includes(rule))
  }
  for (const { node, breaks } of spoiltNodes('bad')) {
    const { name } = node.metadata
    wanted[name] = breaks
    found[name] = take(({ rule, subject }) => subject.name === name && !shared.includes(rule))
  }
  expect(found).toEqual(wanted)
  // What is left is what all share: each of its faults shows, at one thing or at as many as it was planted in.
  expect([...left].filter(({ rule }) => !shared.includes(rule)).map(told)).toEqual([])
  const subjects: Record<string, Finding[]> = {}
  for (const finding of left) subjects[finding.rule] = [...(subjects[finding.rule] ?? []), finding]
  expect(Object.keys(subjects).sort()).toEqual(shared)
  const at = Object.entries(subjects).map(([rule, own]) => [
    rule,
    new Set(own.map(({ subject }) => `${subject.kind} ${subject.namespace} ${subject.name}`)).size,
  ])
  expect(Object.fromEntries(at.filter(([, count]) => count !== 1))).toEqual(severalTimes)
  expect(undecided(assessment)).toEqual([])
  // And none of it is by chance: wherever the scheduler had put the pods, the same would be found.
  const places = ({ findings }: Assessment) =>
    [...new Set(findings.map(({ rule, subject: { kind, namespace, name } }) => `${rule} ${kind} ${namespace}/${name}`))].sort()
  for (const turn of [1, 2, 3, 5, 7, 11]) expect(places(judged(placedOtherwise(snapshot, lab.world, turn), { attestations }))).toEqual(places(assessment))
})

it('mixed is judged by the sort of each machine', async () => {
  const found = await scanOf('mixed')
  const own = ownersFindings(found)
  // Whoever cannot reach a machine has nothing to mend there.
  expect(own.filter(({ subject }) => subject.name.startsWith('fargate-')).map(told)).toEqual([])
  expect(rulesOf(own).filter((rule) => !Object.values(yetToDo).flat().includes(rule))).toEqual(yetToDoInMixed)
  expect(undecided(found).map((one) => one.replace(/:.*/s, ''))).toEqual([
    // Nothing scanned these images, which says nothing of what is in them.
    'image/fixable-vulnerability',
    // Who names no user leaves it to the image, and no image was opened.
    'pod/windows-administrator',
  ])
})

it('shop-prod, live: what stays undecided is what its account refuses or its dump left out', async () => {
  const found = await scanOf('shop-prod')
  expect(found.coverage.seen).toMatchObject({ clusters: 1, kubelets: expect.any(Number), workloads: expect.any(Number) })
  console.log(undecided(found).join('\n'))
  expect(undecided(found).map((one) => one.replace(/:.*/s, ''))).toEqual(undecidedInShop)
  expect(rulesOf(ownersFindings(found)).length).toBeGreaterThan(150)
})

it('every control has its fault in bad, or a reason why not', () => {
  const broken = new Set([
    ...faults.flatMap(({ breaks, also = {}, elsewhere = {} }) => [breaks, ...Object.keys(also), ...Object.keys(elsewhere)]),
    ...shared,
    ...spoiltNodes('bad').flatMap(({ breaks }) => breaks),
    ...faultyNodes('bad').map(({ metadata }) => metadata['annotations'][breaksAnnotation]),
    ...accountFaults.flatMap(({ breaks, also = [] }) => [breaks, ...also]),
  ])
  const asked = new Set(attestations.map(({ control }) => control))
  const missing = Object.keys(controls).filter((id) => !broken.has(id) && !asked.has(id))
  console.log(
    `${Object.keys(controls).length} controls: ${broken.size} broken by planted faults, ${asked.size} that only a person can answer, ${missing.length} others:`,
  )
  for (const id of missing) console.log(`  ${id}: ${unplanted[id]}`)
  expect(missing.filter((id) => unplanted[id] === undefined)).toEqual([])
  expect(Object.keys(unplanted).filter((id) => !missing.includes(id))).toEqual([])
})
