/** Makes many nodes, namespaces and pods fast, to see how a scan bears them. */
import { setTimeout as sleep } from 'node:timers/promises'
import { inParallel, settled } from './apply.ts'
import type { KubeApi, KubeObject } from './kube-api.ts'
import type { Lab } from './lab.ts'
import { makeNode } from './worlds/nodes.ts'

export interface Scale {
  readonly nodes: number
  readonly namespaces: number
  readonly pods: number
  /** Pods of one template, each template a ReplicaSet of its own. */
  readonly podsPerTemplate?: number
  /** Calls under way at once. */
  readonly width?: number
}

const namespaceOf = (at: number): string => `scale-${String(at).padStart(4, '0')}`
const spread = (at: number, base: number): string => `10.${base + Math.floor(at / 62_500)}.${Math.floor(at / 250) % 250}.${(at % 250) + 2}`

/** The template that pods of one owner share; some break a rule, so that judging has something to find. */
function templateOf(name: string, at: number): KubeObject['spec'] {
  const strict = at % 3 !== 0
  return {
    containers: [
      {
        name: 'app',
        image: `registry.example.com/team-${at % 40}/${name}:1.${at % 17}.0`,
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
        env: [{ name: 'LOG_LEVEL', value: 'info' }],
        ...(strict && {
          securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } },
        }),
      },
    ],
    ...(strict && { automountServiceAccountToken: false }),
  }
}

/**
 * Pods are created one by one on named nodes, owned by a ReplicaSet that wants as many as there are. Controllers pause
 * meanwhile, so nothing is scheduled or made twice; when they come back they find all as they want it.
 */
export async function makeMany({ api, world, withoutControllers }: Lab, scale: Scale, say: (line: string) => void = () => undefined): Promise<void> {
  await withoutControllers(() => make(api, world.cluster, scale, say))
  await settled(api, { seconds: 600 })
  while ((await api.get<{ items: unknown[] }>('/api/v1/pods?fieldSelector=status.phase=Pending&limit=1')).items.length > 0) await sleep(2000)
  say('all run')
}

async function make(
  api: KubeApi,
  cluster: string,
  { nodes, namespaces, pods, podsPerTemplate = 10, width = 24 }: Scale,
  say: (line: string) => void,
): Promise<void> {
  const zones = ['a', 'b', 'c'] as const
  const machines = Array.from({ length: nodes }, (_, at) =>
    makeNode({ sort: 'managed', cluster, ip: spread(at, 96), zone: zones[at % 3]!, nodegroup: `scale-${at % 5}` }),
  )
  await inParallel(machines, width, async (node) => {
    await api.create(node)
    await api.setStatus(node, node['status'])
  })
  say(`${nodes} nodes`)
  await inParallel(
    Array.from({ length: namespaces }, (_, at) => namespaceOf(at)),
    width,
    async (name) => {
      await api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { team: `team-${name.slice(-2)}` } } })
      await api.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } })
    },
  )
  say(`${namespaces} namespaces`)
  const templates = Array.from({ length: Math.ceil(pods / podsPerTemplate) }, (_, at) => at)
  await inParallel(templates, width, async (at) => {
    const namespace = namespaceOf(at % namespaces)
    const name = `app-${at}`
    const labels = { app: name }
    const count = Math.min(podsPerTemplate, pods - at * podsPerTemplate)
    const spec = templateOf(name, at)
    const set: KubeObject = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name, namespace },
      spec: { replicas: count, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    }
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid: (await api.create(set)).metadata['uid'], controller: true, blockOwnerDeletion: true }
    for (let pod = 0; pod < count; pod += 1) {
      const nodeName = machines[(at * podsPerTemplate + pod) % machines.length]!.metadata.name
      const metadata = { name: `${name}-${pod}`, namespace, labels, ownerReferences: [owner] }
      await api.create({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...spec, nodeName } })
    }
  })
  say(`${pods} pods`)
}
