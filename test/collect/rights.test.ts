/** The least rights: they suffice, and not one of them is too many. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { discover, resourcesOf } from '../../src/collect/kube/discovery.ts'
import type { KubeletWay } from '../../src/collect/kube/kubelets.ts'
import { clusterRole, lacking, type Right, rightsFor, terraformRole } from '../../src/collect/kube/rights.ts'
import { collectLive } from '../../src/collect/live.ts'
import { type Kube, openKube } from '../../src/doors/kube.ts'
import { readKubeconfig } from '../../src/doors/kubeconfig.ts'
import type { StoredKind } from '../../src/model/facts.ts'
import { kinds } from '../../src/model/kinds.ts'
import type { Gap } from '../../src/model/snapshot.ts'
import { type FakeApi, startFakeApi } from '../doors/fake-api.ts'

const wanted = new Set(
  (Object.keys(kinds) as StoredKind[]).filter((kind) => kinds[kind].plane === 'kubernetes' || kind === 'kubelets' || kind === 'kubeVersions'),
)
let api: FakeApi
let kube: Kube
beforeAll(async () => {
  api = await startFakeApi()
  // Fargate and Windows nodes of the example keep their kubelets to themselves; here every node answers.
  api.fault = ({ resource }) => (resource === 'nodes/proxy' && api.allow({ verb: 'get', resource }) ? { body: { kubeletconfig: {} } } : undefined)
  kube = openKube((await readKubeconfig(api.kubeconfig())).place('shop-prod'), () => Promise.reject(new Error('none')), new AbortController().signal)
})
afterAll(async () => {
  kube.close()
  await api.stop()
})

/** Allows what a printed role allows, and what EKS gives everybody. */
function grant(rights: readonly Right[]): void {
  const { rules } = clusterRole(rights)
  const given = new Set(
    rules.flatMap(({ apiGroups, resources, verbs }) =>
      verbs.flatMap((verb) => resources.map((resource) => `${verb} ${resource}${apiGroups[0] ? `.${apiGroups[0]}` : ''}`)),
    ),
  )
  api.allow = ({ verb, resource }) => resource.startsWith('/') || given.has(`${verb} ${resource}`)
}

async function gaps(kubelets: KubeletWay): Promise<(Gap & { readonly kind: string })[]> {
  const { facts } = await collectLive({ target: 'x', kube, isEks: true, wanted, kubelets, time: '2026-11-24T00:00:00Z' }, () => undefined)
  return [...wanted].flatMap((kind) => (facts[kind].gap ? [{ ...facts[kind].gap, kind }] : []))
}

const served = () => discover(kube, new Set([...wanted].flatMap((kind) => resourcesOf(kind).map(({ group }) => group))))

it('the printed role suffices, and without any one of its rights there is a gap that names it', async () => {
  api.allow = () => true
  const rights = rightsFor(wanted, 'proxy', await served())
  expect(rights.length).toBeGreaterThan(30)
  grant(rights)
  expect(await gaps('proxy')).toEqual([])
  expect(await lacking(kube, rights)).toEqual([])
  for (const right of rights.filter(({ path }) => path === undefined)) {
    grant(rights.filter((other) => other !== right))
    const found = await gaps('proxy')
    expect(found.map(({ lacks }) => lacks)).toContain(right.says)
    expect(found.map(({ kind }) => kind).every((kind) => right.kinds.includes(kind as StoredKind))).toBe(true)
    expect((await lacking(kube, rights)).map(({ says }) => says)).toEqual([right.says])
  }
})

it('the role holds no secret-reading verb, no writing one, and kubelets only where they were asked for', () => {
  for (const way of ['no', 'direct', 'proxy'] as const) {
    const { rules } = clusterRole(rightsFor(wanted, way))
    expect(rules.flatMap(({ verbs, resources }) => verbs.filter((verb) => verb !== 'list').map((verb) => `${verb} ${resources}`))).toEqual(
      { no: [], direct: ['get nodes/configz'], proxy: ['get nodes/proxy'] }[way],
    )
  }
})

it('is written for Terraform', () => {
  expect(terraformRole(clusterRole(rightsFor(new Set(['pods', 'deployments']), 'no')))).toBe(`resource "kubernetes_cluster_role_v1" "ekshield" {
  metadata {
    name = "ekshield"
  }
  rule {
    api_groups = [""]
    resources  = ["pods"]
    verbs      = ["list"]
  }
  rule {
    api_groups = ["apps"]
    resources  = ["deployments"]
    verbs      = ["list"]
  }
}
`)
})
