/** The authorisation webhook of EKS: what the access policies of a caller's entry allow. */
import type { KubeApi, KubeObject } from '../kube-api.ts'
import { entryOf } from './authenticate.ts'
import type { SideSettings } from './settings.ts'

/** A SubjectAccessReview's question, as far as it is read here. */
interface Asked {
  readonly user?: string
  readonly uid?: string
  readonly extra?: Readonly<Record<string, readonly string[]>>
  readonly resourceAttributes?: Readonly<Record<'verb' | 'group' | 'resource' | 'subresource' | 'namespace' | 'name', string | undefined>>
  readonly nonResourceAttributes?: { readonly path: string; readonly verb: string }
}

interface Rule {
  readonly verbs: readonly string[]
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly nonResourceURLs?: readonly string[]
}

const everything: Rule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
]
/** What AWS documents each policy to allow. Three of them are, in effect, roles that every cluster has under these names. */
const policies: Readonly<Record<string, readonly Rule[] | string>> = {
  AmazonEKSClusterAdminPolicy: everything,
  AmazonEKSAdminPolicy: 'admin',
  AmazonEKSEditPolicy: 'edit',
  AmazonEKSViewPolicy: 'view',
  AmazonEKSAdminViewPolicy: [
    { verbs: ['get', 'list', 'watch'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['get', 'list', 'watch'], nonResourceURLs: ['*'] },
  ],
  AmazonEKSSecretReaderPolicy: [{ verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['secrets'] }],
}

const has = (list: readonly string[] | undefined, value: string): boolean => list?.some((one) => one === '*' || one === value) ?? false

function allows(
  { verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Rule,
  { resourceAttributes: asked, nonResourceAttributes: url }: Asked,
): boolean {
  if (asked) {
    const resource = asked.subresource ? `${asked.resource}/${asked.subresource}` : (asked.resource ?? '')
    return (
      has(verbs, asked.verb ?? '') &&
      has(apiGroups, asked.group ?? '') &&
      (has(resources, resource) || (asked.subresource !== undefined && has(resources, `*/${asked.subresource}`))) &&
      (!resourceNames?.length || resourceNames.includes(asked.name ?? ''))
    )
  }
  return (
    url !== undefined &&
    has(verbs, url.verb) &&
    (nonResourceURLs?.some((one) => one === url.path || (one.endsWith('*') && url.path.startsWith(one.slice(0, -1)))) ?? false)
  )
}

const roles = new Map<string, readonly Rule[]>()
async function rulesOf(api: KubeApi, policy: string): Promise<readonly Rule[]> {
  const known = policies[policy]
  if (typeof known !== 'string') return known ?? []
  let rules = roles.get(known)
  if (!rules) {
    rules = (await api.get<KubeObject & { rules?: Rule[] }>(`/apis/rbac.authorization.k8s.io/v1/clusterroles/${known}`)).rules ?? []
    // Aggregated roles are empty until a controller has filled them.
    if (rules.length > 0) roles.set(known, rules)
  }
  return rules
}

/** A SubjectAccessReview answered: allowed with the reason that EKS writes to the audit log, or no opinion. */
export async function authorize(settings: SideSettings, api: KubeApi, asked: Asked): Promise<{ allowed: boolean; reason?: string }> {
  // The API server hands extra keys on in lower case.
  const arn = Object.entries(asked.extra ?? {}).find(([key]) => key.toLowerCase() === 'canonicalarn')?.[1][0]
  if (!arn) return { allowed: false }
  for (const { policyArn, accessScope } of entryOf(settings, arn)?.policies ?? []) {
    const within = accessScope.type !== 'namespace' || accessScope.namespaces?.some((pattern) => matches(pattern, asked.resourceAttributes?.namespace ?? ''))
    if (!within) continue
    if (!(await rulesOf(api, policyArn.split('/').at(-1)!)).some((rule) => allows(rule, asked))) continue
    const binding = accessScope.type === 'namespace' ? 'RoleBinding' : 'ClusterRoleBinding'
    return {
      allowed: true,
      reason: `EKS Access Policy: allowed by ${binding} "${arn}+${policyArn}" of ClusterRole "${policyArn}" to User "${asked.uid?.split(':').at(-1)}:${arn}"`,
    }
  }
  return { allowed: false }
}

const matches = (pattern: string, namespace: string): boolean =>
  namespace !== '' && new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(namespace)
