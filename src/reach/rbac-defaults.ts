/** What Kubernetes and EKS bind by themselves, so that their own rights are told from those that somebody added. */
import type { Grant } from '../model/facts.ts'
import type { PolicyRule } from '../model/kubernetes.ts'
import type { Subject } from './rbac.ts'

/**
 * Users under which the control plane itself calls. Access entries refuse user names with these prefixes, and so does
 * an identity provider's prefix. Source: "Create access entries" in the Amazon EKS User Guide.
 */
const controlPlaneUser = /^(eks:.+|system:(kube-controller-manager|kube-scheduler|kube-proxy|apiserver|cloud-controller-manager))$/

/**
 * Default bindings, `role <- subjects`. The API server puts back what is missing from them but never takes away what
 * was added, so a subject beyond these counts like any other. Controllers' bindings follow their name; see below.
 */
const defaultBindings: Readonly<Record<string, readonly [role: string, ...subjects: string[]]>> = {
  'cluster-admin': ['cluster-admin', 'Group system:masters'],
  'system:basic-user': ['system:basic-user', 'Group system:authenticated'],
  'system:discovery': ['system:discovery', 'Group system:authenticated'],
  'system:public-info-viewer': ['system:public-info-viewer', 'Group system:authenticated', 'Group system:unauthenticated'],
  'system:monitoring': ['system:monitoring', 'Group system:monitoring'],
  'system:service-account-issuer-discovery': ['system:service-account-issuer-discovery', 'Group system:serviceaccounts'],
  'system:kube-dns': ['system:kube-dns', 'ServiceAccount kube-system/kube-dns'],
  'system::leader-locking-kube-controller-manager': [
    'system::leader-locking-kube-controller-manager',
    'ServiceAccount kube-system/kube-controller-manager',
    'ServiceAccount kube-system/leader-election-controller',
  ],
  'system::leader-locking-kube-scheduler': ['system::leader-locking-kube-scheduler', 'ServiceAccount kube-system/kube-scheduler'],
  'eks:kube-proxy': ['system:node-proxier', 'ServiceAccount kube-system/kube-proxy', 'Group system:node-proxier'],
  'eks:kube-proxy-fargate': ['system:node-proxier', 'Group system:node-proxier'],
  'eks:kube-proxy-windows': ['eks:kube-proxy-windows', 'Group eks:kube-proxy-windows'],
  'eks:node-bootstrapper': ['eks:node-bootstrapper', 'Group system:bootstrappers', 'Group system:nodes'],
}

/** Whether the control plane holds the grant by design: one of its users, or a subject of a default binding. */
export function isExpectedSubject({ metadata: { name }, roleRef }: Grant, subject: Subject): boolean {
  if (subject.kind === 'User') return controlPlaneUser.test(subject.name)
  const controller = /^system:controller:([a-z-]+)$/.exec(name)?.[1]
  if (controller !== undefined && roleRef?.name === name)
    return subject.kind === 'ServiceAccount' && subject.namespace === 'kube-system' && subject.name === controller
  if (!Object.hasOwn(defaultBindings, name)) return false
  const [role, ...subjects] = defaultBindings[name] ?? ['']
  return roleRef?.name === role && subjects.includes(`${subject.kind} ${subject.namespace === undefined ? '' : `${subject.namespace}/`}${subject.name}`)
}

const write = ['create', 'update', 'patch', 'delete', 'deletecollection']
const read = ['get', 'list', 'watch']

/** The part of the built-in roles that matters to controls. Source: Kubernetes 1.36, aggregated. */
const edit: readonly PolicyRule[] = [
  { apiGroups: [''], resources: ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'secrets', 'services/proxy'], verbs: read },
  { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] },
  {
    apiGroups: [''],
    resources: [
      'pods',
      'pods/attach',
      'pods/exec',
      'pods/portforward',
      'pods/proxy',
      'configmaps',
      'replicationcontrollers',
      'secrets',
      'serviceaccounts',
      'services',
    ],
    verbs: write,
  },
  { apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] },
  { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: write },
  { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], verbs: write },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: write },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'], verbs: write },
]
const builtIn: Readonly<Record<string, readonly PolicyRule[]>> = {
  'cluster-admin': [
    { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
    { nonResourceURLs: ['*'], verbs: ['*'] },
  ],
  admin: [...edit, { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles', 'rolebindings'], verbs: [...read, ...write] }],
  edit,
  view: [{ apiGroups: [''], resources: ['configmaps', 'pods', 'pods/log', 'serviceaccounts', 'services'], verbs: read }],
}

/** Rules of a ClusterRole that every cluster has, for where the role itself was not seen. */
export function builtInRules(kind: string, name: string): readonly PolicyRule[] | undefined {
  return kind === 'ClusterRole' && Object.hasOwn(builtIn, name) ? builtIn[name] : undefined
}

/** Accounts of the CSI drivers that EKS offers, under which their provisioners make volumes. */
const provisioners = new Set(['ebs', 'efs', 'fsx', 's3'].map((driver) => `${driver}-csi-controller-sa`))

/** Whether the grant serves nobody but the CSI controllers of kube-system. */
export function isVolumeProvisioner({ subjects = [] }: Grant): boolean {
  return (
    subjects.length > 0 && subjects.every(({ kind, namespace, name }) => kind === 'ServiceAccount' && namespace === 'kube-system' && provisioners.has(name))
  )
}
