/** The CEL that a control prints, evaluated on its examples, gives the verdict of the control. */
import { Environment } from '@marcbachmann/cel-js'
import { array, assert, boolean, constantFrom, property, record, type Arbitrary } from 'fast-check'
import { expect, it } from 'vitest'
import { shelfFor } from '../src/collect/kube/shelve.ts'
import { controls } from '../src/controls/index.ts'
import { gatekeeperConstraint } from '../src/enforce/gatekeeper.ts'
import { kyvernoPolicy } from '../src/enforce/kyverno.ts'
import { policyOf, whyNotEnforceable } from '../src/enforce/policy.ts'
import type { AnyControl } from '../src/model/control.ts'
import type { KubeObject } from '../src/model/kubernetes.ts'
import { allows, objectOf } from './kit/example-objects.ts'
import { exampleWorld } from './kit/example-world.ts'
import { sharedObjects } from './suites/objects.ts'

const enforceable = Object.entries(controls).filter(([, control]) => whyNotEnforceable(control) === undefined)

/** As the API server hands an object to CEL: integers as such, nulls gone. */
function forCel(value: unknown): unknown {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
  if (Array.isArray(value)) return value.map(forCel)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== null && child !== undefined)
      .map(([key, child]) => [key, forCel(child)]),
  )
}

const environment = new Environment({ unlistedVariablesAreDyn: true, enableOptionalTypes: true })

interface Spec {
  readonly variables: readonly { readonly name: string; readonly expression: string }[]
  readonly validations: readonly { readonly expression: string }[]
}

/** Evaluates as the server does; variables only where they are read. */
function admits(policy: Spec, object: KubeObject, oldObject: KubeObject | null): boolean {
  const given = { object: forCel(object), oldObject: oldObject && forCel(oldObject) }
  const variables = Object.fromEntries(
    policy.variables
      .filter(({ name }) => oldObject !== null || name !== 'oldSpec')
      .map(({ name, expression }) => [name, environment.evaluate(expression, given)]),
  )
  return policy.validations.every(({ expression }) => environment.evaluate(expression, { ...given, variables }) === true)
}

it('finds most controls with a must about Kubernetes objects enforceable', () => {
  expect(enforceable.length).toBeGreaterThan(20)
})

const specIn = (manifest: unknown): Spec => (manifest as { spec: Spec }).spec

/** Printers that carry the same CEL, each in its own wrapping. */
const printers: Readonly<Record<string, (id: string, control: AnyControl) => Spec>> = {
  'the API server': (id, control) => specIn(policyOf(id, control, 'deny').policy),
  Kyverno: (id, control) => specIn(kyvernoPolicy(id, control, 'deny', [])),
  Gatekeeper: (id, control) =>
    (gatekeeperConstraint(id, control, 'deny', []).template as unknown as { spec: { targets: [{ code: [{ source: Spec }] }] } }).spec.targets[0].code[0].source,
}
const printed = Object.entries(printers).flatMap(([name, print]) => enforceable.map(([id, control]) => ({ name, id, control, spec: print(id, control) })))

it.each(printed)('$id for $name: CEL and control agree', ({ control, spec }) => {
  let judged = 0
  for (const yaml of [...control.examples.good, ...control.examples.bad]) {
    for (const thing of exampleWorld(yaml).world.seen(control.about).things as readonly object[]) {
      const object = objectOf(thing)
      expect(admits(spec, object, null), `${JSON.stringify(object)}`).toBe(allows(control, thing))
      // What was at fault before may be updated.
      expect(admits(spec, object, object)).toBe(true)
      judged += 1
    }
  }
  expect(judged).toBeGreaterThan(0)
})

const folders = (process.env['EKSHIELD_CASES'] ?? '').split(':').filter(Boolean)

it.skipIf(folders.length === 0)('agrees on the shared cases of Pod Security, Kyverno and Gatekeeper', () => {
  const policies = enforceable.map(([id, control]) => ({ id, control, spec: specIn(policyOf(id, control, 'deny').policy) }))
  let judged = 0
  for (const { about, object } of sharedObjects(folders).filter(({ object: { apiVersion, kind } }) => shelfFor(apiVersion, kind)))
    for (const thing of exampleWorld(JSON.stringify(object)).world.seen(about).things)
      for (const { id, control, spec } of policies) {
        if (control.about !== about) continue
        expect(admits(spec, object, null), `${id}: ${JSON.stringify(object)}`).toBe(allows(control, thing))
        judged += 1
      }
  expect(judged).toBeGreaterThan(10_000)
  console.log(`${judged} verdicts on shared cases: CEL and controls agree`)
})

// biome-ignore lint/suspicious/noExplicitAny: pods of every shape
const some = (fields: Readonly<Record<string, Arbitrary<any>>>): Arbitrary<any> => record(fields, { requiredKeys: [] })
const user = constantFrom(0, 1000)
const profile = some({ type: constantFrom('', 'RuntimeDefault', 'Unconfined') })
const shared = { runAsUser: user, runAsGroup: user, runAsNonRoot: boolean(), seccompProfile: profile, windowsOptions: some({ hostProcess: boolean() }) }
const capabilities = some({
  add: array(constantFrom('CHOWN', 'SYS_TIME', 'NET_RAW'), { maxLength: 2 }),
  drop: array(constantFrom('ALL', 'CHOWN'), { maxLength: 2 }),
})
const container = some({
  image: constantFrom('web:1', `web@sha256:${'a'.repeat(64)}`),
  securityContext: some({ ...shared, capabilities, privileged: boolean(), readOnlyRootFilesystem: boolean(), procMount: constantFrom('Default', 'Unmasked') }),
  livenessProbe: some({ httpGet: some({ host: constantFrom('', 'other') }) }),
})
const containers = array(container, { maxLength: 2 })
const pods = some({
  containers,
  initContainers: containers,
  ephemeralContainers: containers,
  volumes: array(some({ hostPath: some({ path: constantFrom('/') }), image: some({ reference: constantFrom('a:1') }) }), { maxLength: 2 }),
  hostPID: boolean(),
  hostUsers: boolean(),
  os: some({ name: constantFrom('linux', 'windows') }),
  nodeSelector: some({ 'kubernetes.io/os': constantFrom('linux', 'windows') }),
  securityContext: some({
    ...shared,
    fsGroup: user,
    supplementalGroups: array(user, { maxLength: 2 }),
    sysctls: array(some({ name: constantFrom('kernel.msgmax') })),
  }),
})

it('agrees on pods of every shape, wherever an object carries them', () => {
  const wraps = [
    (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', spec }),
    (spec: object) => ({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec } } }),
    (spec: object) => ({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec } } } } }),
    (spec: object) => ({ apiVersion: 'v1', kind: 'PodTemplate', template: { spec } }),
  ]
  const policies = enforceable
    .filter(([, { about }]) => about === 'workloads')
    .map(([id, control]) => ({ id, control, spec: policyOf(id, control, 'deny').policy['spec'] as Spec }))
  assert(
    property(pods, constantFrom(...wraps), (pod, wrap) => {
      const object = { ...wrap(pod), metadata: { name: 'web', namespace: 'shop' } } as KubeObject
      const [thing] = exampleWorld(JSON.stringify(object)).world.seen('workloads').things
      for (const { id, control, spec } of policies) expect(admits(spec, object, null), id).toBe(allows(control, thing!))
    }),
    { numRuns: 300, seed: 5 },
  )
})
