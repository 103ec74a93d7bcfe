/** A workload on Fargate has one pod, which AWS takes away when it patches. */
import { control } from '../../model/control.ts'
import type { Workload } from '../../model/facts.ts'
import type { PodDisruptionBudget, PodOwner } from '../../model/kubernetes.ts'
import type { World } from '../../model/world.ts'
import { matchesLabels } from '../../reach/selectors.ts'

const pod = (name: string) => `---
{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: shop, labels: {app: web, eks.amazonaws.com/fargate-profile: shop}, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: web, controller: true}]}}
`
const web = (
  replicas: number,
) => `{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: web, namespace: shop}, spec: {replicas: ${replicas}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: 'web:1'}]}}}}
`

export default control({
  title: 'Workloads on Fargate survive the loss of one pod',
  severity: 'low',
  about: 'workloads',
  needs: ['horizontalPodAutoscalers', 'podDisruptionBudgets'],
  responsible: { managed: 'n/a', 'self-managed': 'n/a', auto: 'n/a', hybrid: 'n/a' },
  applies: ({ kind, computes }) => (kind === 'Deployment' || kind === 'StatefulSet') && computes.includes('fargate'),
  why: `
    AWS patches Fargate by evicting pods, politely first and by force when a disruption budget forbids it. A workload of one
    pod is down for that time, so that people come to fear the patches.`,
  fix: 'Set replicas (or minReplicas of the autoscaler) to 2 or more, and let the PodDisruptionBudget allow one disruption.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-patching.html'],
  examples: {
    good: [
      web(2) + pod('web-0') + pod('web-1'),
      `${web(1) + pod('web-0')}---
{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web, namespace: shop}, spec: {minReplicas: 2, scaleTargetRef: {kind: StatefulSet, name: web}}}`,
    ],
    bad: [
      web(1) + pod('web-0'),
      `${web(2) + pod('web-0') + pod('web-1')}---
{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web, namespace: shop}, spec: {maxUnavailable: 0, selector: {matchLabels: {app: web}}}}`,
    ],
  },
  judge(workload, world) {
    const isStandIn = (workload.metadata.ownerReferences ?? []).some(({ kind, name }) => kind === workload.kind && name === workload.metadata.name)
    if (isStandIn) return { because: 'untold', detail: `how many replicas ${workload.kind} ${workload.metadata.name} asks for was not seen` }
    const replicas = leastReplicas(workload, world)
    if (replicas < 2) return { says: `runs ${replicas === 1 ? '1 replica' : 'no replica'} on Fargate`, wanted: 'at least 2' }
    const budget = world.all('podDisruptionBudgets').find((one) => isAbout(one, workload) && forbids(one, replicas))
    if (!budget) return undefined
    return {
      says: `PodDisruptionBudget ${budget.metadata.name} allows no disruption: AWS then evicts by force`,
      wanted: 'maxUnavailable of 1',
      via: [{ kind: 'PodDisruptionBudget', apiVersion: 'policy/v1', namespace: workload.metadata.namespace ?? '', name: budget.metadata.name }],
    }
  },
})

/** What an autoscaler may go down to, else what the workload asks for. */
function leastReplicas(workload: Workload, world: World<'horizontalPodAutoscalers'>): number {
  const scaler = world
    .all('horizontalPodAutoscalers')
    .find(
      ({ metadata, spec }) =>
        metadata.namespace === workload.metadata.namespace &&
        spec?.scaleTargetRef?.kind === workload.kind &&
        spec.scaleTargetRef.name === workload.metadata.name,
    )
  return scaler ? (scaler.spec?.minReplicas ?? 1) : ((workload as unknown as PodOwner).spec?.replicas ?? 1)
}

const isAbout = ({ metadata, spec }: PodDisruptionBudget, workload: Workload): boolean =>
  metadata.namespace === workload.metadata.namespace && matchesLabels(spec?.selector, workload.pod.metadata?.labels ?? {})

function forbids({ spec }: PodDisruptionBudget, replicas: number): boolean {
  if (spec?.maxUnavailable !== undefined) return Number.parseInt(String(spec.maxUnavailable), 10) === 0
  if (spec?.minAvailable === undefined) return false
  const least = String(spec.minAvailable)
  return least.endsWith('%') ? Number.parseInt(least, 10) >= 100 : Number(least) >= replicas
}
