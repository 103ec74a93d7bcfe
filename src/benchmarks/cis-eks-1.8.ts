/** The CIS Amazon EKS Benchmark 1.8.0: which controls decide each recommendation. */
import type { Benchmark } from './benchmark.ts'

// biome-ignore format: a table, one row a line
export const cisEks: Benchmark = {
  name: 'cis-eks-1.8',
  title: 'CIS Amazon EKS Benchmark',
  version: '1.8.0',
  rows: [
    // 2.1 Logging
    { id: '2.1.1', title: 'Control plane logs, the audit log first of all, are switched on', level: 1, section: '2.1 Logging', controls: ['audit/audit-log-off', 'audit/authenticator-log-off', 'audit/control-plane-log-off'] },
    { id: '2.1.2', title: 'Audit logs are really delivered, kept long enough and looked at', section: '2.1 Logging', controls: ['audit/audit-log-off', 'audit/short-log-retention', 'audit/stalled-audit-log', 'audit/unread-audit-log'] },
    // 3.1 Worker node configuration files
    { id: '3.1.1', title: "The kubelet's kubeconfig file is at most 0644", level: 1, section: '3.1 Worker node configuration files', controls: [], why: 'no API shows file modes: read them on a node, as kube-bench does; the images of AWS ship 0644 or stricter' },
    { id: '3.1.2', title: "The kubelet's kubeconfig file belongs to root, user and group", level: 1, section: '3.1 Worker node configuration files', controls: [], why: 'no API shows file owners: read them on a node, as kube-bench does; on the images of AWS root owns it' },
    { id: '3.1.3', title: 'Kubelet configuration files are at most 0644', level: 1, section: '3.1 Worker node configuration files', controls: [], why: 'no API shows file modes: read them on a node, as kube-bench does; the images of AWS ship 0644 or stricter' },
    { id: '3.1.4', title: 'Kubelet configuration files belong to root, user and group', level: 1, section: '3.1 Worker node configuration files', controls: [], why: 'no API shows file owners: read them on a node, as kube-bench does; on the images of AWS root owns them' },
    // 3.2 Kubelet
    { id: '3.2.1', title: 'The kubelet refuses anonymous requests', level: 1, section: '3.2 Kubelet', controls: ['host/anonymous-kubelet'] },
    { id: '3.2.2', title: 'The kubelet asks the API server who may do what', level: 1, section: '3.2 Kubelet', controls: ['host/permissive-kubelet'] },
    { id: '3.2.3', title: 'The kubelet checks client certificates against a CA file', level: 1, section: '3.2 Kubelet', controls: ['host/missing-kubelet-client-ca'] },
    { id: '3.2.4', title: 'The unauthenticated read-only port is closed', level: 1, section: '3.2 Kubelet', controls: ['host/kubelet-read-only-port'] },
    { id: '3.2.5', title: 'Idle streaming connections to the kubelet are cut', level: 1, section: '3.2 Kubelet', controls: ['host/endless-kubelet-stream'] },
    { id: '3.2.6', title: 'The kubelet manages its iptables utility chains', level: 1, section: '3.2 Kubelet', controls: ['host/unmanaged-iptables-chains'] },
    { id: '3.2.7', title: 'Node events are not throttled away', level: 2, section: '3.2 Kubelet', controls: ['host/throttled-kubelet-events'] },
    { id: '3.2.8', title: 'Kubelet client certificates are rotated, or none are used', level: 2, section: '3.2 Kubelet', controls: [], why: 'AWS: kubelets of EKS sign in with IAM and hold no client certificate that could age' },
    { id: '3.2.9', title: 'Kubelet serving certificates are issued by the cluster and renewed', level: 1, section: '3.2 Kubelet', controls: ['host/unrotated-kubelet-certificate'] },
    // 4.1 RBAC and service accounts
    { id: '4.1.1', title: 'cluster-admin is held only by subjects that need it', level: 1, section: '4.1 RBAC and service accounts', controls: ['iam/cluster-admin-binding', 'iam/cluster-admin-in-namespace', 'iam/creator-admin', 'iam/excess-cluster-admin', 'iam/masters-group-binding', 'iam/masters-mapping'] },
    { id: '4.1.2', title: 'Few subjects can read Secrets', level: 1, section: '4.1 RBAC and service accounts', controls: ['iam/namespace-secret-access', 'iam/secret-access', 'iam/secret-reading-access-policy'] },
    { id: '4.1.3', title: 'Roles name resources and verbs instead of wildcards', level: 1, section: '4.1 RBAC and service accounts', controls: ['iam/leaking-aggregation', 'iam/wildcard-cluster-role', 'iam/wildcard-role'] },
    { id: '4.1.4', title: 'Few subjects can create pods', level: 1, section: '4.1 RBAC and service accounts', controls: ['iam/cluster-wide-access-policy', 'iam/pod-creation'] },
    { id: '4.1.5', title: 'The default service account is powerless and unused', level: 1, section: '4.1 RBAC and service accounts', controls: ['iam/broad-group-binding', 'iam/default-account-rights', 'iam/default-account-role', 'iam/default-account-token', 'iam/default-service-account'] },
    { id: '4.1.6', title: 'API tokens are mounted only into pods that call the API', level: 1, section: '4.1 RBAC and service accounts', controls: ['iam/unneeded-token'] },
    { id: '4.1.7', title: 'Access is managed with EKS access entries', section: '4.1 RBAC and service accounts', controls: ['iam/aws-auth-leftovers', 'iam/config-map-authentication', 'iam/mapped-account', 'iam/user-mapping'] },
    { id: '4.1.8', title: 'bind, escalate and impersonate are tightly held', level: 1, section: '4.1 RBAC and service accounts', controls: ['iam/altered-default-role', 'iam/aws-auth-writer', 'iam/impersonation', 'iam/privilege-escalation-verbs'] },
    { id: '4.1.9', title: 'Few subjects can create PersistentVolumes', level: 1, section: '4.1 RBAC and service accounts', controls: ['iam/volume-creation'] },
    { id: '4.1.10', title: 'Few subjects can reach the kubelet through nodes/proxy', level: 1, section: '4.1 RBAC and service accounts', controls: ['iam/nodes-proxy'] },
    { id: '4.1.11', title: 'Few subjects can change admission webhooks', level: 1, section: '4.1 RBAC and service accounts', controls: ['iam/admission-writer'] },
    { id: '4.1.12', title: 'Few subjects can mint service account tokens', level: 1, section: '4.1 RBAC and service accounts', controls: ['iam/namespace-pod-creation', 'iam/token-minting'] },
    // 4.2 Pod security standards
    { id: '4.2.1', title: 'Privileged containers are kept out by admission, and none run', level: 1, section: '4.2 Pod security standards', controls: ['pod/missing-baseline-enforcement', 'pod/privileged-container'] },
    { id: '4.2.2', title: 'Pods sharing the host PID namespace are kept out, and none run', level: 1, section: '4.2 Pod security standards', controls: ['pod/host-pid', 'pod/missing-baseline-enforcement'] },
    { id: '4.2.3', title: 'Pods sharing the host IPC namespace are kept out, and none run', level: 1, section: '4.2 Pod security standards', controls: ['pod/host-ipc', 'pod/missing-baseline-enforcement'] },
    { id: '4.2.4', title: 'Pods on the host network are kept out, and none run', level: 1, section: '4.2 Pod security standards', controls: ['pod/host-network', 'pod/missing-baseline-enforcement'] },
    { id: '4.2.5', title: 'Containers that may gain privileges are kept out, and none run', level: 1, section: '4.2 Pod security standards', controls: ['pod/missing-baseline-enforcement', 'pod/missing-restricted-enforcement', 'pod/privilege-escalation'] },
    // 4.3 CNI plugin
    { id: '4.3.1', title: 'The CNI in use can enforce NetworkPolicies', level: 1, section: '4.3 CNI plugin', controls: ['network/competing-policy-engines', 'network/policy-engine-missing'] },
    { id: '4.3.2', title: 'Every namespace has NetworkPolicies', level: 2, section: '4.3 CNI plugin', controls: ['network/allow-all-policy', 'network/missing-default-deny', 'network/missing-egress-deny', 'network/undenied-empty-namespace', 'network/workload-without-policy'] },
    // 4.4 Secrets management
    { id: '4.4.1', title: 'Secrets reach containers as files, not environment variables', level: 2, section: '4.4 Secrets management', controls: ['data/secret-in-environment'] },
    { id: '4.4.2', title: 'Application secrets live in an external store', level: 2, section: '4.4 Secrets management', controls: ['data/hand-made-secret'] },
    // 4.5 General policies
    { id: '4.5.1', title: 'Namespaces separate teams and applications', level: 1, section: '4.5 General policies', controls: ['tenancy/default-namespace-workload'] },
    { id: '4.5.2', title: 'The default namespace is empty', level: 2, section: '4.5 General policies', controls: ['tenancy/default-namespace-workload'] },
    // 5.1 Image registry and image scanning
    { id: '5.1.1', title: 'Images that run here are scanned for vulnerabilities', level: 1, section: '5.1 Image registry and image scanning', controls: ['image/missing-scan', 'image/unscanned-repository'] },
    { id: '5.1.2', title: 'Few IAM principals can push to or administer ECR', level: 1, section: '5.1 Image registry and image scanning', controls: ['image/foreign-account-access', 'image/open-registry-policy', 'image/public-repository'] },
    { id: '5.1.3', title: 'Nodes can pull from ECR and do nothing else there', level: 1, section: '5.1 Image registry and image scanning', controls: ['image/writable-registry-role'] },
    { id: '5.1.4', title: 'Images come only from approved registries', level: 2, section: '5.1 Image registry and image scanning', controls: ['image/public-registry'] },
    // 5.2 Identity and access management
    { id: '5.2.1', title: 'Workloads get AWS rights from their own service account, not from the node', level: 1, section: '5.2 Identity and access management', controls: ['iam/controller-on-node-role', 'iam/default-account-role', 'iam/loose-irsa-trust', 'iam/metadata-open-to-pods', 'iam/metadata-token-optional', 'iam/missing-token-audience', 'iam/node-role-cni-policy', 'iam/shared-pod-role', 'iam/static-aws-keys', 'iam/stored-aws-keys', 'iam/vpc-cni-without-role'] },
    // 5.3 AWS EKS key management service
    { id: '5.3.1', title: 'Kubernetes Secrets are encrypted with a customer-managed KMS key', level: 1, section: '5.3 AWS EKS key management service', controls: ['data/endangered-cluster-key', 'data/missing-customer-key'] },
    // 5.4 Cluster networking
    { id: '5.4.1', title: 'The API endpoint is private, or public only to known addresses', level: 1, section: '5.4 Cluster networking', controls: ['iam/private-endpoint-off', 'iam/public-endpoint'] },
    { id: '5.4.2', title: 'The API endpoint has no public access at all', level: 2, section: '5.4 Cluster networking', controls: ['iam/internet-facing-endpoint', 'iam/private-endpoint-off'] },
    { id: '5.4.3', title: 'Nodes have no public IP addresses', level: 1, section: '5.4 Cluster networking', controls: ['host/public-address', 'host/public-subnet'] },
    { id: '5.4.4', title: 'NetworkPolicy enforcement is on and set up sensibly', level: 1, section: '5.4 Cluster networking', controls: ['network/missing-default-deny', 'network/open-start-window', 'network/policy-engine-missing', 'network/unenforced-policy'] },
    { id: '5.4.5', title: 'Load balancers in front of workloads speak TLS', level: 2, section: '5.4 Cluster networking', controls: ['network/plaintext-gateway', 'network/plaintext-ingress', 'network/plaintext-load-balancer', 'network/weak-tls-policy'] },
    // 5.5 Authentication and authorization
    { id: '5.5.1', title: 'People sign in through IAM and nothing else', level: 2, section: '5.5 Authentication and authorization', controls: ['iam/loose-identity-provider', 'iam/token-secret', 'iam/unmapped-subject'] },
  ],
}
