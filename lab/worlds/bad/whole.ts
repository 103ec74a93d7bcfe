/** Faults of what the whole cluster shares: an agent that is gone, a guard that was taken down, a switch of the VPC CNI. */
import type { KubeObject } from '../../kube-api.ts'
import { account, makeNode } from '../nodes.ts'
import { name, windowsIp } from './aws-name.ts'

export interface WholeFault {
  readonly breaks: string
  readonly also?: readonly string[]
  /** The cluster's objects with the fault in them. */
  spoil(objects: readonly KubeObject[]): KubeObject[]
}

/** Somebody has deleted these: `Kind name`, in any namespace or in that one. */
const without =
  (names: readonly string[], namespace?: string) =>
  (objects: readonly KubeObject[]): KubeObject[] =>
    objects.filter(({ kind, metadata }) => !names.includes(`${kind} ${metadata.name}`) || (namespace !== undefined && metadata.namespace !== namespace))
const inAwsNode =
  (from: string, to: string) =>
  (objects: readonly KubeObject[]): KubeObject[] =>
    objects.map((object) =>
      object.kind === 'DaemonSet' && object.metadata.name === 'aws-node' ? (JSON.parse(JSON.stringify(object).replaceAll(from, to)) as KubeObject) : object,
    )

const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`
const nodeUser = 'system:node:{{EC2PrivateDNSName}}'
/** Who came in before there were access entries, as YAML in a ConfigMap tells it. */
const awsAuth: KubeObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'aws-auth', namespace: 'kube-system' },
  data: {
    mapRoles: JSON.stringify([
      { rolearn: role('node'), username: nodeUser, groups: ['system:bootstrappers', 'system:nodes', 'lab-team'] },
      { rolearn: role('old-admin'), username: 'old-admin', groups: ['system:masters'] },
      { rolearn: role('teams/web'), username: 'web', groups: ['lab-team'] },
    ]),
    mapUsers: JSON.stringify([{ userarn: `arn:aws:iam::${account}:user/bot`, username: 'bot', groups: ['lab-team'] }]),
    mapAccounts: JSON.stringify(['999988887777']),
  },
}

const rbac = 'rbac.authorization.k8s.io'
/** As a cluster has it that was made before Kubernetes 1.14: everybody may ask what there is. */
const basicUser: KubeObject = {
  apiVersion: `${rbac}/v1`,
  kind: 'ClusterRoleBinding',
  metadata: { name: 'system:basic-user' },
  roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'system:basic-user' },
  subjects: ['system:authenticated', 'system:unauthenticated'].map((name) => ({ kind: 'Group', apiGroup: rbac, name })),
}

export const wholeFaults: readonly WholeFault[] = [
  { breaks: 'audit/missing-log-agent', spoil: without(['DaemonSet fluent-bit']) },
  {
    breaks: 'runtime/missing-sensor',
    spoil: (objects) => objects.filter(({ metadata: { name, namespace } }) => name !== 'amazon-guardduty' && namespace !== 'amazon-guardduty'),
  },
  { breaks: 'image/missing-signature-check', spoil: without(['ImageValidatingPolicy signed']) },
  { breaks: 'response/unguarded-evidence', spoil: without(['ValidatingAdmissionPolicy evidence', 'ValidatingAdmissionPolicyBinding evidence']) },
  { breaks: 'compliance/missing-admission-policy', spoil: without(['ValidatingAdmissionPolicy services', 'ValidatingAdmissionPolicyBinding services']) },
  { breaks: 'response/quarantine-missing', spoil: without(['NetworkPolicy quarantine'], 'kube-system') },
  { breaks: 'network/undenied-empty-namespace', spoil: without(['NetworkPolicy deny-all'], 'kube-public') },
  { breaks: 'network/unrecorded-policy-decisions', spoil: inAwsNode('--enable-policy-event-logs=true', '--enable-policy-event-logs=false') },
  {
    breaks: 'network/open-start-window',
    spoil: inAwsNode('"NETWORK_POLICY_ENFORCING_MODE","value":"strict"', '"NETWORK_POLICY_ENFORCING_MODE","value":"standard"'),
  },
  {
    breaks: 'iam/anonymous-discovery',
    spoil: (objects) => [...objects, basicUser],
  },
  { breaks: 'iam/pod-identity-agent-missing', spoil: without(['DaemonSet eks-pod-identity-agent']) },
  {
    breaks: 'runtime/unwatched-windows-node',
    also: ['audit/windows-node-without-log-agent'],
    spoil: (objects) => [...objects, makeNode({ sort: 'windows', cluster: name, ip: windowsIp, zone: 'b', nodegroup: 'windows', instanceType: 'm5.xlarge' })],
  },
  {
    breaks: 'iam/aws-auth-leftovers',
    also: ['iam/malformed-aws-auth', 'iam/mapped-account', 'iam/masters-mapping', 'iam/node-mapping', 'iam/user-mapping'],
    spoil: (objects) => [...objects, awsAuth],
  },
]
