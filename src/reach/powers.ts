/** The rights that lead beyond themselves: what each lets its holder become. Source: "RBAC good practices" in the Kubernetes documentation. */
import type { Right } from './rbac.ts'

const write = ['create', 'update', 'patch'] as const
const writeOrDelete = [...write, 'delete', 'deletecollection'] as const
const right = (verbs: readonly string[], group: string, resources: readonly string[], more: Partial<Right> = {}): Right => ({
  verbs,
  group,
  resources,
  ...more,
})
const always = () => true

/** The content of Secrets; list and watch give it as well as get. */
export const readSecrets = [right(['get', 'list', 'watch'], '', ['secrets'])]

/** Pods, and all that makes pods: whoever creates them in a namespace has every Secret and account in it. */
export const createPods = [
  right(write, '', ['pods', 'replicationcontrollers']),
  right(write, 'apps', ['deployments', 'daemonsets', 'statefulsets', 'replicasets']),
  right(write, 'batch', ['jobs', 'cronjobs']),
]

/** A shell, a port or a debug container in a running pod. `get` opened exec until Kubernetes 1.35. */
export const enterPods = [
  right(['create', 'get'], '', ['pods/exec', 'pods/attach', 'pods/portforward'], { evenNamed: always }),
  right(['update', 'patch'], '', ['pods/ephemeralcontainers'], { evenNamed: always }),
]

const rbac = 'rbac.authorization.k8s.io'
/** Rights to hand out rights that one does not have. */
export const escalate = [right(['escalate', 'bind'], rbac, ['roles', 'clusterroles'])]

const isSystemName = (names: readonly string[]) => names.some((name) => name.startsWith('system:') && !name.startsWith('system:serviceaccount'))
const impersonation = ['impersonate', 'impersonate:user-info', 'impersonate:arbitrary-node', 'impersonate:associated-node']
/** Acting as somebody else. A list of names narrows it, unless groups of the system are on it. */
export const impersonate = [
  right(impersonation, '', ['users', 'groups'], { clusterScoped: true, evenNamed: isSystemName }),
  right(impersonation, 'authentication.k8s.io', ['users', 'groups', 'uids', 'nodes'], { clusterScoped: true, evenNamed: isSystemName }),
]
export const impersonateAccounts = [
  right([...impersonation, 'impersonate:serviceaccount'], '', ['serviceaccounts']),
  right(['impersonate:serviceaccount'], 'authentication.k8s.io', ['serviceaccounts']),
]

/** Tokens of service accounts; with the audience of STS they are IAM roles too. */
export const mintTokens = [right(['create'], '', ['serviceaccounts/token'])]

/** The kubelet's whole API: with get alone one runs commands in every container of a node. */
export const proxyNodes = [
  right(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'], '', ['nodes/proxy'], { clusterScoped: true, evenNamed: always }),
]

const admission = [
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
]
/** What is let into the cluster; the labels of a Namespace say so too. */
export const changeAdmission = [
  right(writeOrDelete, 'admissionregistration.k8s.io', admission, { clusterScoped: true }),
  right(['update', 'patch'], '', ['namespaces']),
]

const isClientSigner = (names: readonly string[]) => names.some((name) => name === '*' || name.startsWith('kubernetes.io/kube-apiserver-client'))
/**
 * Certificates for anybody a signer serves. Approval takes `approve` on the signer as well, which alone opens nothing and
 * may come from another binding; so the subresource counts.
 */
export const approveCertificates = [
  right(['update', 'patch'], 'certificates.k8s.io', ['certificatesigningrequests/approval'], { clusterScoped: true }),
  right(['sign'], 'certificates.k8s.io', ['signers'], { clusterScoped: true, evenNamed: isClientSigner }),
]

/** Volumes of the node's own disk, past Pod Security. */
export const createVolumes = [right(['create'], '', ['persistentvolumes'], { clusterScoped: true })]

/** The map of IAM principals to Kubernetes groups. */
export const editAwsAuth = [right(['update', 'patch'], '', ['configmaps'], { evenNamed: (names) => names.includes('aws-auth') })]

/** Traces of what happened. */
export const deleteEvents = [right(['delete', 'deletecollection'], '', ['events']), right(['delete', 'deletecollection'], 'events.k8s.io', ['events'])]

/** The walls between tenants: quotas, limits and network policies. */
export const changeGuardrails = [right(writeOrDelete, '', ['resourcequotas', 'limitranges']), right(writeOrDelete, 'networking.k8s.io', ['networkpolicies'])]

/** Lists that show who else is there. */
export const seeCluster = [
  right(['get', 'list', 'watch'], '', ['namespaces', 'nodes', 'persistentvolumes'], { clusterScoped: true }),
  right(['get', 'list', 'watch'], 'storage.k8s.io', ['storageclasses'], { clusterScoped: true }),
  right(['get', 'list', 'watch'], 'apiextensions.k8s.io', ['customresourcedefinitions'], { clusterScoped: true }),
]
