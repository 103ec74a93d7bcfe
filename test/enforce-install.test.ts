/** Which changes put policies in force, take them a step further and away again, held against what a cluster may hold by then. */
import { describe, expect, it } from 'vitest'
import { defaultSettings } from '../src/assess/settings.ts'
import { controls } from '../src/controls/index.ts'
import { type Count, countIn, faultsSince } from '../src/enforce/counted.ts'
import { installing, isOurs, labelling, type Moment, promoting, removing } from '../src/enforce/install.ts'
import { type ApiObject, countedKey, type Installed, modeOf, sinceKey, statusOf } from '../src/enforce/installed.ts'
import { podSecurityLabels } from '../src/enforce/namespace-levels.ts'
import { type Enforcement, enforcement } from '../src/enforce/plan.ts'
import { type Mode, policyName, policyOf, systemExemption } from '../src/enforce/policy.ts'
import type { Change } from '../src/model/change.ts'
import { applyEdits } from '../src/model/edit.ts'
import { Refused } from '../src/model/refused.ts'
import { exampleWorld } from './kit/example-world.ts'

// biome-ignore lint/suspicious/noExplicitAny: objects of two kinds, taken apart
type Loose = any

/** The more severe first, as plans have them. */
const ids = ['pod/privileged-container', 'pod/host-pid']
const idle = '{apiVersion: v1, kind: Namespace, metadata: {name: shop}}'
const privileged = `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {template: {spec: {containers: [{name: web, image: 'web:1', securityContext: {privileged: true}}]}}}}`
const planned = (mode: Mode, yaml = idle): Enforcement =>
  enforcement(exampleWorld(yaml).world, controls, { ...defaultSettings, only: ids }, mode, [systemExemption])

const nothing: Installed = { policies: [], bindings: [] }
const server = (faults: Readonly<Record<string, number>> = {}, started = '1764000000.5'): Count => ({
  server: started,
  faults: new Map(Object.entries(faults)),
})
const moment = (...counts: Count[]): Moment => ({ time: '2026-11-27T10:00:00Z', counts })

/** What the API server holds after the changes; patches as it applies them. */
function applied(changes: readonly Change[], { policies, bindings }: Installed = nothing): Installed {
  const all = new Map([...policies, ...bindings].map((one) => [`${one.kind} ${one.metadata.name}`, structuredClone(one)]))
  for (const change of changes) {
    if (change.do === 'create') {
      const object = structuredClone(change.object) as unknown as ApiObject
      all.set(`${object.kind} ${object.metadata.name}`, object)
    } else if (change.do === 'delete') all.delete(`${change.on.kind} ${change.on.name}`)
    else if (change.do === 'patch') {
      const key = `${change.on.kind} ${change.on.name}`
      all.set(key, applyEdits(all.get(key) as ApiObject, change.edits))
    }
  }
  const found = [...all.values()]
  return { policies: found.filter(({ kind }) => !kind.endsWith('Binding')), bindings: found.filter(({ kind }) => kind.endsWith('Binding')) }
}
const installed = (mode: Mode, counts: readonly Count[] = [server()]) => applied(installing(planned(mode), nothing, moment(...counts)))
const named = (all: readonly ApiObject[], id: string) => all.find(({ metadata }) => metadata.name === policyName(id)) as Loose
const printed = (id: string, mode: Mode) => policyOf(id, controls[id]!, mode)

describe('installing', () => {
  it('makes each policy before its binding, which tells when and what had been counted', () => {
    const changes = installing(planned('audit'), nothing, moment(server({ [policyName('pod/host-pid')]: 3 })))
    expect(changes.map((change) => change.do === 'create' && change.object['kind'])).toEqual([
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
    ])
    const { annotations } = named(applied(changes).bindings, 'pod/host-pid').metadata
    expect(annotations).toMatchObject({
      [sinceKey]: '2026-11-27T10:00:00Z',
      [countedKey]: '{"1764000000.5":3}',
      'exempt.ekshield.io/kube-system': expect.stringMatching(/standing$/),
    })
  })

  it('changes nothing of what is there as printed, whatever the server filled in and others annotated', () => {
    const there = installed('warn')
    for (const { spec, metadata } of [...there.policies, ...there.bindings] as Loose[]) {
      metadata.annotations['meta.example.com/seen'] = 'yes'
      if (spec.matchConstraints) Object.assign(spec.matchConstraints, { matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {} })
      for (const rule of spec.matchConstraints?.resourceRules ?? []) rule.scope = '*'
    }
    expect(installing(planned('warn'), there, moment(server()))).toEqual([])
  })

  it('counts anew from a change of mode, and not from a change of scope', () => {
    const there = installed('audit', [server({ [policyName('pod/host-pid')]: 1 })])
    const later: Moment = { ...moment(server({ [policyName('pod/host-pid')]: 5 })), time: '2026-12-01T00:00:00Z' }
    const denied = applied(installing(planned('deny'), there, later), there)
    expect(denied.bindings.map(modeOf)).toEqual(['deny', 'deny'])
    expect(named(denied.bindings, 'pod/host-pid').metadata.annotations).toMatchObject({ [sinceKey]: later.time, [countedKey]: '{"1764000000.5":5}' })
    const wider = enforcement(exampleWorld(idle).world, controls, { ...defaultSettings, only: ids }, 'audit', [
      systemExemption,
      { namespace: 'old', reason: 'leaves in May', until: '2027-05-31' },
    ])
    const scoped = applied(installing(wider, there, later), there)
    expect(named(scoped.bindings, 'pod/host-pid').metadata.annotations).toMatchObject({
      [sinceKey]: '2026-11-27T10:00:00Z',
      'exempt.ekshield.io/old': 'leaves in May; until 2027-05-31',
    })
    // And back: what no longer holds is no longer told.
    const back = applied(installing(planned('audit'), scoped, later), scoped)
    expect(named(back.bindings, 'pod/host-pid').metadata.annotations).not.toHaveProperty(['exempt.ekshield.io/old'])
    expect(installing(planned('audit'), back, later)).toEqual([])
  })

  it('refuses a name that is taken by somebody else', () => {
    const there = installed('audit')
    named(there.policies, 'pod/host-pid').metadata.labels = { 'app.kubernetes.io/managed-by': 'Helm' }
    expect(() => installing(planned('audit'), there, moment(server()))).toThrow(Refused)
    expect(() => installing(planned('audit'), there, moment(server()))).toThrow(
      'ValidatingAdmissionPolicy ekshield-pod-host-pid is there, and not of ekshield: rename or remove it first',
    )
  })
})

describe('promoting', () => {
  const to = (there: Installed, counts: readonly Count[], yaml = idle) => promoting(planned('deny', yaml), there, moment(...counts))

  it('goes up one step, and at the top no further', () => {
    let there = installed('audit')
    for (const [from, next] of [
      ['audit', 'warn'],
      ['warn', 'deny'],
    ]) {
      const { changes, promoted, kept } = to(there, [server()])
      expect(promoted).toEqual(ids.map((id) => ({ id, from, to: next })))
      expect(kept).toEqual([])
      there = applied(changes, there)
      expect(there.bindings.map(modeOf)).toEqual([next, next])
    }
    expect(to(there, [server()])).toEqual({ changes: [], promoted: [], kept: [] })
  })

  it.each([
    ['a fault of what is present', { yaml: privileged, because: 'Deployment shop/web is in use, and would not come back' }],
    [
      'a fault that was counted since',
      { counts: [server({ [policyName('pod/privileged-container')]: 1 })], because: 'the API server counted a fault since 2026-11-27T10:00:00Z' },
    ],
    [
      'a fault counted by a server that is new',
      {
        counts: [server(), server({ [policyName('pod/privileged-container')]: 2 }, '1764111111')],
        because: 'the API server counted 2 faults since 2026-11-27T10:00:00Z',
      },
    ],
  ])('keeps what has %s', (_, { yaml, counts = [server()], because }: { yaml?: string; counts?: Count[]; because: string }) => {
    const { promoted, kept } = to(installed('audit'), counts, yaml)
    expect(promoted.map(({ id }) => id)).toEqual(['pod/host-pid'])
    expect(kept).toMatchObject([{ id: 'pod/privileged-container', mode: 'audit', because: expect.stringContaining(because) }])
  })

  it('keeps all where the counts cannot be read, or not all could be seen', () => {
    const there = installed('audit')
    expect(promoting(planned('deny'), there, moment(), 'forbidden').kept.map(({ because }) => because)).toEqual(['forbidden', 'forbidden'])
    const blind = { ...planned('deny'), gaps: [{ because: 'denied', detail: 'list pods is forbidden' }] } as unknown as Enforcement
    expect(promoting(blind, there, moment(server())).kept.map(({ because }) => because)).toEqual(Array(2).fill('not all could be seen: list pods is forbidden'))
  })

  it('keeps what was edited by hand, and what this program does not print', () => {
    const there = installed('audit')
    named(there.policies, 'pod/host-pid').spec.failurePolicy = 'Ignore'
    named(there.bindings, 'pod/privileged-container').metadata.annotations['ekshield.io/control'] = 'pod/of-tomorrow'
    expect(to(there, [server()]).kept.map(({ because }) => because)).toEqual([
      'this program and configuration print no such policy',
      'it is not as printed; --apply first',
    ])
  })
})

describe('the counts of an API server', () => {
  const metrics = (...lines: string[]) => ['process_start_time_seconds 1.7640000005e+09', ...lines].join('\n')
  const line = (binding: string, action: string, count: number) =>
    `apiserver_validating_admission_policy_check_total{enforcement_action="${action}",error_type="no_error",policy="p",policy_binding="${binding}"} ${count}`

  it('are those of the action Audit, of each binding', () => {
    const count = countIn(metrics(line('a', 'audit', 3), line('a', 'deny', 3), line('b', 'allow', 9)))
    expect(count).toEqual({ server: '1.7640000005e+09', faults: new Map([['a', 3]]) })
    expect(countIn('go_goroutines 5')).toBeUndefined()
  })

  it('begin anew with a restart, and are all that was ever counted where the mark was spoilt', () => {
    expect(faultsSince('a', '{"1764000000.5":3}', [server({ a: 3 })])).toBe(0)
    expect(faultsSince('a', '{"1764000000.5":3}', [server({ a: 5 })])).toBe(2)
    expect(faultsSince('a', '{"1764000000.5":3}', [server({ a: 1 }, 'another')])).toBe(1)
    for (const spoilt of [undefined, '', 'null', '[]', '{"1764000000.5":"many"}']) expect(faultsSince('a', spoilt, [server({ a: 3 })])).toBe(3)
  })
})

describe('removing', () => {
  it('takes bindings first, and leaves what is not ours', () => {
    const there = installed('deny')
    named(there.policies, 'pod/host-pid').metadata.labels = {}
    expect(removing(there).map((change) => change.do === 'delete' && `${change.on.kind} ${change.on.name}`)).toEqual([
      'ValidatingAdmissionPolicyBinding ekshield-pod-privileged-container',
      'ValidatingAdmissionPolicyBinding ekshield-pod-host-pid',
      'ValidatingAdmissionPolicy ekshield-pod-privileged-container',
    ])
    const left = applied(removing(there), there)
    expect([...left.policies, ...left.bindings].filter(isOurs)).toEqual([])
  })
})

describe('the state of what is installed', () => {
  it('says in which mode, since when, by whom', () => {
    const there = installed('warn')
    named(there.policies, 'pod/host-pid').metadata.managedFields = [{ manager: 'ekshield' }, { manager: 'kube-apiserver', subresource: 'status' }]
    named(there.bindings, 'pod/host-pid').metadata.managedFields = [{ manager: 'kubectl-edit' }, { manager: 'ekshield' }]
    expect(statusOf(there, printed)).toMatchObject([
      { id: 'pod/host-pid', mode: 'warn', since: '2026-11-27T10:00:00Z', by: ['ekshield', 'kubectl-edit'], drift: [] },
      { id: 'pod/privileged-container', mode: 'warn', by: [], drift: [] },
    ])
  })

  it.each<[string, (there: Installed) => Installed, string]>([
    ['a policy without binding', ({ policies }) => ({ policies, bindings: [] }), 'its binding is gone, so that it does nothing'],
    ['a binding without policy', ({ bindings }) => ({ policies: [], bindings }), 'its policy is gone; only the binding is left'],
    ['a binding that no longer acts', (there) => edited(there, 'bindings', { validationActions: ['Warn'] }), 'its binding acts as no mode of ekshield does'],
    ['a wider exemption', (there) => edited(there, 'bindings', { matchResources: {} }), 'its binding is not as printed: exemptions or scope'],
    ['a policy that lets all pass', (there) => edited(there, 'policies', { validations: [{ expression: 'true' }] }), 'its policy is not as printed'],
  ])('tells of %s', (_, spoil, says) => {
    for (const { drift } of statusOf(spoil(installed('deny')), printed)) expect(drift).toEqual([says])
  })
  const edited = (there: Installed, of: keyof Installed, spec: object): Installed => ({
    ...there,
    [of]: there[of].map((one) => ({ ...one, spec: { ...one.spec, ...spec } })),
  })
})

describe('labels of Pod Security', () => {
  const world = exampleWorld(
    `${idle}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: 'web:1'}]}}`,
  ).world
  const { namespaces } = podSecurityLabels(world as never)
  const prefix = 'pod-security.kubernetes.io/'

  it('raise what is laxer or not set, and never lower what is stricter', () => {
    expect(namespaces).toMatchObject([{ namespace: 'shop', level: 'baseline' }])
    const changes = labelling(namespaces, () => ({ [`${prefix}enforce`]: 'privileged', [`${prefix}warn`]: 'restricted' }))
    expect(changes).toEqual([
      {
        do: 'patch',
        on: { kind: 'Namespace', apiVersion: 'v1', name: 'shop' },
        edits: ['enforce', 'audit'].map((mode) => ({ path: `metadata.labels.${prefix}${mode}`.replace(/labels\.(.*)/, 'labels[$1]'), value: 'baseline' })),
      },
    ])
    expect(labelling(namespaces, () => Object.fromEntries(['enforce', 'audit', 'warn'].map((mode) => [`${prefix}${mode}`, 'baseline'])))).toEqual([])
  })
})
