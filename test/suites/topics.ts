/**
 * The one table from the rules of other tools to our controls. A rule stands here only where it means the same as the
 * controls beside it; where it means another thing, or our control could not know (a setting, a list of its own), it is
 * left out and its cases are counted as unmapped. README.md tells of the near misses.
 */
import type { Case } from './cases.ts'

export interface Topic {
  /** A finding of any of them is a failure of the rule. */
  readonly controls: readonly string[]
  /** The manifests are the whole cluster: what they lack does not exist. */
  readonly complete?: true
  /** The cases for which rule and controls mean the same. */
  readonly when?: (one: Case) => boolean
}

export type Topics = Readonly<Record<string, Readonly<Record<string, readonly string[] | Topic>>>>

/** Gatekeeper: our controls know neither exempt images nor the rule that a field cannot change on update. */
const plainReview = (one: Case): boolean => one['operation'] !== 'UPDATE' && !exempted(one)
const exempted = (one: Case): boolean => {
  const images: readonly string[] = one['params']?.exemptImages ?? []
  const text = JSON.stringify(one.input['objects'] ?? [])
  return images.some((image) => image === '*' || text.includes(`"${image.replace(/\*.*$/, '')}`))
}

const whole = (...controls: string[]): Topic => ({ controls, complete: true })
const review = (...controls: string[]): Topic => ({ controls, when: plainReview })

/** `runAsNonRoot` as the restricted level has it: our two controls differ in whether another user is named. */
const runAsNonRoot = ['pod/unforbidden-root', 'pod/unenforced-user']
const wildcards = ['iam/wildcard-role', 'iam/wildcard-cluster-role']
/** A holder of all rights is told once, not for each right. */
const allRights = ['iam/cluster-admin-binding', 'iam/cluster-admin-in-namespace']
/** Their fixtures spell the kind `ClusterRolebinding`, which no API server takes. */
const wellSpelt = (one: Case): boolean => !JSON.stringify(one.input).includes('ClusterRolebinding')
const hostNamespaces = ['pod/host-network', 'pod/host-pid', 'pod/host-ipc']
const volumeTypes = ['pod/unrestricted-volume-type', 'pod/host-path-volume']
const procMount = ['pod/unmasked-proc', 'pod/user-namespace-proc-mount']
const seccomp = ['pod/missing-seccomp', 'pod/unconfined-seccomp']
const selinux = ['pod/custom-selinux-type', 'pod/custom-selinux-user']

export const topics: Topics = {
  kyverno: {
    'disallow-default-namespace': ['tenancy/default-namespace-workload'],
    'deny-secret-service-account-token-type': ['iam/token-secret'],
    'restrict-wildcard-resources': { controls: wildcards, when: (one) => !JSON.stringify(one.input['objects']).includes('"verbs":["*"') },
    'restrict-wildcard-verbs': { controls: wildcards, when: (one) => !JSON.stringify(one.input['objects']).includes('"resources":["*"') },
    'require-non-root-groups/check-supplementalgroups': ['pod/root-group'],
    'require-non-root-groups/check-fsgroup': ['pod/root-group'],
    'restrict-clusterrole-mutating-validating-admission-webhooks': ['iam/admission-writer'],
    'restrict-clusterrole-nodesproxy': ['iam/nodes-proxy'],
    'restrict-secret-role-verbs': ['iam/secret-access', 'iam/namespace-secret-access'],
    'require-encryption-aws-loadbalancers': ['network/plaintext-load-balancer'],
    'disallow-latest-tag': ['image/mutable-tag'],
    'require-image-checksum': ['image/missing-digest'],
    'require-requests-limits': whole('pod/missing-cpu-request', 'pod/missing-memory-request', 'pod/missing-memory-limit'),
    'require-cpu-limits': whole('pod/missing-cpu-limit'),
    'restrict-external-ips': ['network/external-ip-service'],
    'restrict-nodeport': ['network/node-port-service'],
    'disallow-ingress-nginx-custom-snippets/check-ingress-annotations': ['network/ingress-snippet'],
    'restrict-binding-clusteradmin': whole('iam/cluster-admin-binding', 'iam/cluster-admin-in-namespace'),
    'restrict-binding-system-groups/restrict-masters': whole('iam/masters-group-binding'),
    'restrict-binding-system-groups/restrict-anonymous': whole('iam/anonymous-role', 'iam/anonymous-cluster-role'),
    'restrict-binding-system-groups/restrict-unauthenticated': whole('iam/anonymous-role', 'iam/anonymous-cluster-role'),
    'require-ingress-https/has-tls': ['network/plaintext-ingress'],
    'deny-privileged-profile': whole('pod/missing-baseline-enforcement'),
    'disallow-capabilities': ['pod/added-capability'],
    'disallow-capabilities-strict/adding-capabilities-strict': ['pod/restored-capability', 'pod/added-capability'],
    'disallow-capabilities-strict/require-drop-all': ['pod/undropped-capability'],
    'disallow-host-namespaces': hostNamespaces,
    'disallow-host-path': ['pod/host-path-volume'],
    'disallow-host-ports': ['pod/host-port'],
    'disallow-host-process': ['pod/windows-host-process'],
    'disallow-privilege-escalation': ['pod/privilege-escalation'],
    'disallow-privileged-containers': ['pod/privileged-container'],
    'disallow-proc-mount': procMount,
    'disallow-selinux/selinux-type': ['pod/custom-selinux-type'],
    'disallow-selinux/selinux-user-role': ['pod/custom-selinux-user'],
    'require-run-as-non-root-user': ['pod/root-user-id'],
    'require-run-as-nonroot': runAsNonRoot,
    'restrict-apparmor-profiles': ['pod/unconfined-apparmor'],
    'restrict-seccomp': ['pod/unconfined-seccomp'],
    'restrict-seccomp-strict': seccomp,
    'restrict-sysctls': ['pod/unsafe-sysctl'],
    'restrict-volume-types': volumeTypes,
    'drop-all-capabilities': ['pod/undropped-capability'],
    'drop-cap-net-raw': ['pod/net-raw-capability'],
    'disallow-container-sock-mounts': ['pod/container-runtime-socket'],
    'require-ro-rootfs': ['pod/writable-root-file-system'],
  },
  gatekeeper: {
    'general/disallowedtags': review('image/mutable-tag'),
    'general/imagedigests': review('image/missing-digest'),
    'general/containerresources': {
      controls: ['pod/missing-cpu-limit', 'pod/missing-memory-limit', 'pod/missing-cpu-request', 'pod/missing-memory-request'],
      when: (one) => plainReview(one) && one['params'].limits?.length === 2 && one['params'].requests?.length === 2,
      complete: true,
    },
    'pod-security-policy/users': review('pod/unforbidden-root'),
    'pod-security-policy/forbidden-sysctls': { controls: ['pod/unsafe-sysctl'], when: (one) => plainReview(one) && one['params'].allowedSysctls?.length > 5 },
    'pod-security-policy/seccompv2': { controls: seccomp, when: (one) => plainReview(one) && !one['params'].allowedProfiles?.includes('not configured') },
    'pod-security-policy/selinux': review('pod/custom-selinux-type'),
    'general/block-nodeport-services': review('network/node-port-service'),
    'pod-security-policy/privileged-containers': review('pod/privileged-container'),
    'pod-security-policy/host-namespaces': review('pod/host-pid', 'pod/host-ipc'),
    'pod-security-policy/allow-privilege-escalation': review('pod/privilege-escalation'),
    'pod-security-policy/host-process': review('pod/windows-host-process'),
    'pod-security-policy/host-probes-lifecycle': review('pod/foreign-probe-host'),
    'pod-security-policy/proc-mount': review(...procMount),
    'pod-security-policy/read-only-root-filesystem': review('pod/writable-root-file-system'),
    'pod-security-policy/capabilities': {
      controls: ['pod/added-capability', 'pod/undropped-capability'],
      when: (one) => plainReview(one) && one['params'].allowedCapabilities?.length === 1,
    },
    'pod-security-policy/apparmor': review('pod/unconfined-apparmor'),
    'pod-security-policy/host-network-ports': {
      controls: ['pod/host-network', 'pod/host-port'],
      when: (one) => plainReview(one) && one['params'].hostNetwork === false && one['params'].max === undefined,
    },
    'pod-security-policy/host-filesystem': {
      controls: ['pod/host-path-volume'],
      when: (one) => plainReview(one) && one['params'].allowedHostPaths === undefined,
    },
    'pod-security-policy/volumes': review(...volumeTypes),
  },
  'trivy-k8s': {
    'KSV-0110': ['tenancy/default-namespace-workload'],
    'KSV-0109': ['data/credential-in-config-map'],
    'KSV-0043': ['iam/impersonation'],
    'KSV-0048': ['iam/pod-creation', 'iam/namespace-pod-creation'],
    'KSV-0053': ['iam/pod-exec', 'iam/namespace-pod-exec'],
    'KSV-0054': ['iam/pod-exec', 'iam/namespace-pod-exec'],
    'KSV-0003': ['pod/undropped-capability'],
    'KSV-0011': whole('pod/missing-cpu-limit'),
    'KSV-0013': ['image/mutable-tag'],
    'KSV-0015': whole('pod/missing-cpu-request'),
    'KSV-0016': whole('pod/missing-memory-request'),
    'KSV-0018': whole('pod/missing-memory-limit'),
    'KSV-0046': wildcards,
    'KSV-0108': ['network/external-ip-service'],
    'KSV-0116': ['pod/root-group'],
    'KSV-0122': { controls: ['iam/anonymous-role', 'iam/anonymous-cluster-role'], complete: true, when: wellSpelt },
    'KSV-0123': { controls: ['iam/masters-group-binding'], complete: true, when: wellSpelt },
    'KSV-0001': ['pod/privilege-escalation'],
    'KSV-0006': ['pod/container-runtime-socket'],
    'KSV-0008': ['pod/host-ipc'],
    'KSV-0009': ['pod/host-network'],
    'KSV-0010': ['pod/host-pid'],
    'KSV-0012': runAsNonRoot,
    'KSV-0014': ['pod/writable-root-file-system'],
    'KSV-0017': ['pod/privileged-container'],
    'KSV-0023': ['pod/host-path-volume'],
    'KSV-0024': ['pod/host-port'],
    'KSV-0025': selinux,
    'KSV-0026': ['pod/unsafe-sysctl'],
    'KSV-0027': procMount,
    'KSV-0028': volumeTypes,
    'KSV-0103': ['pod/windows-host-process'],
    'KSV-0002': ['pod/unconfined-apparmor'],
    'KSV-0106': ['pod/undropped-capability', 'pod/restored-capability', 'pod/added-capability'],
  },
  regolibrary: {
    'pods-in-default-namespace': ['tenancy/default-namespace-workload'],
    'rule-privileged-container': { controls: ['pod/privileged-container'], when: (one) => !JSON.stringify(one.input).includes('SYS_ADMIN') },
    'rule-secrets-in-env-var': ['data/secret-in-environment'],
    'automount-default-service-account': whole('iam/default-account-token'),
    'image-not-pinned-to-digest': { controls: ['image/missing-digest'], when: (one) => one['config'] === undefined },
    'pod-security-admission-baseline-applied-1': whole('pod/missing-baseline-enforcement'),
    'dangling-networkpolicy': whole('network/dangling-policy'),
    'rule-can-list-get-secrets-v1': whole('iam/secret-access', 'iam/namespace-secret-access', ...allRights),
    'exec-into-container-v1': whole('iam/pod-exec', 'iam/namespace-pod-exec', ...allRights),
    'rule-can-create-pod': whole('iam/pod-creation', 'iam/namespace-pod-creation', ...allRights),
    'rule-can-bind-escalate': whole('iam/privilege-escalation-verbs', ...allRights),
    'rule-can-impersonate-users-groups-v1': whole('iam/impersonation', ...allRights),
    'rule-can-access-proxy-subresource': whole('iam/nodes-proxy', ...allRights),
    'rule-can-modify-admission-webhooks': whole('iam/admission-writer', ...allRights),
    'rule-can-approve-cert-signing-request': whole('iam/certificate-approval', ...allRights),
    'rule-can-create-service-account-token': whole('iam/token-minting', ...allRights),
    'rule-can-create-pv': whole('iam/volume-creation', ...allRights),
    'rule-can-delete-k8s-events-v1': whole('iam/event-deletion', ...allRights),
    'rule-list-all-cluster-admins-v1': whole('iam/cluster-admin-binding', 'iam/cluster-admin-in-namespace'),
    'ensure-default-service-accounts-has-only-default-roles': whole('iam/default-account-rights'),
    'rule-allow-privilege-escalation': ['pod/privilege-escalation'],
    'host-network-access': ['pod/host-network'],
    'host-ipc-privileges': ['pod/host-ipc'],
    'host-pid-privileges': ['pod/host-pid'],
    'host-pid-ipc-privileges': ['pod/host-pid', 'pod/host-ipc'],
    'container-hostPort': ['pod/host-port'],
    'alert-any-hostpath': ['pod/host-path-volume'],
    'alert-rw-hostpath': ['pod/writable-host-path'],
    'containers-mounting-docker-socket': ['pod/container-runtime-socket'],
    'immutable-container-filesystem': ['pod/writable-root-file-system'],
    'non-root-containers': runAsNonRoot,
    'drop-capability-netraw': ['pod/net-raw-capability'],
    'set-hostprocess-true': ['pod/windows-host-process'],
    'resources-memory-limits': whole('pod/missing-memory-limit'),
    'resources-memory-requests': whole('pod/missing-memory-request'),
    'resources-cpu-requests': whole('pod/missing-cpu-request'),
    'resources-cpu-limits': whole('pod/missing-cpu-limit'),
  },
  'checkov-k8s': {
    CKV_K8S_21: ['tenancy/default-namespace-workload'],
    CKV_K8S_35: ['data/secret-in-environment'],
    CKV_K8S_41: whole('iam/default-account-token'),
    CKV_K8S_42: whole('iam/default-account-rights'),
    CKV_K8S_155: ['iam/admission-writer'],
    CKV_K8S_156: ['iam/certificate-approval'],
    CKV_K8S_157: ['iam/privilege-escalation-verbs'],
    CKV_K8S_158: ['iam/privilege-escalation-verbs'],
    CKV_K8S_14: ['image/mutable-tag'],
    CKV_K8S_43: ['image/missing-digest'],
    CKV_K8S_152: ['network/ingress-snippet'],
    CKV_K8S_49: whole('iam/wildcard-role', 'iam/wildcard-cluster-role'),
    CKV_K8S_16: ['pod/privileged-container'],
    CKV_K8S_17: ['pod/host-pid'],
    CKV_K8S_18: ['pod/host-ipc'],
    CKV_K8S_19: ['pod/host-network'],
    CKV_K8S_20: ['pod/privilege-escalation'],
    AllowPrivilegeEscalation: ['pod/privilege-escalation'],
    CKV_K8S_22: ['pod/writable-root-file-system'],
    CKV_K8S_23: runAsNonRoot,
    CKV_K8S_26: ['pod/host-port'],
    CKV_K8S_27: ['pod/container-runtime-socket'],
    CKV_K8S_28: ['pod/net-raw-capability'],
    CKV_K8S_11: whole('pod/missing-cpu-limit'),
    CKV_K8S_13: whole('pod/missing-memory-limit'),
    CKV_K8S_10: whole('pod/missing-cpu-request'),
    CKV_K8S_12: whole('pod/missing-memory-request'),
  },
  'kube-linter': {
    'use-namespace': ['tenancy/default-namespace-workload'],
    'read-secret-from-env-var': ['data/secret-in-environment'],
    'env-var-secret': ['data/plaintext-credential'],
    'latest-tag': ['image/mutable-tag'],
    'access-to-create-pods': whole('iam/pod-creation', 'iam/namespace-pod-creation'),
    'dangling-networkpolicypeer-podselector': whole('network/dangling-policy'),
    'unset-cpu-requirements': whole('pod/missing-cpu-request', 'pod/missing-cpu-limit'),
    'unset-memory-requirements': whole('pod/missing-memory-request', 'pod/missing-memory-limit'),
    'exposed-services': ['network/node-port-service'],
    'privileged-container': ['pod/privileged-container'],
    'privilege-escalation-container': ['pod/privilege-escalation'],
    'host-ipc': ['pod/host-ipc'],
    'host-pid': ['pod/host-pid'],
    'host-network': ['pod/host-network'],
    'docker-sock': ['pod/container-runtime-socket'],
    'no-read-only-root-fs': ['pod/writable-root-file-system'],
    'run-as-non-root': runAsNonRoot,
    'unsafe-proc-mount': procMount,
    'unsafe-sysctls': ['pod/unsafe-sysctl'],
    'writable-host-mount': ['pod/writable-host-path'],
    'sensitive-host-mounts': ['pod/sensitive-host-path'],
    'drop-net-raw-capability': ['pod/net-raw-capability'],
    'cluster-admin-role-binding': ['iam/cluster-admin-binding'],
  },
  hardeneks: {
    ensure_namespace_quotas_exist: whole('tenancy/missing-resource-quota'),
    disallow_host_path_or_make_it_read_only: ['pod/writable-host-path'],
    disallow_linux_capabilities: ['pod/added-capability'],
    disable_run_as_root_user: ['pod/unforbidden-root'],
    set_requests_limits_for_containers: whole('pod/missing-cpu-request', 'pod/missing-memory-request', 'pod/missing-cpu-limit', 'pod/missing-memory-limit'),
    check_logs_are_enabled: ['audit/audit-log-off'],
    check_vpc_flow_logs: ['network/missing-flow-logs'],
    deploy_workers_onto_private_subnets: ['host/public-address'],
    use_immutable_tags_with_ecr: ['image/mutable-repository'],
    use_encryption_with_efs: ['data/plaintext-efs-mount'],
    make_sure_inspector_is_enabled: ['host/inspector-off'],
    check_aws_node_daemonset_service_account: whole('iam/vpc-cni-without-role'),
    disable_service_account_token_mounts: whole('iam/default-account-token'),
    use_dedicated_service_accounts_for_each_daemon_set: whole('iam/shared-service-account', 'iam/default-service-account'),
    use_dedicated_service_accounts_for_each_deployment: whole('iam/shared-service-account', 'iam/default-service-account'),
    use_dedicated_service_accounts_for_each_stateful_set: whole('iam/shared-service-account', 'iam/default-service-account'),
    check_access_to_instance_profile: ['iam/metadata-token-optional', 'iam/metadata-open-to-pods'],
    use_separate_iam_role_for_cluster_autoscaler: whole('iam/controller-on-node-role'),
    disallow_secrets_from_env_vars: ['data/secret-in-environment'],
    use_encryption_with_ebs: ['data/unencrypted-storage-class'],
    use_efs_access_points: ['data/efs-without-access-point'],
    use_encryption_with_aws_load_balancers: ['network/plaintext-load-balancer'],
    check_endpoint_public_access: ['iam/internet-facing-endpoint'],
    disallow_privilege_escalation: ['pod/privilege-escalation'],
    check_read_only_root_file_system: ['pod/writable-root-file-system'],
    disallow_container_socket_mount: ['pod/container-runtime-socket'],
    check_default_deny_policy_exists: whole('network/missing-default-deny', 'network/undenied-empty-namespace'),
    ensure_namespace_psa_exist: whole('pod/missing-baseline-enforcement'),
    restrict_wildcard_for_cluster_roles: whole('iam/wildcard-cluster-role'),
    restrict_wildcard_for_roles: whole('iam/wildcard-role'),
    disable_anonymous_access_for_cluster_roles: whole('iam/anonymous-cluster-role'),
    disable_anonymous_access_for_roles: whole('iam/anonymous-role'),
  },
  mkat: { secret: ['iam/static-aws-keys'] },
  'prowler-eks': {
    eks_cluster_kms_cmk_encryption_in_secrets_enabled: ['data/missing-customer-key'],
    eks_cluster_deletion_protection_enabled: ['response/missing-deletion-protection'],
    eks_control_plane_logging_all_types_enabled: ['audit/audit-log-off', 'audit/authenticator-log-off', 'audit/control-plane-log-off'],
    eks_cluster_not_publicly_accessible: ['iam/public-endpoint'],
    eks_cluster_private_nodes_enabled: ['iam/private-endpoint-off'],
    eks_cluster_uses_a_supported_version: ['host/unsupported-kubernetes-version'],
  },
}

export function topicOf(suite: string, rules: readonly string[], one: Case): Topic | undefined {
  for (const rule of rules) {
    const entry = topics[suite]?.[rule]
    if (!entry) continue
    const topic: Topic = 'controls' in entry ? entry : { controls: entry }
    return topic.when && !topic.when(one) ? undefined : topic
  }
  return undefined
}
