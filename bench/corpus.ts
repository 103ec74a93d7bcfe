/** Makes a manifest corpus, the same on every machine: objects under new names, in multi-document YAML files of about 100 kB. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump, loadAll } from 'js-yaml'
import { conform } from '../src/collect/kube/conform.ts'
import { shelfFor } from '../src/collect/kube/shelve.ts'
import { controls } from '../src/controls/index.ts'

// biome-ignore lint/suspicious/noExplicitAny: documents of every shape; each use tests what it reads
type Loose = Record<string, any>

/** How many of a hundred objects are of a kind. */
const shares = {
  Pod: 46,
  Deployment: 17,
  CronJob: 8,
  DaemonSet: 3,
  StatefulSet: 3,
  Job: 3,
  Service: 4,
  NetworkPolicy: 4,
  ClusterRole: 3,
  Role: 3,
  ClusterRoleBinding: 2,
  RoleBinding: 2,
  Namespace: 2,
} as const
/** Fields that nobody writes. */
const keptByServer = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'ownerReferences']

/** Lists of the example cluster that hold what people write; its pods are made by controllers. */
const lists = [
  'deployments.apps',
  'cronjobs.batch',
  'daemonsets.apps',
  'statefulsets.apps',
  'jobs.batch',
  'services',
  'networkpolicies.networking.k8s.io',
  'clusterroles.rbac.authorization.k8s.io',
  'roles.rbac.authorization.k8s.io',
  'clusterrolebindings.rbac.authorization.k8s.io',
  'rolebindings.rbac.authorization.k8s.io',
  'namespaces',
]

/** Each once, of the kinds that people write, without those that an API server would refuse: peers give up on a corpus with one. */
function fitting(objects: readonly Loose[]): Loose[] {
  const seen = new Set<string>()
  return objects.filter((object) => {
    if (typeof object?.['apiVersion'] !== 'string' || !(object['kind'] in shares) || typeof object['metadata']?.name !== 'string') return false
    delete object['status']
    for (const field of keptByServer) delete object['metadata'][field]
    const kind = shelfFor(object['apiVersion'], object['kind'])
    if (!kind || conform(kind, object).length > 0) return false
    const key = JSON.stringify(object)
    return !seen.has(key) && seen.add(key)
  })
}

/**
 * Objects without end, kind by kind in turn: those that controls are explained by, and for each two of them one of the
 * example cluster, which are larger: 600 bytes on average, as the objects of public test suites have.
 */
function* objects(root: string): Generator<Loose> {
  const explaining = Object.values(controls).flatMap(({ examples }) => [...examples.good, ...examples.bad].flatMap((yaml) => loadAll(yaml) as Loose[]))
  const running = lists.flatMap((list) => JSON.parse(readFileSync(join(root, `examples/shop-prod/kubernetes/${list}.json`), 'utf8')).items as Loose[])
  const [small, large] = [explaining, running].map(fitting) as [Loose[], Loose[]]
  const pools = Object.entries(shares).map(([kind, share]) => {
    const of = (all: readonly Loose[]) => all.filter((one) => one['kind'] === kind)
    return { share, small: of(small), large: of(large), next: 0 }
  })
  for (;;)
    for (const pool of pools)
      for (let i = 0; i < pool.share; i++, pool.next++) {
        const from = pool.small.length === 0 || (pool.large.length > 0 && pool.next % 3 === 2) ? pool.large : pool.small
        yield from[Math.floor(pool.next / (from === pool.large ? 3 : 1)) % from.length] as Loose
      }
}

/** Writes about `megabytes` (10^6 bytes) of manifests; the same input gives the same bytes. @returns bytes written */
export function writeCorpus(root: string, folder: string, megabytes: number): number {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  let total = 0
  let text = ''
  let files = 0
  const flush = () => {
    writeFileSync(join(folder, `manifests-${String(files++).padStart(4, '0')}.yaml`), text)
    text = ''
  }
  let i = 0
  for (const one of objects(root)) {
    const object = structuredClone(one)
    object['metadata'].name = `${String(object['metadata'].name).slice(0, 40)}-c${i}`
    if (object['kind'] !== 'Namespace' && !object['kind'].startsWith('Cluster')) object['metadata'].namespace = `team-${Math.floor(i / 40)}`
    const document = `---\n${dump(object, { noRefs: true })}`
    text += document
    total += Buffer.byteLength(document)
    if (text.length > 100_000) flush()
    if (total >= megabytes * 1e6) break
    i += 1
  }
  if (text !== '') flush()
  return total
}
