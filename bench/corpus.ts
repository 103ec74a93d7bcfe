/** Makes a manifest corpus, the same on every machine: objects under new names, in multi-document YAML files of about 100 kB. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump, loadAll } from 'js-yaml'
import { conform } from '../src/collect/kube/conform.ts'
import { shelfFor } from '../src/collect/kube/shelve.ts'
import { controls } from '../src/controls/index.ts'

// biome-ignore lint/suspicious/noExplicitAny: documents of every shape; each use tests what it reads
type Loose = Record<string, any>

/** How many of a hundred objects are of a kind, and the list of the example cluster that holds what people write: its pods are made by controllers. */
const kinds: Readonly<Record<string, readonly [share: number, list?: string]>> = {
  Pod: [46],
  Deployment: [17, 'deployments.apps'],
  CronJob: [8, 'cronjobs.batch'],
  DaemonSet: [3, 'daemonsets.apps'],
  StatefulSet: [3, 'statefulsets.apps'],
  Job: [3, 'jobs.batch'],
  Service: [4, 'services'],
  NetworkPolicy: [4, 'networkpolicies.networking.k8s.io'],
  ClusterRole: [3, 'clusterroles.rbac.authorization.k8s.io'],
  Role: [3, 'roles.rbac.authorization.k8s.io'],
  ClusterRoleBinding: [2, 'clusterrolebindings.rbac.authorization.k8s.io'],
  RoleBinding: [2, 'rolebindings.rbac.authorization.k8s.io'],
  Namespace: [2, 'namespaces'],
}

/** Fields that nobody writes. */
const keptByServer = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'ownerReferences']

/** Each once, of the kinds that people write, without those that an API server would refuse: peers give up on a corpus with one. */
function fitting(objects: readonly Loose[]): Loose[] {
  const seen = new Set<string>()
  return objects.filter((object) => {
    if (typeof object?.['apiVersion'] !== 'string' || !Object.hasOwn(kinds, object['kind']) || typeof object['metadata']?.name !== 'string') return false
    delete object['status']
    for (const field of keptByServer) delete object['metadata'][field]
    const kind = shelfFor(object['apiVersion'], object['kind'])
    if (!kind || conform(kind, object).length > 0) return false
    const key = JSON.stringify(object)
    return !seen.has(key) && seen.add(key)
  })
}

/** For each two small objects a large one, over and over, as far as there are both. */
function* mixed(small: readonly Loose[], large: readonly Loose[]): Generator<Loose, never> {
  const [two, one] = small.length === 0 ? [large, large] : large.length === 0 ? [small, small] : [small, large]
  for (let i = 0; ; i++) {
    yield two[(2 * i) % two.length] as Loose
    yield two[(2 * i + 1) % two.length] as Loose
    yield one[i % one.length] as Loose
  }
}

/** Objects without end, kind by kind in turn: what explains the controls, and the larger ones of the example cluster; 600 bytes on average, as in public test suites. */
function* objects(root: string): Generator<Loose> {
  const explaining = fitting(Object.values(controls).flatMap(({ examples }) => [...examples.good, ...examples.bad].flatMap((yaml) => loadAll(yaml) as Loose[])))
  const pools = Object.entries(kinds).map(([kind, [share, list]]) => {
    const running = list === undefined ? [] : (JSON.parse(readFileSync(join(root, `examples/shop-prod/kubernetes/${list}.json`), 'utf8')).items as Loose[])
    const ofKind = (object: Loose) => object['kind'] === kind
    return { share, pool: mixed(explaining.filter(ofKind), fitting(running).filter(ofKind)) }
  })
  for (;;) for (const { share, pool } of pools) for (let i = 0; i < share; i++) yield pool.next().value
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
  const pool = objects(root)
  for (let i = 0; total < megabytes * 1e6; i++) {
    const object = structuredClone(pool.next().value) as Loose
    object['metadata'].name = `${String(object['metadata'].name).slice(0, 40)}-c${i}`
    if (object['kind'] !== 'Namespace' && !object['kind'].startsWith('Cluster')) object['metadata'].namespace = `team-${Math.floor(i / 40)}`
    const document = `---\n${dump(object, { noRefs: true })}`
    text += document
    total += Buffer.byteLength(document)
    if (text.length > 100_000) flush()
  }
  if (text !== '') flush()
  return total
}
