/** Roles that every API server makes by itself, and which far-reaching rights they have by default. */
import type { Grant } from '../model/facts.ts'
import { addTo } from '../model/groups.ts'
import type { PolicyRule, Role } from '../model/kubernetes.ts'
import { refKey } from '../model/ref.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import * as powers from './powers.ts'
import { allows, holdersOf, type Right, roleOf } from './rbac.ts'

const known: Readonly<Record<string, readonly Right[]>> = {
  'read Secrets': powers.readSecrets,
  'create pods': powers.createPods,
  'enter pods': powers.enterPods,
  'grant more than it has': powers.escalate,
  impersonate: [...powers.impersonate, ...powers.impersonateAccounts],
  'make tokens': powers.mintTokens,
  'use nodes/proxy': powers.proxyNodes,
  'change admission': powers.changeAdmission,
  'approve certificates': powers.approveCertificates,
  'create volumes': powers.createVolumes,
}

/** Default roles with rights of the list above. Source: Kubernetes 1.30 to 1.36. */
const byDefault: Readonly<Record<string, readonly string[] | 'all'>> = {
  'cluster-admin': 'all',
  admin: ['read Secrets', 'create pods', 'enter pods', 'impersonate', 'make tokens'],
  edit: ['read Secrets', 'create pods', 'enter pods', 'impersonate', 'make tokens'],
  'system:aggregate-to-edit': ['read Secrets', 'create pods', 'enter pods', 'impersonate', 'make tokens'],
  'system:certificates.k8s.io:kube-apiserver-client-approver': ['approve certificates'],
  'system:certificates.k8s.io:kube-apiserver-client-kubelet-approver': ['approve certificates'],
  'system:certificates.k8s.io:kubelet-serving-approver': ['approve certificates'],
  'system:certificates.k8s.io:legacy-unknown-approver': ['approve certificates'],
  'system:controller:certificate-controller': ['approve certificates'],
  'system:controller:clusterrole-aggregation-controller': ['grant more than it has'],
  'system:controller:cronjob-controller': ['create pods'],
  'system:controller:daemon-set-controller': ['create pods'],
  'system:controller:deployment-controller': ['create pods'],
  'system:controller:generic-garbage-collector': 'all',
  'system:controller:horizontal-pod-autoscaler': 'all',
  'system:controller:job-controller': ['create pods'],
  'system:controller:namespace-controller': 'all',
  'system:controller:persistent-volume-binder': ['create pods', 'create volumes', 'read Secrets'],
  'system:controller:replicaset-controller': ['create pods'],
  'system:controller:replication-controller': ['create pods'],
  'system:controller:resourcequota-controller': 'all',
  'system:controller:statefulset-controller': ['create pods'],
  'system:controller:expand-controller': ['read Secrets'],
  'system:kube-controller-manager': 'all',
  'system:kube-scheduler': ['create pods'],
  'system:kubelet-api-admin': 'all',
  'system:node': ['read Secrets', 'create pods', 'make tokens'],
  'system:persistent-volume-provisioner': ['create volumes'],
  'system:controller:bootstrap-signer': ['read Secrets'],
  'system:controller:token-cleaner': ['read Secrets'],
}

const plain =
  /^(view|system:(aggregate-to-(admin|view)|auth-delegator|basic-user|discovery|heapster|kube-aggregator|kube-dns|monitoring|node-bootstrapper|node-problem-detector|node-proxier|public-info-viewer|service-account-issuer-discovery|volume-scheduler|controller:[a-z-]+|:leader-locking-kube-(controller-manager|scheduler))|extension-apiserver-authentication-reader)$/

export const isDefaultRole = ({ metadata: { name } }: Role): boolean => Object.hasOwn(byDefault, name) || plain.test(name)

/** Far-reaching rights that the rules give, as words. */
export function farReaching(rules: readonly PolicyRule[]): string[] {
  const given = (rights: readonly Right[]) =>
    rules.some((rule) =>
      rights.some(
        ({ verbs, group, resources, evenNamed }) =>
          ((rule.resourceNames ?? []).length === 0 || evenNamed?.(rule.resourceNames ?? []) === true) &&
          resources.some((resource) => verbs.some((verb) => allows(rule, verb, group, resource))),
      ),
    )
  return Object.keys(known).filter((name) => given(known[name] ?? []))
}

/** What a default role can do beyond its default; empty for a role that is as it was made. */
export function addedTo(role: Role): string[] {
  const expected = byDefault[role.metadata.name] ?? []
  return expected === 'all' ? [] : farReaching(role.rules ?? []).filter((name) => !expected.includes(name))
}

/** Bindings by the role that they hand out. In files a binding may always stand elsewhere; a role is judged by those that are there. */
function bindingsByRole(world: World<'grants'>): ReadonlyMap<string, readonly Grant[]> {
  const bindings = world.source.scope === 'files' ? world.seen('grants').things : world.all('grants')
  const byRole = new Map<string, Grant[]>()
  for (const grant of bindings) if (grant.roleRef !== undefined) addTo(byRole, refKey(roleOf(grant)), grant)
  return byRole
}

/** Whether the control plane alone has the role: Kubernetes or EKS made it for one of its own users. */
export function isControlPlanes(role: Role, world: World<'grants'>): boolean {
  if (isDefaultRole(role)) return true
  const { kind, metadata } = role
  const grants = derive(world, bindingsByRole).get(
    refKey({ kind, name: metadata.name, ...(metadata.namespace !== undefined && { namespace: metadata.namespace }) }),
  )
  return grants?.every((grant) => (grant.subjects ?? []).length > 0 && holdersOf(grant).length === 0) ?? false
}
