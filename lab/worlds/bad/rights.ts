/** Faults of rights: what a group or an account of a tenant may do that it should not. */
import type { KubeObject } from '../../kube-api.ts'
import type { Fault } from './fault.ts'

const rbac = 'rbac.authorization.k8s.io'
/** A group that the cluster's access entries name, so that its bindings reach somebody. */
export const team = 'lab-team'

interface Rule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
  readonly resourceNames?: readonly string[]
}
const rule = (group: string, resources: string, verbs: string): Rule => ({ apiGroups: [group], resources: resources.split(' '), verbs: verbs.split(' ') })
const toTeam = { kind: 'Group', apiGroup: rbac, name: team }

function grant(cluster: boolean, name: string, namespace: string, rules: readonly Rule[] | undefined, subject: object, roleName = name): KubeObject[] {
  const where = cluster ? { name } : { name, namespace }
  const kind = cluster ? 'ClusterRole' : 'Role'
  const role: KubeObject[] = rules ? [{ apiVersion: `${rbac}/v1`, kind, metadata: where, rules }] : []
  const refKind = rules ? kind : 'ClusterRole'
  return [
    ...role,
    { apiVersion: `${rbac}/v1`, kind: `${kind}Binding`, metadata: where, roleRef: { apiGroup: rbac, kind: refKind, name: roleName }, subjects: [subject] },
  ]
}
/** The team may do that everywhere. */
const everywhere = (breaks: string, rules: readonly Rule[], also: Fault['also'] = {}): Fault => ({
  breaks,
  also,
  spoil: ({ objects, namespace }) => void objects.push(...grant(true, namespace, namespace, rules, toTeam)),
})
/** An account of the tenant may do that in its namespace. */
const within = (breaks: string, rules: readonly Rule[], also: Fault['also'] = {}): Fault => ({
  breaks,
  also,
  spoil: ({ objects, namespace }) => void objects.push(...grant(false, namespace, namespace, rules, { kind: 'ServiceAccount', name: 'web', namespace })),
})
/** An existing role is given to these. */
const given = (breaks: string, cluster: boolean, roleName: string, subject: (namespace: string) => object, also: Fault['also'] = {}): Fault => ({
  breaks,
  also,
  spoil: ({ objects, namespace }) => void objects.push(...grant(cluster, namespace, namespace, undefined, subject(namespace), roleName)),
})

export const rightsFaults: readonly Fault[] = [
  everywhere('iam/secret-access', [rule('', 'secrets', 'get list')]),
  everywhere('iam/pod-creation', [rule('', 'pods', 'create')]),
  everywhere('iam/pod-exec', [rule('', 'pods/exec', 'create')]),
  everywhere('iam/nodes-proxy', [rule('', 'nodes/proxy', 'get')]),
  everywhere('iam/token-minting', [rule('', 'serviceaccounts/token', 'create')]),
  everywhere('iam/volume-creation', [rule('', 'persistentvolumes', 'create')]),
  everywhere('iam/event-deletion', [rule('', 'events', 'delete')]),
  everywhere('iam/impersonation', [rule('', 'users groups', 'impersonate')]),
  everywhere('iam/privilege-escalation-verbs', [rule(rbac, 'clusterroles', 'escalate bind')]),
  everywhere('iam/admission-writer', [rule('admissionregistration.k8s.io', 'validatingwebhookconfigurations', 'update')]),
  everywhere('iam/certificate-approval', [
    rule('certificates.k8s.io', 'certificatesigningrequests/approval', 'update'),
    { ...rule('certificates.k8s.io', 'signers', 'approve'), resourceNames: ['kubernetes.io/kube-apiserver-client'] },
  ]),
  everywhere('iam/wildcard-cluster-role', [rule('batch', '*', 'get')]),
  within('iam/wildcard-role', [rule('batch', '*', 'get')]),
  within('iam/namespace-secret-access', [rule('', 'secrets', 'get list')]),
  within('iam/namespace-pod-creation', [rule('', 'pods', 'create')]),
  within('iam/namespace-pod-exec', [rule('', 'pods/exec', 'create')]),
  everywhere('iam/aws-auth-writer', [rule('', 'configmaps', 'update')]),
  within('tenancy/tenant-alters-guardrails', [rule('', 'resourcequotas', 'patch')]),
  within('pod/pod-security-policy-leftover', [rule('policy', 'podsecuritypolicies', 'use')]),
  given('iam/cluster-admin-binding', true, 'cluster-admin', () => toTeam),
  given('iam/cluster-admin-in-namespace', false, 'cluster-admin', () => toTeam),
  given('iam/dangling-binding', false, 'no-such-role', () => toTeam),
  given('iam/unmapped-subject', false, 'view', () => ({ kind: 'Group', apiGroup: rbac, name: 'lab-strangers' })),
  given('iam/default-account-rights', false, 'view', (namespace) => ({ kind: 'ServiceAccount', name: 'default', namespace })),
  given('iam/broad-group-binding', false, 'view', () => ({ kind: 'Group', apiGroup: rbac, name: 'system:authenticated' }), {
    'tenancy/tenant-rights-outside': 'accounts of every tenant are among the authenticated',
  }),
  given('iam/anonymous-role', false, 'view', () => ({ kind: 'Group', apiGroup: rbac, name: 'system:unauthenticated' })),
  given('iam/anonymous-cluster-role', true, 'view', () => ({ kind: 'User', apiGroup: rbac, name: 'system:anonymous' })),
  given('iam/masters-group-binding', true, 'view', () => ({ kind: 'Group', apiGroup: rbac, name: 'system:masters' })),
]
