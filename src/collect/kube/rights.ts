/** The rights that live collection uses: derived from the kinds to collect, printed as a ClusterRole, asked of the API server. */
import type { Kube } from '../../doors/kube.ts'
import type { StoredKind } from '../../model/facts.ts'
import { kinds } from '../../model/kinds.ts'
import { listingsOf, resourcesOf, type Served } from './discovery.ts'
import { kubeletRight, type KubeletWay } from './kubelets.ts'
import { inLanes } from './lanes.ts'

/** One verb on one resource of the whole cluster, or on a path. */
export interface Right {
  /** As gaps name it: `list deployments.apps`, `get nodes/proxy`, `get /version`. */
  readonly says: string
  readonly verb: 'list' | 'get' | 'patch' | 'create' | 'delete'
  readonly group: string
  /** `pods`, `nodes/proxy`; empty for a path. */
  readonly resource: string
  readonly path?: string
  /** What cannot be seen without it. */
  readonly kinds: readonly StoredKind[]
}

/**
 * @param served leaves out what this cluster does not have: a right to that is never used
 * @returns sorted by group and resource; a right each once
 */
export function rightsFor(wanted: ReadonlySet<StoredKind>, way: KubeletWay, served?: Served): Right[] {
  const found = new Map<string, Right & { kinds: StoredKind[] }>()
  const add = (right: Omit<Right, 'kinds'>, kind: StoredKind) => {
    const known = found.get(right.says)
    if (known) known.kinds.push(kind)
    else found.set(right.says, { ...right, kinds: [kind] })
  }
  for (const kind of wanted) {
    if (kinds[kind].plane === 'kubernetes') listsOf(kind, served, (right) => add(right, kind))
    else if (kind === 'kubelets' && way !== 'no') {
      listsOf('nodes', served, (right) => add(right, kind))
      const says = kubeletRight(way)
      add({ says, verb: 'get', group: '', resource: says.slice('get '.length) }, kind)
    } else if (kind === 'kubeVersions') add({ says: 'get /version', verb: 'get', group: '', resource: '', path: '/version' }, kind)
  }
  const weight = ({ path, group, resource }: Right) => `${path ?? ''} ${group} ${resource}`
  return [...found.values()].sort((a, b) => (weight(a) < weight(b) ? -1 : 1))
}

/**
 * What mending things takes beyond seeing them: each is read whole, and patched; some are made or taken away.
 * @param mended kinds whose things are edited
 */
export function writeRightsFor(mended: ReadonlySet<StoredKind>, made: ReadonlySet<StoredKind>, removed: ReadonlySet<StoredKind>, served?: Served): Right[] {
  const rights: Right[] = []
  const add = (kind: StoredKind, ...verbs: Right['verb'][]) =>
    listsOf(kind, served, ({ group, resource, says }) => {
      for (const verb of verbs) rights.push({ says: says.replace('list', verb), verb, group, resource, kinds: [kind] })
    })
  for (const kind of mended) add(kind, 'get', 'patch')
  for (const kind of made) add(kind, 'create')
  for (const kind of removed) add(kind, 'delete')
  return rights
}

function listsOf(kind: StoredKind, served: Served | undefined, add: (right: Omit<Right, 'kinds'>) => void): void {
  const told = served && listingsOf(kind, served)
  const here = told && !told.gap ? new Set(told.listings.map(({ resource }) => resource)) : undefined
  for (const { resource, group } of resourcesOf(kind)) {
    if (here && !here.has(resource)) continue
    add({ says: `list ${resource}`, verb: 'list', group, resource: resource.split('.')[0] as string })
  }
}

export interface ClusterRole {
  readonly apiVersion: 'rbac.authorization.k8s.io/v1'
  readonly kind: 'ClusterRole'
  readonly metadata: { readonly name: string }
  readonly rules: readonly { readonly apiGroups: readonly string[]; readonly resources: readonly string[]; readonly verbs: readonly string[] }[]
}

/**
 * The least role. Paths (`/version`, discovery) are not in it: `system:discovery` and `system:public-info-viewer` give them
 * to everyone who is known to the cluster.
 */
export function clusterRole(rights: readonly Right[]): ClusterRole {
  const rules = new Map<string, { apiGroups: string[]; resources: string[]; verbs: string[] }>()
  for (const { verb, group, resource, path } of rights) {
    if (path !== undefined) continue
    const rule = rules.get(`${group} ${verb}`) ?? { apiGroups: [group], resources: [], verbs: [verb] }
    rules.set(`${group} ${verb}`, rule)
    rule.resources.push(resource)
  }
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'ekshield' }, rules: [...rules.values()] }
}

/** The same for the Terraform provider of Kubernetes. */
export function terraformRole({ metadata, rules }: ClusterRole): string {
  const words = (list: readonly string[]) => `[${list.map((word) => JSON.stringify(word)).join(', ')}]`
  const blocks = rules.map(({ apiGroups, resources, verbs }) =>
    ['  rule {', `    api_groups = ${words(apiGroups)}`, `    resources  = ${words(resources)}`, `    verbs      = ${words(verbs)}`, '  }'].join('\n'),
  )
  return `resource "kubernetes_cluster_role_v1" "${metadata.name}" {\n  metadata {\n    name = "${metadata.name}"\n  }\n${blocks.join('\n')}\n}\n`
}

/**
 * Asks the API server, right by right: a review of all rules at once leaves out what webhooks grant, as EKS access policies do.
 * @returns the rights that the caller has not. Throws `KubeError` where even this may not be asked.
 */
export async function lacking(kube: Kube, rights: readonly Right[]): Promise<Right[]> {
  const allowed = new Set<Right>()
  await inLanes(rights, 8, async (right) => {
    const { verb, group, resource, path } = right
    const [name, subresource] = resource.split('/')
    const attributes =
      path === undefined
        ? { resourceAttributes: { verb, group, resource: name, ...(subresource !== undefined && { subresource }) } }
        : { nonResourceAttributes: { verb, path } }
    const answer = await kube.review('selfsubjectaccessreviews', { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: attributes })
    if ((answer['status'] as { allowed?: unknown } | undefined)?.allowed === true) allowed.add(right)
  })
  return rights.filter((right) => !allowed.has(right))
}
