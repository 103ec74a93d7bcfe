/** Makes a manifest corpus: real objects under new names, in multi-document YAML files of about 100 kB. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump } from 'js-yaml'
import { conform } from '../src/collect/kube/conform.ts'
import { shelfFor } from '../src/collect/kube/shelve.ts'

// biome-ignore lint/suspicious/noExplicitAny: documents of every shape; each use tests what it reads
type Loose = Record<string, any>

const workloads = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob']
const others = ['Service', 'Namespace', 'Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'NetworkPolicy', 'ServiceAccount', 'Ingress', 'ConfigMap']
const lists = [
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'cronjobs.batch',
  'services',
  'roles.rbac.authorization.k8s.io',
  'clusterroles.rbac.authorization.k8s.io',
  'rolebindings.rbac.authorization.k8s.io',
  'networkpolicies.networking.k8s.io',
  'serviceaccounts',
]

/** Objects of the shared cases where they lie beside the project, else of the example cluster. */
function objects(root: string): Loose[] {
  const cases = process.env['EKSHIELD_CASES']?.split(':')[0] ?? join(root, '../shared/cases')
  const found: Loose[] = []
  if (existsSync(cases)) {
    for (const suite of readdirSync(cases)) {
      const file = join(cases, suite, 'cases.jsonl')
      if (!existsSync(file)) continue
      for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
        const { input } = JSON.parse(line) as { input?: { objects?: Loose[]; object?: Loose } }
        found.push(...(input?.objects ?? (input?.object ? [input.object] : [])))
      }
    }
  } else {
    for (const list of lists)
      found.push(...(JSON.parse(readFileSync(join(root, `examples/shop-prod/kubernetes/${list}.json`), 'utf8')) as { items: Loose[] }).items)
  }
  const seen = new Set<string>()
  return found.filter((object) => {
    if (typeof object?.['apiVersion'] !== 'string' || ![...workloads, ...others].includes(object['kind']) || typeof object['metadata']?.name !== 'string')
      return false
    delete object['status']
    // Peers give up on a corpus with one object that an API server would refuse.
    const kind = shelfFor(object['apiVersion'], object['kind'])
    if (!kind || conform(kind, object).length > 0) return false
    const key = JSON.stringify(object)
    return !seen.has(key) && seen.add(key)
  })
}

/** Writes about `megabytes` (10^6 bytes) of manifests; the same input gives the same bytes. @returns bytes written */
export function writeCorpus(root: string, folder: string, megabytes: number): number {
  const pool = objects(root)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  let total = 0
  let text = ''
  let files = 0
  const flush = () => {
    writeFileSync(join(folder, `manifests-${String(files++).padStart(4, '0')}.yaml`), text)
    text = ''
  }
  for (let i = 0; total < megabytes * 1e6; i++) {
    const object = structuredClone(pool[i % pool.length]) as Loose
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
