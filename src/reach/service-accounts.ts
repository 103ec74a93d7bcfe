/** Service accounts of workloads: which one a pod runs under, whether its token is mounted, which rights it has. */
import { volumesOf } from '../demand/pods.ts'
import type { Grant, Workload } from '../model/facts.ts'
import { addTo, groupBy } from '../model/groups.ts'
import type { PodSpec } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { subjectsOf } from './rbac.ts'

export interface Account {
  readonly namespace: string
  readonly name: string
}

/** The account that a pod names, else `default`. */
export const accountNameOf = (spec: PodSpec | undefined): string => String(spec?.serviceAccountName || spec?.serviceAccount || 'default')

/** The account of the pod, in its namespace. */
export const accountOf = ({ metadata, pod }: Workload): Account => ({ namespace: metadata.namespace ?? 'default', name: accountNameOf(pod.spec) })

/** The pod's word counts before the account's; a pod of neither's gets its token. */
export function mountsToken(workload: Workload, world: World<'serviceAccounts'>): boolean {
  const own = workload.pod.spec?.automountServiceAccountToken
  if (own === true || own === false) return own
  const { namespace, name } = accountOf(workload)
  return world.find('serviceAccounts', name, namespace)?.automountServiceAccountToken !== false
}

/** A token that is projected by hand: without an audience it is one for the API server. */
export function projectsToken(workload: Workload): boolean {
  return volumesOf(workload).some(
    ({ value }) =>
      !value.name?.startsWith('kube-api-access-') &&
      (value.projected?.sources ?? []).some((source) => source?.serviceAccountToken !== undefined && source.serviceAccountToken?.audience === undefined),
  )
}

function boundAccounts(world: World<'grants'>): ReadonlyMap<string, readonly Grant[]> {
  const found = new Map<string, Grant[]>()
  for (const grant of world.seen('grants').things) {
    for (const { kind, namespace = '', name } of subjectsOf(grant)) {
      const key =
        kind === 'ServiceAccount' ? `${namespace}/${name}` : kind === 'Group' && name.startsWith('system:serviceaccounts:') ? `${name.slice(23)}/*` : undefined
      if (key !== undefined) addTo(found, key, grant)
    }
  }
  return found
}

/** Bindings that name the account, or all accounts of its namespace. Throws `Unseen` where none was seen but some may be. */
export function grantsTo({ namespace, name }: Account, world: World<'grants'>): readonly Grant[] {
  const bound = derive(world, boundAccounts)
  const found = [...(bound.get(`${namespace}/${name}`) ?? []), ...(bound.get(`${namespace}/*`) ?? [])]
  // Of files there may always be more elsewhere; what is in sight has to do.
  if (found.length === 0 && world.source.scope !== 'files') world.all('grants')
  return found
}

/** What the people call the application a workload belongs to. */
function applicationOf({ metadata, pod }: Workload): string {
  const labels = { ...pod.metadata?.labels, ...metadata.labels }
  return labels['app.kubernetes.io/name'] ?? labels['app.kubernetes.io/instance'] ?? metadata.name
}

/** What a controller made of another: `web-5d4c`, where its owner `web` was seen and the link between them was not. */
const made = new Set(['ReplicaSet', 'Job', 'Pod'])
const isMadeOf = (child: Workload, owner: Workload): boolean => made.has(child.kind) && child.metadata.name.startsWith(`${owner.metadata.name}-`)
const isSame = (a: Workload, b: Workload): boolean => applicationOf(a) === applicationOf(b) || isMadeOf(a, b) || isMadeOf(b, a)

function byAccount(world: World<'workloads'>): ReadonlyMap<string, readonly Workload[]> {
  return groupBy(world.seen('workloads').things, (workload) => {
    const { namespace, name } = accountOf(workload)
    return `${namespace}/${name}`
  })
}

/** Workloads of other applications under the same account. Throws `Unseen` where none was seen but some may be. */
export function sharersOf(workload: Workload, world: World<'workloads'>): readonly Workload[] {
  const { namespace, name } = accountOf(workload)
  const others = (derive(world, byAccount).get(`${namespace}/${name}`) ?? []).filter((other) => !isSame(other, workload))
  if (others.length === 0) world.all('workloads')
  return others
}
