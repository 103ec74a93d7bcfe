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

/** Faults of the account in `bad` that were planted in several things. */
export const severalTimes: Readonly<Record<string, number>> = { 'iam/excess-cluster-admin': 4, 'iam/missing-permissions-boundary': 2 }

/** Controls that no fault of `bad` breaks, and why. */
export const unplanted: Readonly<Record<string, string>> = {}
