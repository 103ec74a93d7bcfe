/** What enforcing would do to a world, and the answers to admission reviews. */
import { describe, expect, it } from 'vitest'
import { defaultSettings } from '../src/assess/settings.ts'
import { controls } from '../src/controls/index.ts'
import { celOf, Unsayable } from '../src/demand/cel.ts'
import { everyContainer, matches, object, isOneOf } from '../src/demand/words.ts'
import { type AdmissionReview, admit } from '../src/enforce/admit.ts'
import { podSecurityLabels } from '../src/enforce/namespace-levels.ts'
import { enforcement } from '../src/enforce/plan.ts'
import { policyOf, systemExemption, whyNotEnforceable } from '../src/enforce/policy.ts'
import { UsageError } from '../src/model/usage-error.ts'
import { exampleTime, exampleWorld } from './kit/example-world.ts'

const called = { object: 'object', spec: 'variables.spec' }
const pod = (spec: object, name = 'web') => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop' }, spec })
const privileged = { containers: [{ name: 'web', image: 'web:1', securityContext: { privileged: true } }] }
const plain = { containers: [{ name: 'web', image: 'web:1' }] }

describe('CEL', () => {
  it('refuses what it could not say exactly', () => {
    expect(() => celOf(everyContainer('image', matches(/^(?!latest)/, 'no latest')), called)).toThrow(Unsayable)
    expect(() => celOf(object('spec.x', isOneOf('a', 1)), called)).toThrow(/several types/)
  })

  it('quotes keys that are no names', () => {
    expect(celOf(object('metadata.annotations[a.b/c]', isOneOf('x')), called)[0]?.cel).toContain('.?annotations[?"a.b/c"]')
  })
})

describe('policies', () => {
  it('says why a control has none', () => {
    expect(whyNotEnforceable(controls['pod/unforbidden-root']!)).toMatch(/function decides/)
    expect(whyNotEnforceable(controls['iam/internet-facing-endpoint']!)).toBe('no API server admits clusters')
    expect(() => policyOf('pod/unforbidden-root', controls['pod/unforbidden-root']!, 'deny')).toThrow(RangeError)
  })

  it('names each exemption with its reason and end', () => {
    const { binding } = policyOf('pod/host-pid', controls['pod/host-pid']!, 'warn', [{ namespace: 'old', reason: 'leaves in May', until: '2027-05-31' }])
    expect(binding).toMatchObject({
      metadata: { annotations: { 'exempt.ekshield.io/old': 'leaves in May; until 2027-05-31' } },
      spec: { validationActions: ['Warn', 'Audit'], matchResources: { namespaceSelector: { matchExpressions: [{ operator: 'NotIn', values: ['old'] }] } } },
    })
  })
})

describe('the plan', () => {
  const addon = `{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: aws-guardduty-agent, namespace: amazon-guardduty}, spec: {template: {spec: {serviceAccountName: aws-guardduty-agent, hostPID: true, containers: [{name: a, image: '602401143452.dkr.ecr.us-east-1.amazonaws.com/guardduty:1'}]}}}}`
  const planFor = (yaml: string, mode: 'audit' | 'deny') =>
    enforcement(exampleWorld(yaml).world, controls, { ...defaultSettings, only: ['pod/host-pid', 'pod/privileged-container', 'pod/unforbidden-root'] }, mode, [
      systemExemption,
    ])

  it('leaves out what would refuse an add-on, in deny mode alone', () => {
    const plan = planFor(addon, 'deny')
    expect(plan.leftOut).toMatchObject([{ id: 'pod/host-pid', because: 'an EKS add-on', object: { subject: { name: 'aws-guardduty-agent' } } }])
    expect(plan.policies.map(({ id }) => id)).toEqual(['pod/privileged-container'])
    expect(plan.unenforceable.map(({ id }) => id)).toEqual(['pod/unforbidden-root'])
    expect(planFor(addon, 'audit').leftOut).toEqual([])
  })

  it('leaves out what would refuse a workload that runs, in deny mode alone', () => {
    const web = JSON.stringify(pod(privileged))
    expect(planFor(web, 'deny').leftOut).toMatchObject([
      { id: 'pod/privileged-container', because: 'in use, and would not come back', refuses: [{ subject: { name: 'web' } }] },
    ])
    expect(planFor(web, 'audit').leftOut).toEqual([])
  })

  it('leaves out what would refuse the accounts of new namespaces, in deny mode alone', () => {
    const id = 'iam/default-account-token'
    const plan = (mode: 'audit' | 'deny') => enforcement(exampleWorld('').world, controls, { ...defaultSettings, only: [id] }, mode, [])
    expect(plan('deny').leftOut).toMatchObject([{ id, because: 'made by the cluster in every new namespace' }])
    expect(plan('audit').policies.map((one) => one.id)).toEqual([id])
  })

  it('tells what would be refused, outside of exempt namespaces', () => {
    const plan = planFor(
      `${JSON.stringify(pod(privileged))}\n---\n${JSON.stringify({ ...pod(privileged), metadata: { name: 'proxy', namespace: 'kube-system' } })}`,
      'audit',
    )
    expect(plan.policies.find(({ id }) => id === 'pod/privileged-container')?.refuses.map(({ subject }) => subject.name)).toEqual(['web'])
  })
})

describe('the configuration', () => {
  const id = 'pod/host-pid'
  const planWith = (settings: object) =>
    enforcement(exampleWorld(JSON.stringify(pod({ ...plain, hostPID: true }))).world, controls, { ...defaultSettings, only: [id], ...settings }, 'warn', [])
  const waiver = { control: 'pod/*', reason: 'leaves in May', owner: 'sre', until: '2027-05-31', namespace: 'shop' }

  it('exempts a namespace while its waiver lasts', () => {
    expect(planWith({ waivers: [waiver] }).policies[0]).toMatchObject({
      refuses: [],
      binding: { metadata: { annotations: { 'exempt.ekshield.io/shop': 'leaves in May; until 2027-05-31' } } },
    })
    expect(planWith({ waivers: [{ ...waiver, until: '2026-01-01' }] }).policies[0]?.refuses).toHaveLength(1)
    expect(planWith({ waivers: [{ ...waiver, name: 'web' }] }).policies[0]?.refuses).toHaveLength(1)
  })

  it('says so where no policy says the same', () => {
    expect(planWith({ overrides: { [id]: { exceptNamespaces: ['shop'] } } }).policies[0]?.refuses).toEqual([])
    expect(planWith({ overrides: { [id]: { exceptNamespaces: ['team-*'] } } }).unenforceable).toMatchObject([
      { id, because: expect.stringContaining('team-*') },
    ])
    expect(planWith({ overrides: { [id]: { namespaces: ['shop'] } } }).unenforceable).toMatchObject([{ id, because: expect.stringContaining('alone') }])
  })
})

it('finds the strictest level of each namespace, and what stands before the next', () => {
  const { namespaces } = podSecurityLabels(
    exampleWorld(
      `${JSON.stringify(pod(plain))}\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: none}}`,
    ).world,
  )
  expect(namespaces).toMatchObject([
    { namespace: 'none', level: 'restricted' },
    { namespace: 'shop', level: 'baseline', next: { level: 'restricted', against: [{ subject: { name: 'web' } }] } },
  ])
})

describe('admit', () => {
  const options = { controls, time: exampleTime, refuseAt: 'high' } as const
  const review = (request: object) => ({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request: { uid: 'u-1', ...request } }) as AdmissionReview

  it('refuses a grave fault and warns of the others', () => {
    const { response } = admit(review({ operation: 'CREATE', object: pod(privileged) }), options)
    expect(response).toMatchObject({ uid: 'u-1', allowed: false, status: { code: 403, reason: 'Forbidden' } })
    expect(response.status?.message).toContain('pod/privileged-container: container web: securityContext.privileged is true')
    expect(response.warnings?.join()).toContain('image/missing-digest')
  })

  it('lets through what has no grave fault', () => {
    const { response } = admit(review({ operation: 'CREATE', object: pod(plain) }), { ...options, refuseAt: 'critical' })
    expect(response.allowed).toBe(true)
    expect(response).not.toHaveProperty('status')
  })

  it('does not hold an update to what was there before', () => {
    const changed = { ...pod(privileged), metadata: { name: 'web', namespace: 'shop', labels: { a: 'b' } } }
    expect(
      admit(review({ operation: 'UPDATE', oldObject: pod(privileged), object: changed }), {
        ...options,
        controls: { 'pod/privileged-container': controls['pod/privileged-container']! },
      }).response,
    ).toMatchObject({ allowed: true, warnings: [expect.stringContaining('privileged')] })
    expect(admit(review({ operation: 'UPDATE', oldObject: pod(plain), object: changed }), options).response.allowed).toBe(false)
  })

  it('judges a pod of an owner that it does not see', () => {
    const owned = {
      ...pod(privileged),
      metadata: { name: 'web-1-x', namespace: 'shop', ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', controller: true }] },
    }
    expect(admit(review({ operation: 'CREATE', object: owned }), options).response.allowed).toBe(false)
  })

  it('has nothing against a deletion', () => {
    expect(admit(review({ operation: 'DELETE', oldObject: pod(privileged), object: null }), options).response).toEqual({ uid: 'u-1', allowed: true })
  })

  it('says what is no review', () => {
    expect(() => admit({ ...review({}), request: {} } as AdmissionReview, options)).toThrow(UsageError)
    expect(() => admit(review({ object: { apiVersion: 'v1', kind: 'Pod' } }), options)).toThrow(/has metadata/)
  })
})
