/** A cluster whose owner follows every practice that Kubernetes objects can follow. */
import type { KubeObject } from '../../kube-api.ts'
import { bottlerocketKubelet } from '../kubelets.ts'
import { account, makeNode, region } from '../nodes.ts'
import { readManifests } from '../read.ts'
import { eksObjects, issuerOf, policy, role } from '../stock/world.ts'
import type { AccessEntry, Configz, World } from '../world.ts'
import { goodMachines } from './machines.ts'

/** Objects that the owner has taken out of what EKS put there. */
const removed = ({ kind, metadata }: KubeObject): boolean => kind === 'StorageClass' && metadata.name === 'gp2'

/** The VPC CNI enforces network policies only where its add-on is told to. */
function enforcePolicies(object: KubeObject): KubeObject {
  if (object.kind !== 'DaemonSet' && object.metadata.name !== 'amazon-vpc-cni') return object
  return JSON.parse(
    JSON.stringify(object)
      .replaceAll('--enable-network-policy=false', '--enable-network-policy=true')
      .replaceAll('--enable-policy-event-logs=false', '--enable-policy-event-logs=true')
      .replaceAll('"NETWORK_POLICY_ENFORCING_MODE","value":"standard"', '"NETWORK_POLICY_ENFORCING_MODE","value":"strict"')
      .replaceAll('"enable-network-policy-controller":"false"', '"enable-network-policy-controller":"true"'),
  ) as KubeObject
}

export const goodObjects = (): KubeObject[] => [
  ...eksObjects()
    .filter((object) => !removed(object))
    .map(enforcePolicies),
  ...readManifests('lab/worlds/good/kubernetes'),
]
export const goodKubelet = (changed: Readonly<Record<string, unknown>> = {}): Configz => bottlerocketKubelet({ podPidsLimit: 1024, ...changed })

const session = (name: string, who: string): string => `arn:aws:sts::${account}:assumed-role/${name}/${who}`
const people = {
  admin: session('break-glass', 'alice'),
  platform: session('platform', 'carol'),
  auditor: session('auditor', 'bob'),
  stranger: session('stranger', 'mallory'),
}
const access: readonly AccessEntry[] = [
  { principalArn: role('break-glass'), policies: [policy('AmazonEKSClusterAdminPolicy')] },
  { principalArn: role('platform'), policies: [policy('AmazonEKSEditPolicy', 'shop')] },
  { principalArn: role('auditor'), kubernetesGroups: ['auditors'] },
  { principalArn: role('node'), type: 'EC2_LINUX' },
]

export function good(): World {
  const cluster = 'good'
  const nodes = goodMachines.map((machine) => makeNode({ ...machine, cluster }))
  return {
    name: 'good',
    cluster,
    account,
    region,
    issuer: issuerOf(cluster),
    objects: [...goodObjects(), ...nodes],
    kubelets: { '*': goodKubelet() },
    people,
    access,
  }
}
