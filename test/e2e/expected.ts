/** What live scans of the worlds are expected to say, by area. */

/** What the owner of a new cluster has yet to do: each is theirs to switch on, to add or to narrow. */
export const yetToDo: Readonly<Record<string, readonly string[]>> = {
  'logs are off until they are switched on, and so nothing watches them': [
    'audit/audit-log-off',
    'audit/authenticator-log-off',
    'audit/control-plane-log-off',
    'audit/lost-node-logs',
    'audit/missing-log-agent',
    'audit/missing-trail',
    'audit/unread-audit-log',
    'audit/unwatched-admission-changes',
    'audit/unwatched-anonymous-requests',
    'audit/unwatched-authentication-changes',
    'audit/unwatched-cluster-changes',
    'audit/unwatched-denials',
    'audit/unwatched-interactive-access',
    'audit/unwatched-network-changes',
    'audit/unwatched-pod-role-use',
    'audit/unwatched-rbac-changes',
    'audit/unwatched-secret-reads',
    'network/missing-flow-logs',
  ],
  'services of the account that AWS leaves off': [
    'compliance/config-recorder-off',
    'compliance/security-hub-off',
    'host/inspector-off',
    'image/basic-scanning',
    'image/unrouted-scan-finding',
    'runtime/guardduty-off',
    'runtime/missing-runtime-agent',
    'runtime/missing-sensor',
    'runtime/unanalysed-audit-log',
    'runtime/unrouted-findings',
  ],
  'choices of CreateCluster and of the account that can be changed later': [
    'compliance/unowned-cluster',
    'data/missing-customer-key',
    'data/missing-ebs-default',
    'iam/account-metadata-default',
    'iam/config-map-authentication',
    'iam/creator-admin',
    'iam/internet-facing-endpoint',
    'iam/private-endpoint-off',
    'iam/public-endpoint',
    'image/missing-ecr-endpoint',
    'response/missing-deletion-protection',
    'response/missing-isolation-group',
  ],
  'roles: the quick start gives the node what the VPC CNI needs, and the admin everything': [
    'iam/aws-admin-in-cluster',
    'iam/node-role-cni-policy',
    'iam/vpc-cni-without-role',
  ],
  'a node group without a launch template: hop limit 2, plain volumes, no rights for Systems Manager': [
    'data/unencrypted-node-volume',
    'host/missing-seccomp-default',
    'host/missing-ssm-agent',
    'host/unlimited-pids',
    'iam/metadata-open-to-pods',
    'response/uncollectable-node',
  ],
  'objects that the owner may add, label or delete; EKS puts the StorageClass gp2 there once and keeps no hand on it': [
    'compliance/missing-admission-policy',
    'data/in-tree-storage-class',
    'data/unencrypted-storage-class',
    'iam/default-account-token',
    'image/missing-signature-check',
    'network/missing-default-deny',
    'network/missing-egress-deny',
    'network/policy-engine-missing',
    'network/undenied-empty-namespace',
    'pod/missing-baseline-enforcement',
    'response/quarantine-missing',
    'response/unguarded-evidence',
  ],
}

/** Faults of `bad` that show in several things. */
export const severalTimes: Readonly<Record<string, number>> = {
  // A Bottlerocket machine, and the one that runs Windows.
  'data/unencrypted-node-volume': 2,
  'iam/excess-cluster-admin': 4,
  'iam/missing-permissions-boundary': 2,
  // As many as there are Pod Identity associations.
  'iam/pod-identity-agent-missing': 5,
  // All that the rule for shop/* leaves out.
  'image/unscanned-repository': 6,
}

/** What `mixed` has to do beyond what `stock` has: its workloads came with nothing but an image. */
export const yetToDoInMixed: readonly string[] = [
  'audit/fargate-logs-off',
  'audit/windows-node-without-log-agent',
  'compliance/unowned-namespace',
  'host/broad-ssm-policy',
  'host/general-purpose-os',
  'iam/default-service-account',
  'iam/unneeded-token',
  'image/missing-digest',
  'image/missing-lifecycle-policy',
  'image/missing-scan',
  'image/mutable-repository',
  'image/unscanned-repository',
  'network/workload-without-policy',
  'pod/missing-cpu-limit',
  'pod/missing-cpu-request',
  'pod/missing-memory-limit',
  'pod/missing-memory-request',
  'pod/missing-seccomp',
  'pod/net-raw-capability',
  'pod/privilege-escalation',
  'pod/service-links',
  'pod/unbounded-ephemeral-storage',
  'pod/undropped-capability',
  'pod/unforbidden-root',
  'pod/writable-root-file-system',
  'response/unshareable-volume',
  'runtime/unwatched-fargate-workload',
  'runtime/unwatched-windows-node',
  'tenancy/missing-limit-range',
  'tenancy/missing-resource-quota',
]

/** What stays undecided in `shop-prod`: its dump holds refused calls, and some kubelets and answers are not in it. */
export const undecidedInShop: readonly string[] = [
  'runtime/untriaged-finding',
  'host/missing-kubelet-client-ca',
  'iam/creator-admin',
  'compliance/missing-admission-policy',
  'response/unshareable-volume',
  'host/static-pod-path',
  'host/throttled-kubelet-events',
  'host/unmanaged-iptables-chains',
]

const mesh = 'with a mesh, each tenant would be a member of it or a fault'
/** Controls that no fault of `bad` breaks, and why. */
export const unplanted: Readonly<Record<string, string>> = {
  'audit/fargate-logs-off': 'bad has no Fargate; mixed shows it',
  'compliance/unreadable-input': 'the API gives nothing that cannot be read; files do',
  'data/secret-manifest': 'of files alone: in a cluster a Secret is where it belongs',
  'data/stale-mounted-secret': 'its driver is a privileged DaemonSet, with a score of other faults',
  'host/single-fargate-replica': 'bad has no Fargate',
  'image/drifted-tag': 'played kubelets tell no digests',
  'network/competing-policy-engines': 'a second engine would enforce what faults of the first leave open',
  'network/permissive-mesh': mesh,
  'network/policy-engine-missing': 'without an engine no fault of a policy could be told; stock shows it',
  'network/strict-pod-groups': 'pods of bad get no groups of their own: network/inactive-pod-security-group',
  'network/unmeshed-workload': mesh,
  'network/weak-tls-policy': 'the lab has no load balancer controller',
  'pod/unmasked-proc': 'since 1.33 the API server refuses it without a user namespace',
  'runtime/unwatched-fargate-workload': 'bad has no Fargate; mixed shows it',
}
