/** Whether a workload stands as its spec wants it: what `kubectl rollout status` waits for. */
import type { LiveObject } from './objects.ts'

interface Replicated {
  readonly spec?: { readonly replicas?: number; readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } } }
  readonly status?: Readonly<Record<string, number | undefined>> & {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string }[]
    readonly currentRevision?: unknown
    readonly updateRevision?: unknown
  }
}

export type Readiness = 'ready' | { readonly waits: string }

/** Of what has no pods of its own, or makes them later, there is nothing to wait for. */
export function readiness(object: LiveObject): Readiness {
  const { kind, metadata } = object
  const { spec = {}, status = {} } = object as unknown as Replicated
  if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind)) return 'ready'
  const generation = (metadata as { generation?: number }).generation ?? 0
  if ((status['observedGeneration'] ?? 0) < generation) return { waits: 'its controller has not seen it yet' }
  const count = (field: string): number => status[field] ?? 0
  const short = (has: number, wanted: number, what: string): Readiness => (has < wanted ? { waits: `${has} of ${wanted} pods are ${what}` } : 'ready')
  if (kind === 'DaemonSet') {
    if (spec.updateStrategy?.type === 'OnDelete') return 'ready'
    return worst(
      short(count('updatedNumberScheduled'), count('desiredNumberScheduled'), 'new'),
      short(count('numberAvailable'), count('desiredNumberScheduled'), 'available'),
    )
  }
  const replicas = spec.replicas ?? 1
  if (kind === 'StatefulSet') {
    if (spec.updateStrategy?.type === 'OnDelete') return 'ready'
    const renewed = replicas - (spec.updateStrategy?.rollingUpdate?.partition ?? 0)
    return worst(short(count('updatedReplicas'), renewed, 'new'), short(count('readyReplicas'), replicas, 'ready'))
  }
  const late = status.conditions?.find(({ type, status: is, reason }) => type === 'Progressing' && is === 'False' && reason === 'ProgressDeadlineExceeded')
  if (late) return { waits: late.message ?? 'its progress deadline has passed' }
  if (count('replicas') > count('updatedReplicas')) return { waits: `${count('replicas') - count('updatedReplicas')} old pods are still there` }
  return worst(short(count('updatedReplicas'), replicas, 'new'), short(count('availableReplicas'), replicas, 'available'))
}

const worst = (...states: readonly Readiness[]): Readiness => states.find((state) => state !== 'ready') ?? 'ready'
