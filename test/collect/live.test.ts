/** Live collection against a server that is faithful to the API, its pages and its faults. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { assess } from '../../src/assess/assess.ts'
import { collectDump } from '../../src/collect/dump/dump.ts'
import { collectLive } from '../../src/collect/live.ts'
import type { KubeletWay } from '../../src/collect/kube/kubelets.ts'
import { resourcesOf } from '../../src/collect/kube/discovery.ts'
import { controls } from '../../src/controls/index.ts'
import { openKube } from '../../src/doors/kube.ts'
import { readKubeconfig } from '../../src/doors/kubeconfig.ts'
import type { StoredKind } from '../../src/model/facts.ts'
import { kinds } from '../../src/model/kinds.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { view } from '../../src/world/view.ts'
import { type FakeApi, startFakeApi, status } from '../doors/fake-api.ts'
import { root } from '../kit/cli.ts'

const example = `${root}/examples/shop-prod`
const noCredentials = async () => {
  throw new Error('no AWS credentials are wanted here')
}
let api: FakeApi
beforeEach(async () => {
  api = await startFakeApi()
})
afterEach(() => api.stop())

interface Way {
  readonly kubelets?: KubeletWay
  readonly signal?: AbortSignal
  readonly wanted?: ReadonlySet<StoredKind>
  readonly user?: object
}

async function collect({ kubelets = 'proxy', signal = new AbortController().signal, wanted, user }: Way = {}): Promise<Snapshot> {
  const kubeconfig = await readKubeconfig(api.kubeconfig(user))
  const kube = openKube(kubeconfig.place('shop-prod'), noCredentials, signal)
  try {
    return await collectLive({ target: 'shop-prod', kube, isEks: true, kubelets, time: '2026-11-24T00:00:00.000Z', ...(wanted && { wanted }) }, () => undefined)
  } finally {
    kube.close()
  }
}

const only = (...names: StoredKind[]): Way => ({ wanted: new Set(names) })
const ofKubernetes = (Object.keys(kinds) as StoredKind[]).filter((kind) => kinds[kind].plane === 'kubernetes')

describe('a live cluster', () => {
  it('gives the facts and verdicts that its dump gives', async () => {
    const dump = await collectDump(example, '2026-11-24T00:00:00.000Z')
    const live = await collect()
    for (const kind of [...ofKubernetes, 'kubeVersions', 'kubelets'] as StoredKind[]) {
      expect({ kind, things: live.facts[kind].things }).toEqual({ kind, things: dump.facts[kind].things })
      if (kind !== 'kubelets') expect({ kind, gap: live.facts[kind].gap }).toEqual({ kind, gap: undefined })
    }
    const facts = { ...dump.facts, ...Object.fromEntries([...ofKubernetes, 'kubeVersions', 'kubelets'].map((kind) => [kind, live.facts[kind as StoredKind]])) }
    const verdicts = ({ verdicts }: ReturnType<typeof assess>) => Object.fromEntries(Object.entries(verdicts).map(([id, { status }]) => [id, status]))
    const [ofDump, ofLive] = [assess(view(dump), controls), assess(view({ ...dump, facts } as Snapshot), controls)]
    expect(verdicts(ofLive)).toEqual(verdicts(ofDump))
    expect(ofLive.findings).toEqual(ofDump.findings)
  })

  it('is asked once a page of each resource it has, and never for a value of a Secret', async () => {
    await collect({ kubelets: 'no' })
    const lists = api.calls.filter(({ verb }) => verb === 'list')
    expect(new Set(lists.map(({ path, query }) => `${path} ${query.get('continue')}`)).size).toBe(lists.length)
    expect(lists.every(({ query }) => query.get('limit') === '500')).toBe(true)
    const secrets = api.calls.filter(({ path }) => path.includes('secrets'))
    expect(secrets).toHaveLength(1)
    expect(secrets[0]?.accept).toBe('application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1')
    expect(api.calls.filter(({ verb }) => verb === 'get').map(({ path }) => path)).toEqual(['/version', '/api', '/apis'])
  })

  it('is asked for no more than the chosen controls read', async () => {
    const live = await collect(only('services', 'networkPolicies'))
    expect(
      api.calls
        .filter(({ verb }) => verb === 'list')
        .map(({ resource }) => resource)
        .sort(),
    ).toEqual(['networkpolicies.networking.k8s.io', 'services'])
    expect(live.facts.pods.gap).toMatchObject({ because: 'not asked', detail: 'no chosen control reads it' })
  })

  it('comes in pages', async () => {
    await api.stop()
    api = await startFakeApi({ pageLimit: 7 })
    const live = await collect(only('pods', 'configMaps'))
    const dump = await collectDump(example)
    expect(live.facts.pods).toEqual(dump.facts.pods)
    expect(live.facts.configMaps).toEqual(dump.facts.configMaps)
    expect(api.calls.filter(({ resource }) => resource === 'pods')).toHaveLength(Math.ceil(dump.facts.pods.things.length / 7))
  })
})

describe('what may not be seen', () => {
  it('is a gap that names the verb, for each resource by itself', async () => {
    const resources = ofKubernetes
      .flatMap((kind) => resourcesOf(kind).map(({ resource }) => ({ kind, resource })))
      .filter(({ resource }) => api.objects.has(resource))
    expect(resources.length).toBeGreaterThan(25)
    for (const { kind, resource } of resources) {
      api.allow = (call) => !(call.verb === 'list' && call.resource === resource)
      const { facts } = await collect(only(kind))
      expect(facts[kind].gap).toMatchObject({ because: 'denied', lacks: `list ${resource}` })
    }
  })

  it('covers kubelets', async () => {
    api.allow = ({ resource }) => resource !== 'nodes/proxy'
    expect((await collect(only('kubelets'))).facts.kubelets.gap).toMatchObject({ because: 'denied', lacks: 'get nodes/proxy' })
    expect((await collect({ ...only('kubelets'), kubelets: 'no' })).facts.kubelets.gap).toMatchObject({ because: 'not asked', lacks: 'get nodes/configz' })
  })

  it('is not what discovery lacks: of that there is none', async () => {
    expect((await collect(only('ciliumPolicies'))).facts.ciliumPolicies).toEqual({ things: [] })
  })

  it('is everything where what answers discovery is no API server', async () => {
    api.fault = ({ path }) => (path === '/api' || path === '/apis' ? { body: {} } : undefined)
    const { facts } = await collect()
    expect(ofKubernetes.filter((kind) => facts[kind].gap?.because !== 'failed')).toEqual([])
  })

  it('is what lies behind an API whose server is away', async () => {
    const groups = [{ metadata: { name: 'cilium.io' }, versions: [{ version: 'v2', freshness: 'Stale', resources: [] }] }]
    api.fault = ({ path }) => (path === '/apis' ? { body: { kind: 'APIGroupDiscoveryList', items: groups } } : undefined)
    expect((await collect(only('ciliumPolicies'))).facts.ciliumPolicies.gap).toMatchObject({
      because: 'failed',
      detail: expect.stringContaining('cilium.io/v2'),
    })
  })

  it('is everything where discovery is denied', async () => {
    api.allow = ({ resource }) => resource !== '/apis'
    const { facts } = await collect(only('deployments', 'pods'))
    expect(facts.deployments.gap).toMatchObject({ because: 'denied', lacks: 'get /apis' })
    expect(facts.pods.gap).toBeUndefined()
  })
})

describe('a server in trouble', () => {
  it('is asked again when it is busy, and waits as it says', async () => {
    api.fault = ({ resource }, times) => (resource === 'pods' && times < 3 ? status(429, 'TooManyRequests', 'slow down', { 'retry-after': '0' }) : undefined)
    const { facts } = await collect(only('pods'))
    expect(facts.pods.gap).toBeUndefined()
    expect(api.calls.filter(({ resource }) => resource === 'pods')).toHaveLength(3)
  })

  it('is given up on when it stays busy', async () => {
    api.fault = ({ resource }) => (resource === 'pods' ? status(503, 'ServiceUnavailable', 'etcd is away', { 'retry-after': '0' }) : undefined)
    expect((await collect(only('pods', 'services'))).facts.pods.gap).toMatchObject({ because: 'failed', detail: 'list pods: etcd is away' })
  })

  it('may have forgotten the pages of a list: it is begun anew, once', async () => {
    await api.stop()
    api = await startFakeApi({ pageLimit: 20 })
    const gone = status(410, 'Expired', 'The provided continue parameter is too old')
    let expired = 0
    api.fault = ({ resource, query }) => (resource === 'pods' && query.get('continue') && expired++ === 0 ? gone : undefined)
    const dump = await collectDump(example)
    expect((await collect(only('pods'))).facts.pods).toEqual(dump.facts.pods)
    api.fault = ({ resource, query }) => (resource === 'pods' && query.get('continue') ? gone : undefined)
    const { pods } = (await collect(only('pods'))).facts
    expect(pods.things).toHaveLength(20)
    expect(pods.gap).toMatchObject({ because: 'failed', detail: expect.stringContaining('too old') })
  })

  it('may lose objects between pages', async () => {
    await api.stop()
    api = await startFakeApi({ pageLimit: 20 })
    api.fault = ({ resource, query }) => {
      if (resource === 'pods' && query.get('continue')) api.objects.get('pods')?.splice(0, 15)
      return undefined
    }
    expect((await collect(only('pods'))).facts.pods.gap).toBeUndefined()
  })

  it('may lose a definition after discovery, and with it its things; a list that is only not found is a gap', async () => {
    let asked = 0
    const lost = status(404, 'NotFound', 'the server could not find the requested resource')
    api.fault = ({ resource, verb }) => (verb === 'list' && resource === 'pods' ? lost : undefined)
    expect((await collect(only('pods'))).facts.pods.gap).toMatchObject({ because: 'failed' })
    api.fault = ({ path, resource, verb }) => {
      if (verb === 'list' && resource === 'securitygrouppolicies.vpcresources.k8s.aws') return lost
      return path === '/apis' && asked++ > 0 ? { body: { kind: 'APIGroupDiscoveryList', items: [] } } : undefined
    }
    const { securityGroupPolicies } = (await collect(only('securityGroupPolicies'))).facts
    expect({ ...securityGroupPolicies, asked }).toEqual({ things: [], asked: 2 })
  })

  it('may send pages in a circle', async () => {
    api.fault = ({ resource }) => (resource === 'pods' ? { body: { kind: 'PodList', metadata: { continue: 'x' }, items: [] } } : undefined)
    expect((await collect(only('pods'))).facts.pods.gap?.detail).toContain('circle')
  })

  it.each([
    ['HTML', { headers: { 'content-type': 'text/html' }, body: '<html><title>Sign in\u001b[31m</title></html>' }, /HTML \(200, "Sign in \[31m"\)/],
    ['no JSON', { body: '{"kind":"PodList","items":[{"token":"hunter2"' }, /in place of JSON/],
    ['another kind', { body: { kind: 'Pod' } }, /is a Pod, not a list/],
    ['a list without a kind', { body: { items: [] } }, /not a list/],
    ['an odd refusal', { status: 403, headers: { 'content-type': 'text/plain' }, body: 'nope' }, /proxy may stand between/],
  ])('may answer %s', async (_, reply, words) => {
    api.fault = ({ resource }) => (resource === 'pods' ? reply : undefined)
    const { gap } = (await collect(only('pods'))).facts.pods
    expect(gap?.because).toBe('failed')
    expect(gap?.detail).toMatch(words)
    expect(gap?.detail).not.toMatch(/hunter2|\p{Cc}/u)
  })

  it('is tried again when a connection is cut', async () => {
    api.fault = ({ resource }, times) => (resource === 'pods' && times === 1 ? 'cut' : undefined)
    expect((await collect(only('pods'))).facts.pods.gap).toBeUndefined()
  })

  it('may be killed in mid-scan: what had not come by then is a gap', async () => {
    await api.stop()
    api = await startFakeApi({ pageLimit: 20 })
    api.fault = ({ resource, query }) => {
      if (resource === 'pods' && query.get('continue')) void api.stop()
      return undefined
    }
    const started = Date.now()
    const { facts } = await collect()
    expect(facts.pods.gap).toMatchObject({ because: 'failed' })
    expect(facts.pods.things.length).toBeLessThan((await collectDump(example)).facts.pods.things.length)
    const unseen = ofKubernetes.filter((kind) => facts[kind].gap)
    expect(unseen.length).toBeGreaterThan(5)
    for (const kind of unseen) expect(facts[kind].gap?.because).toBe('failed')
    expect(Date.now() - started).toBeLessThan(20_000)
  })

  it('has its time: what comes later is a gap', async () => {
    api.fault = ({ resource }) => (resource === 'pods' ? 'hang' : undefined)
    const late = new AbortController()
    setTimeout(() => late.abort(new Error('the time for it was up')), 300)
    const { facts } = await collect({ ...only('pods', 'services'), signal: late.signal })
    expect(facts.pods.gap).toMatchObject({ because: 'failed', detail: 'list pods: the time for it was up' })
    expect(facts.services.gap).toBeUndefined()
  })
})
