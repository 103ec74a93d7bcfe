/** The policies that are printed for Kyverno and Gatekeeper are such as their own custom resources take, on the real API server. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inParallel } from '../../lab/apply.ts'
import type { KubeObject } from '../../lab/kube-api.ts'
import { type Lab, startLab } from '../../lab/lab.ts'
import { controls } from '../../src/controls/index.ts'
import { gatekeeperConstraint } from '../../src/enforce/gatekeeper.ts'
import { kyvernoPolicy } from '../../src/enforce/kyverno.ts'
import { modes, policyName, systemExemption, whyNotEnforceable } from '../../src/enforce/policy.ts'
import { folderOf } from '../kit/cli.ts'
import { allows, objectOf } from '../kit/example-objects.ts'
import { exampleWorld } from '../kit/example-world.ts'
import { untilTrue } from '../kit/waiting.ts'

let lab: Lab
beforeAll(async () => {
  lab = await startLab({ world: 'stock' })
})
afterAll(() => lab?.stop())

const exemptions = [systemExemption, { namespace: 'old', reason: 'leaves in May', until: '2027-05-31' }]
const enforceable = Object.entries(controls).filter(([, control]) => whyNotEnforceable(control) === undefined)
// biome-ignore lint/suspicious/noExplicitAny: a custom resource definition, read in its own terms
const crd = (name: string): any => JSON.parse(readFileSync(join(import.meta.dirname, 'crds', `${name}.json`), 'utf8'))

/** What the server says of each object, unknown fields counted as faults. */
async function refused(objects: readonly KubeObject[]): Promise<string[]> {
  const faults: string[] = []
  await inParallel(objects, 8, async (object) => {
    const path = await lab.api.path(object)
    const { status, body } = await lab.api.call('POST', `${path.slice(0, path.lastIndexOf('/'))}?dryRun=All&fieldValidation=Strict`, object)
    if (status !== 201) faults.push(`${object.kind} ${object.metadata.name}: ${body?.message}`)
  })
  return faults
}

async function define(definition: KubeObject): Promise<void> {
  await lab.api.create(definition)
  const { group, names, versions } = definition.spec as { group: string; names: { plural: string }; versions: { name: string }[] }
  await untilTrue(
    async () => (await lab.api.call('GET', `/apis/${group}/${versions[0]?.name}/${names.plural}`)).status === 200,
    `${names.plural}.${group} is served`,
  )
}

it('Kyverno takes each policy', async () => {
  await define(crd('kyverno-1.17'))
  const policies = enforceable.flatMap(([id, control]) => modes.map((mode) => kyvernoPolicy(id, control, mode, exemptions) as unknown as KubeObject))
  expect(await refused(policies)).toEqual([])
  // And would not take just anything.
  const [first] = policies as [KubeObject]
  expect(
    await refused([
      { ...first, spec: { ...first.spec, validationActions: ['Refuse'] } },
      { ...first, spec: { ...first.spec, rules: [] } },
    ]),
  ).toHaveLength(2)
})

it('Gatekeeper takes each template, and each constraint of it', async () => {
  await define(crd('gatekeeper-3.20-template'))
  const match = crd('gatekeeper-3.20-match').spec.versions[0].schema.openAPIV3Schema.properties.embeddedMatch
  const made = enforceable.flatMap(([id, control]) => modes.map((mode) => gatekeeperConstraint(id, control, mode, exemptions)))
  const templates = made.map(({ template }) => template as unknown as KubeObject)
  expect(await refused(templates)).toEqual([])
  for (const { metadata, spec } of new Map(templates.map((one) => [one.metadata.name, one])).values()) {
    // Gatekeeper demands that the name is the kind in small letters.
    const kind: string = spec?.['crd'].spec.names.kind
    expect(metadata.name).toBe(kind.toLowerCase())
    await define(definitionOf(kind, match))
  }
  const constraints = made.map(({ constraint }) => constraint as unknown as KubeObject)
  expect(await refused(constraints)).toEqual([])
  const [first] = constraints as [KubeObject]
  expect(await refused([{ ...first, spec: { ...first.spec, match: { namespaces: 'shop' } } }])).toHaveLength(1)
})

/** The engines' own programs, which judge manifests without a cluster: what each finds, as `control at namespace`. */
const engines: Readonly<Record<string, { readonly program: string; policies(): readonly object[]; finds(policies: string, objects: string): string[] }>> = {
  Gatekeeper: {
    program: 'gator',
    policies: () =>
      enforceable.map(([id, control]) => gatekeeperConstraint(id, control, 'deny', [])).flatMap(({ template, constraint }) => [template, constraint]),
    finds(policies, objects) {
      const found = told('gator', ['test', '-o', 'json', '-f', policies, '-f', objects]) as { constraint: KubeObject; violatingObject: KubeObject }[]
      return found.map(({ constraint, violatingObject }) => `${constraint.metadata.name} at ${violatingObject.metadata.namespace}`)
    },
  },
  Kyverno: {
    program: 'kyverno',
    policies: () => enforceable.map(([id, control]) => kyvernoPolicy(id, control, 'deny', [])),
    finds(policies, objects) {
      const { results } = told('kyverno', ['apply', policies, '--resource', objects, '--policy-report', '--output-format', 'json']) as {
        results: { policy: string; result: string; resources: { namespace: string }[] }[]
      }
      expect(results.filter(({ result }) => result !== 'pass' && result !== 'fail')).toEqual([])
      return results.flatMap(({ policy, result, resources }) => (result === 'fail' ? resources.map(({ namespace }) => `${policy} at ${namespace}`) : []))
    },
  },
}

/** The JSON that a program prints, whatever it says before. */
function told(program: string, args: readonly string[]): unknown {
  const { stdout, stderr } = spawnSync(program, args, { maxBuffer: 1 << 28 })
  const text = stdout.toString()
  const start = text.search(/^[[{]/m)
  if (start < 0) throw new Error(`${program}: ${text}${stderr}`)
  return JSON.parse(text.slice(start))
}

for (const [name, { program, policies, finds }] of Object.entries(engines))
  it.skipIf(spawnSync(program, ['version']).error !== undefined)(`${name} judges the examples as the controls do`, () => {
    // Each in a namespace of its own tells them apart.
    const things = enforceable
      .flatMap(([, { about, examples }]) =>
        [...examples.good, ...examples.bad].flatMap((yaml) => (exampleWorld(yaml).world.seen(about).things as KubeObject[]).map((thing) => ({ about, thing }))),
      )
      .map(({ about, thing }, i) => ({ about, thing: { ...thing, metadata: { ...thing.metadata, namespace: `n${i}` } } }))
    const inYaml = (all: readonly object[]): string => all.map((one) => JSON.stringify(one)).join('\n---\n')
    const folder = folderOf({ 'policies.yaml': inYaml(policies()), 'objects.yaml': inYaml(things.map(({ thing }) => objectOf(thing))) })
    const found = new Set(finds(join(folder, 'policies.yaml'), join(folder, 'objects.yaml')))
    const pairs = enforceable.flatMap(([id, control]) => things.filter(({ about }) => about === control.about).map((one) => ({ id, control, ...one })))
    const wrong = pairs.filter(({ id, control, thing }) => found.has(`${policyName(id)} at ${thing.metadata.namespace}`) === allows(control, thing))
    expect(wrong.map(({ id, thing }) => `${id}: ${JSON.stringify(objectOf(thing))}`)).toEqual([])
    expect(found.size).toBeGreaterThan(enforceable.length)
    console.log(`${pairs.length} verdicts of ${name} on examples: as the controls`)
  })

/** As Gatekeeper defines the constraints of a template. */
const definitionOf = (kind: string, match: object): KubeObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${kind.toLowerCase()}.constraints.gatekeeper.sh` },
  spec: {
    group: 'constraints.gatekeeper.sh',
    scope: 'Cluster',
    names: { kind, plural: kind.toLowerCase(), singular: kind.toLowerCase() },
    versions: [
      {
        name: 'v1beta1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              metadata: { type: 'object', properties: { name: { type: 'string', maxLength: 63 } } },
              spec: {
                type: 'object',
                properties: { match, enforcementAction: { type: 'string', enum: ['deny', 'dryrun', 'warn', 'scoped'] }, parameters: { type: 'object' } },
              },
            },
          },
        },
      },
    ],
  },
})
