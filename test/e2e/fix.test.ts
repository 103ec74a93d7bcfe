/** `ekshield fix` on a real API server: plans change nothing, changes are judged and put back, and no kill leaves a half. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { inParallel } from '../../lab/apply.ts'
import type { KubeObject } from '../../lab/kube-api.ts'
import { type Lab, startLab } from '../../lab/lab.ts'
import { openKube } from '../../src/doors/kube.ts'
import { readKubeconfig } from '../../src/doors/kubeconfig.ts'
import { openWrites, settleOpen, type Site, toUndo, undo } from '../../src/fix/apply.ts'
import { openLedger, readLedger, type Told } from '../../src/fix/ledger.ts'
import { objectHand } from '../../src/fix/objects.ts'
import { type SavedPlan, seal } from '../../src/fix/plan-file.ts'
import { ekshieldBeside, folderOf } from '../kit/cli.ts'
import { eventually, untilTrue } from '../kit/waiting.ts'

const image = 'registry.example/web@sha256:353c20f74d9b6aee359f30e8e4f69c3d7eaea2f610681c4a95849a2fd7c497f9'

function deployment(namespace: string, name: string, more: object = {}, metadata: object = {}, replicas = 1): KubeObject {
  const spec = { enableServiceLinks: true, containers: [{ name: 'web', image }], ...more }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, ...metadata },
    spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec } },
  } as KubeObject
}

const cronJob = (namespace: string, name: string): KubeObject =>
  ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace },
    spec: {
      schedule: '0 3 1 1 *',
      suspend: true,
      jobTemplate: { spec: { template: { spec: { enableServiceLinks: true, restartPolicy: 'Never', containers: [{ name: 'web', image }] } } } },
    },
  }) as unknown as KubeObject

/** Runs fix against a lab, with a ledger of its own. @param planes its account too */
function fixerOf(lab: Lab, kubeconfig = lab.kubeconfig(), planes: 'cluster' | 'both' = 'cluster') {
  const cwd = folderOf({})
  const ledger = join(cwd, 'ledger.jsonl')
  const { accessKeyId, secretAccessKey } = lab.aws.credentials('admin')
  const env = { AWS_ENDPOINT_URL: lab.aws.endpoint, AWS_REGION: lab.world.region, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
  const plane = planes === 'both' ? [] : ['--no-aws']
  return {
    cwd,
    ledger,
    fix: (...args: string[]) => ekshieldBeside(['fix', '--kubeconfig', kubeconfig, ...plane, '--ledger', ledger, ...args], { cwd, env }),
    told: (): Promise<readonly Told[]> => readLedger(ledger),
  }
}

const planOf = (text: string): SavedPlan => JSON.parse(text) as SavedPlan
const rolled = async (lab: Lab, object: KubeObject): Promise<void> => {
  const path = await lab.api.path(object)
  await untilTrue(async () => {
    const { status, spec } = (await lab.api.get(path)) as KubeObject & { status: { availableReplicas?: number }; spec: { replicas: number } }
    return (status.availableReplicas ?? 0) >= spec.replicas
  }, `${path} is ready`)
}

interface Running {
  readonly metadata: { readonly uid: string; readonly deletionTimestamp?: string }
  readonly status: { readonly phase: string }
}

describe('on a cluster where every practice is broken once', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = await startLab({ world: 'bad' })
  })
  afterAll(() => lab?.stop())

  const watched = [
    'apis/apps/v1/deployments',
    'api/v1/services',
    'api/v1/serviceaccounts',
    'apis/rbac.authorization.k8s.io/v1/rolebindings',
    'apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
    'apis/networking.k8s.io/v1/networkpolicies',
  ]
  /** Everything that a user wrote, without what the server and its controllers keep there. */
  const everything = async (what: 'versions' | 'specs'): Promise<string[]> => {
    const all: string[] = []
    for (const path of watched) {
      // biome-ignore lint/suspicious/noExplicitAny: objects of every kind
      for (const { metadata, status: _, ...rest } of (await lab.api.get<any>(`/${path}`)).items) {
        const { name, namespace = '', uid, generation } = metadata
        all.push(
          what === 'versions'
            ? `${path} ${namespace}/${name} ${uid} ${generation ?? ''} ${JSON.stringify(rest)}`
            : `${path} ${namespace}/${name} ${JSON.stringify(rest)}`,
        )
      }
    }
    return all.sort()
  }

  it('plans without a change, applies all of it, has nothing left to plan, and takes all of it back', async () => {
    const { fix, told } = fixerOf(lab)
    // The lab's own quota forbids node ports, so that one could not be put back.
    const flags = ['--risk', 'outage', '--skip', 'network/node-port-service']
    const before = await everything('versions')
    const specs = await everything('specs')
    const first = await fix(...flags, '-f', 'json')
    const plan = planOf(first.out)
    expect(first.code).toBe(0)
    expect(await everything('versions')).toEqual(before)
    expect(plan.steps.length).toBeGreaterThan(40)

    const applied = await fix(...flags, '--apply')
    expect(applied.err).toContain(`${plan.steps.length} changes made`)
    expect(applied.code).toBe(0)
    const ends = plan.steps.flatMap(({ shows }) =>
      shows.flatMap(({ ends, object }) => ends.flatMap(({ rule, says }) => says.map((one) => `${rule} ${object.namespace}/${object.name}: ${one}`))),
    )
    const again = planOf((await fix(...flags, '-f', 'json')).out)
    expect(again.steps).toEqual([])
    const left = new Set(again.forAPerson.map(({ rule, subject, says }) => `${rule} ${subject.namespace}/${subject.name}: ${says}`))
    expect(ends.filter((end) => left.has(end))).toEqual([])
    console.log(`bad: ${plan.steps.length} changes end ${ends.length} faults; ${again.forAPerson.length} findings stay for a person`)

    const undone = await fix('--undo')
    expect({ code: undone.code, err: undone.err.split('\n').at(-2) }).toEqual({ code: 0, err: `ekshield: ${plan.steps.length} changes taken back` })
    expect(await everything('specs')).toEqual(specs)
    expect((await told()).filter(({ begin }) => begin.undoes === undefined).every(({ isTakenBack }) => isTakenBack)).toBe(true)
  })
})

describe('what was fixed', () => {
  it('is refused from then on, while add-ons and workloads come back', async () => {
    const lab = await startLab({ world: 'bad' })
    onTestFinished(() => lab.stop())
    const { fix, cwd, ledger } = fixerOf(lab)
    expect((await fix('--risk', 'outage', '--apply')).code).toBe(0)
    const enforced = await ekshieldBeside(['enforce', '--kubeconfig', lab.kubeconfig(), '--no-aws', '--ledger', ledger, '--apply', '--mode', 'deny'], { cwd })
    expect({ code: enforced.code, err: enforced.err.split('\n').at(-2) }).toMatchObject({ code: 0, err: expect.stringContaining('changes made') })
    // The lab's own Pod Security admission would refuse it first.
    const labels = { 'pod-security.kubernetes.io/enforce': 'privileged' }
    await lab.api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'breached', labels } } as unknown as KubeObject)
    // And so would the policy of the lab's own: of several that refuse, the server names any one.
    const container = {
      name: 'web',
      image: `111122223333.dkr.ecr.us-west-2.amazonaws.com/web@${image.split('@')[1]}`,
      resources: { limits: { memory: '64Mi' } },
      securityContext: { privileged: true, readOnlyRootFilesystem: true },
    }
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'breach', namespace: 'breached' },
      spec: { hostPID: true, automountServiceAccountToken: false, containers: [container] },
    }
    // Policies come into force some seconds after they are there.
    const refused = await eventually(async () => {
      const { status, body } = await lab.api.call('POST', '/api/v1/namespaces/breached/pods?dryRun=All', pod)
      return status === 403 ? String(body.message) : undefined
    }, 'the policies are in force')
    expect(refused).toMatch(/ekshield-pod-(privileged-container|host-pid)/)
    const mended = 'bad-pod-privileged-container'
    for (const namespace of ['kube-system', 'amazon-cloudwatch', mended]) {
      const path = `/api/v1/namespaces/${namespace}/pods`
      const running = async (): Promise<readonly Running[]> => {
        const { items } = (await lab.api.get(path)) as unknown as { items: readonly Running[] }
        return items.filter(({ metadata, status }) => status.phase === 'Running' && metadata.deletionTimestamp === undefined)
      }
      const before = await eventually(async () => ((await running()).length > 0 ? await running() : undefined), `pods run in ${namespace}`)
      await lab.api.call('DELETE', path)
      const gone = new Set(before.map(({ metadata }) => metadata.uid))
      // A controller that is refused once, by a quota that has not counted anew, waits longer before each further try.
      await eventually(
        async () => {
          const now = (await running()).filter(({ metadata }) => !gone.has(metadata.uid))
          return now.length >= before.length ? now : undefined
        },
        `the pods of ${namespace} are back`,
        120,
      )
    }
  })
})

describe('on an account where every practice is broken once', () => {
  it('makes the calls that heal it, and takes them back', async () => {
    const lab = await startLab({ world: 'bad' })
    onTestFinished(() => lab.stop())
    const { fix, told } = fixerOf(lab, lab.kubeconfig(), 'both')
    const layers = ['iam/*', 'audit/*', 'image/*', 'data/*', 'response/*', 'runtime/*', 'compliance/*'].flatMap((glob) => ['--only', glob])
    const flags = ['--risk', 'outage', '--set', 'endpoint-networks=203.0.113.0/24', ...layers]
    const before = planOf((await fix(...flags, '-f', 'json')).out)
    const calls = before.steps.filter(({ write }) => write.to === 'aws')
    expect(calls.length).toBeGreaterThan(10)
    const applied = await fix(...flags, '--apply')
    expect({ code: applied.code, err: applied.err.split('\n').at(-2) }).toMatchObject({
      code: 0,
      err: expect.stringContaining(`${before.steps.length} changes made`),
    })
    const after = planOf((await fix(...flags, '-f', 'json')).out)
    const ended = calls.flatMap(({ shows }) => shows.flatMap(({ ends }) => ends.map(({ rule }) => rule)))
    expect(
      after.steps.filter(({ write }) =>
        calls.some(
          (one) =>
            one.write.to === 'aws' && write.to === 'aws' && one.write.call === write.call && JSON.stringify(one.write.input) === JSON.stringify(write.input),
        ),
      ),
    ).toEqual([])
    console.log(`bad, both planes: ${calls.length} calls of AWS end ${ended.length} faults`)
    const undone = await fix('--undo')
    expect({ code: undone.code, err: undone.err.split('\n').at(-2) }).toEqual({ code: 0, err: `ekshield: ${before.steps.length} changes taken back` })
    expect((await told()).every(({ outcome }) => outcome === 'made')).toBe(true)
    const again = planOf((await fix(...flags, '-f', 'json')).out)
    const named = ({ steps }: SavedPlan) => steps.map(({ shows }) => JSON.stringify(shows[0]?.ends.map(({ rule }) => rule))).sort()
    expect(named(again)).toEqual(named(before))
  })
})

describe('on a cluster as it comes', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = await startLab({ world: 'stock' })
  })
  afterAll(() => lab?.stop())

  const makeNamespace = (name: string, labels: object = {}) =>
    lab.api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } } as unknown as KubeObject)
  const links = ['--only', 'pod/service-links']
  const linksOf = async (object: KubeObject): Promise<unknown> =>
    // biome-ignore lint/suspicious/noExplicitAny: a Deployment
    ((await lab.api.get(await lab.api.path(object))) as any).spec.template.spec.enableServiceLinks

  it('leaves to their owners what others keep, with the patch for the source', async () => {
    await makeNamespace('owned')
    const owners: Readonly<Record<string, object>> = {
      helm: {
        labels: { 'app.kubernetes.io/managed-by': 'Helm' },
        annotations: { 'meta.helm.sh/release-name': 'shop', 'meta.helm.sh/release-namespace': 'owned' },
      },
      argo: { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:owned/argo' } },
      flux: { labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' } },
      operator: {
        ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Shop', name: 'shop', uid: '3c9d0f3e-0000-4000-8000-000000000001', controller: true }],
      },
    }
    const own = deployment('owned', 'own')
    for (const object of [own, ...Object.entries(owners).map(([name, metadata]) => deployment('owned', name, {}, metadata))]) await lab.api.apply(object)
    await rolled(lab, own)
    const { fix } = fixerOf(lab)
    const plan = planOf((await fix(...links, '-f', 'json')).out)
    expect(plan.steps.map(({ shows }) => shows[0]?.object.name)).toEqual(['own'])
    const told = Object.fromEntries(plan.forAPerson.map(({ subject, because, todo }) => [subject.name, { because, todo }]))
    expect(told['helm']?.because).toBe('Helm (release shop of namespace owned) keeps it: mend it there, or say --patch-owned')
    expect(told['argo']?.because).toContain('Argo CD (application shop)')
    expect(told['flux']?.because).toContain('Flux (Kustomization flux-system/apps)')
    expect(told['shop']?.because ?? told['operator']?.because).toMatch(/Shop/)
    expect(told['helm']?.todo).toContain('path: /spec/template/spec/enableServiceLinks')
    expect((await fix(...links, '--apply', '--patch-owned')).code).toBe(0)
    expect(await linksOf(deployment('owned', 'helm'))).toBe(false)
  })

  it('puts back what stops being ready, and moves nothing else', async () => {
    await makeNamespace('brittle', { brittle: 'yes' })
    const [sound, brittle, other] = ['a-sound', 'b-brittle', 'c-other'].map((name) => deployment('brittle', name)) as [KubeObject, KubeObject, KubeObject]
    for (const object of [sound, brittle, other]) {
      await lab.api.apply(object)
      await rolled(lab, object)
    }
    // From now on pods of the one are refused without service links, as an image might fall over without them.
    await lab.api.apply({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'brittle' },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
        validations: [{ expression: "!object.metadata.generateName.startsWith('b-brittle') || object.spec.enableServiceLinks" }],
      },
    } as unknown as KubeObject)
    await lab.api.apply({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'brittle' },
      spec: { policyName: 'brittle', validationActions: ['Deny'], matchResources: { namespaceSelector: { matchLabels: { brittle: 'yes' } } } },
    } as unknown as KubeObject)
    // A policy comes into force, and goes, some seconds after it is told.
    const isRefused = async (): Promise<boolean> => {
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { generateName: 'b-brittle-' },
        spec: { enableServiceLinks: false, containers: [{ name: 'web', image }] },
      }
      return (await lab.api.call('POST', '/api/v1/namespaces/brittle/pods?dryRun=All', pod)).status !== 201
    }
    await untilTrue(isRefused, 'the policy is in force')
    const { fix, told } = fixerOf(lab)
    const { code, err } = await fix(...links, '--apply', '--ready-timeout', '5s')
    expect(code).toBe(4)
    expect(err).toMatch(/Deployment brittle\/b-brittle is not ready after 5 s: .*; put back\n$/)
    await rolled(lab, brittle)
    expect(await Promise.all([sound, brittle, other].map(linksOf))).toEqual([false, true, true])
    expect((await told()).filter(({ begin }) => begin.write.to === 'object' && begin.write.on.namespace === 'brittle').map(({ outcome }) => outcome)).toEqual([
      'made',
      'undone',
    ])
    expect((await fix('--undo')).code).toBe(0)
    for (const kind of ['ValidatingAdmissionPolicyBinding', 'ValidatingAdmissionPolicy'])
      await lab.api.remove({ apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: 'brittle' } } as KubeObject)
    await untilTrue(async () => !(await isRefused()), 'the policy is gone')
  })

  it('carries out a plan that was kept, unless it was edited, the world moved, or it is another cluster', async () => {
    await makeNamespace('kept')
    const web = deployment('kept', 'web')
    await lab.api.apply(web)
    await rolled(lab, web)
    const { fix, cwd } = fixerOf(lab)
    const written = await fix(...links, '-o', 'plan.json')
    expect(written.err).toContain('ekshield fix plan.json --apply carries it out')
    const file = join(cwd, 'plan.json')
    const text = readFileSync(file, 'utf8')
    writeFileSync(join(cwd, 'edited.json'), text.replace('"value": false', '"value": true'))
    expect(await fix('edited.json', '--apply')).toMatchObject({ code: 2, err: expect.stringContaining('the plan was edited since ekshield wrote it') })
    const foreign = { ...planOf(text), target: { name: 'shop', places: { object: 'cluster 5d7a0b1c-0000-4000-8000-000000000002' } } }
    const { time, target, steps, forAPerson } = foreign
    writeFileSync(join(cwd, 'foreign.json'), JSON.stringify(seal({ steps, forAPerson }, time, target)))
    expect(await fix('foreign.json', '--apply')).toMatchObject({
      code: 2,
      err: expect.stringContaining('foreign.json was planned for shop, another cluster than stock'),
    })
    await lab.api.apply(deployment('kept', 'web', {}, { labels: { moved: 'yes' } }))
    const moved = await fix('plan.json', '--apply')
    expect(moved).toMatchObject({
      code: 4,
      err: expect.stringContaining('Deployment kept/web is not as it was planned on: it has changed; plan anew; nothing was done'),
    })
    await fix(...links, '-o', 'plan.json')
    expect(await fix('plan.json', '--apply')).toMatchObject({ code: 0, err: expect.stringContaining('made;') })
    expect(await linksOf(web)).toBe(false)
    expect(await fix('plan.json', '--apply')).toMatchObject({ code: 4, err: expect.stringContaining('this is done already') })
  })

  it('names the right that is missing, and does nothing', async () => {
    await makeNamespace('reading')
    const web = deployment('reading', 'web')
    await lab.api.apply(web)
    await rolled(lab, web)
    await lab.api.apply({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'reader' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'reader' }],
    } as unknown as KubeObject)
    const reader = await lab.user('reader')
    const { fix, told } = fixerOf(lab, reader)
    const { out } = await ekshieldBeside(['doctor', '--fix', '--no-aws', '--kubeconfig', reader, ...links])
    expect(out).toContain('patch deployments.apps: without it nothing is mended of 1 control:')
    const plan = await fix(...links)
    expect(plan.err).toContain('to apply this you lack a right: patch deployments.apps in reading')
    const applied = await fix(...links, '--apply')
    expect(applied.code).toBe(4)
    expect(applied.err).toMatch(/you may not patch deployments.apps in \w+ \(Deployment .*\); nothing was done/)
    expect(await told()).toEqual([])
  })

  it('leaves every change whole or undone, wherever it is killed, and the ledger tells which', async () => {
    const [count, kills] = [30, 200]
    const names = Array.from({ length: count }, (_, i) => `w${String(i).padStart(2, '0')}`)
    await makeNamespace('killed')
    // Every sixth is waited for; the others have no pods before their time comes.
    const objects = names.map((name, i) => (i % 6 === 0 ? deployment('killed', name, {}, {}, 0) : cronJob('killed', name)))
    await inParallel(objects, 8, async (object) => void (await lab.api.apply(object)))
    const state = async (): Promise<Map<string, unknown>> => {
      const found = new Map<string, unknown>()
      for (const path of ['apps/v1/namespaces/killed/deployments', 'batch/v1/namespaces/killed/cronjobs']) {
        // biome-ignore lint/suspicious/noExplicitAny: objects of two kinds
        const { items } = await lab.api.get<any>(`/apis/${path}`)
        for (const { metadata, spec } of items) found.set(metadata.name, (spec.jobTemplate?.spec ?? spec).template.spec.enableServiceLinks)
      }
      return found
    }
    const { cwd, ledger, told } = fixerOf(lab)
    writeFileSync(join(cwd, 'ekshield.yaml'), 'controls: {pod/service-links: {namespaces: [killed]}}\n')
    const apply = (until?: (kill: (signal: NodeJS.Signals) => void) => void) =>
      ekshieldBeside(['fix', '--kubeconfig', lab.kubeconfig(), '--no-aws', '--ledger', ledger, ...links, '--apply'], { cwd, ...(until && { until }) })
    const { current, place } = await readKubeconfig(lab.kubeconfig())
    const kube = openKube(place(current as string), () => expect.unreachable('no token is asked for'), new AbortController().signal)
    onTestFinished(() => kube.close())
    /** Settles what is open, takes back what stands. @returns how many writes were met halfway */
    const takeAllBack = async (): Promise<number> => {
      const book = await openLedger(ledger)
      const { uid } = (await lab.api.get('/api/v1/namespaces/kube-system')).metadata as unknown as { uid: string }
      const site: Site = {
        hands: { object: objectHand(kube, 30) },
        places: { object: `cluster ${uid}` },
        ledger: book,
        note: () => undefined,
        check: () => undefined,
      }
      try {
        const open = openWrites(site).length
        await settleOpen(site)
        for (let standing = toUndo(book.told(), undefined); standing.length > 0; standing = toUndo(book.told(), undefined)) await undo(standing, site)
        return open
      } finally {
        await book.close()
      }
    }
    const start = performance.now()
    expect((await apply()).code).toBe(0)
    const lasts = performance.now() - start
    expect([...(await state()).values()].every((value) => value === false)).toBe(true)
    expect(await takeAllBack()).toBe(0)
    let [open, whole] = [0, 0]
    for (let kill = 0; kill < kills; kill++) {
      await apply((end) => setTimeout(() => end('SIGKILL'), lasts * (0.2 + 0.8 * Math.random())))
      const is = await state()
      const last = new Map<string, Told>()
      for (const one of await told()) if (one.begin.write.to === 'object') last.set(one.begin.write.on.name, one)
      const wrong = names.filter((name) => {
        const entry = last.get(name)
        if (is.get(name) !== true && is.get(name) !== false) return true
        if (entry && entry.outcome === undefined) return false
        const stands = entry?.outcome === 'made' && entry.begin.undoes === undefined && !entry.isTakenBack
        if (stands) whole++
        return is.get(name) !== !stands
      })
      expect(wrong, `kill ${kill}`).toEqual([])
      open += await takeAllBack()
      expect([...(await state()).values()].every((value) => value === true)).toBe(true)
    }
    expect((await told()).filter(({ outcome }) => outcome === undefined || outcome === 'left')).toEqual([])
    console.log(
      `${kills} kills of an apply of ${count} changes that lasts ${Math.round(lasts)} ms: ${open} met a change halfway, ${whole} changes stood; all as the ledger tells`,
    )
  }, 1_200_000)
})
