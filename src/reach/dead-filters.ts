/** Filter patterns on the audit log that no event can meet: a resource in the singular, a verb of another language. */
import { type Impossible, neverMatches } from './log-patterns.ts'

const resources = [
  'bindings configmaps endpoints events limitranges namespaces nodes persistentvolumeclaims persistentvolumes pods podtemplates replicationcontrollers resourcequotas secrets serviceaccounts services',
  'mutatingwebhookconfigurations validatingwebhookconfigurations validatingadmissionpolicies validatingadmissionpolicybindings mutatingadmissionpolicies mutatingadmissionpolicybindings',
  'customresourcedefinitions apiservices controllerrevisions daemonsets deployments replicasets statefulsets tokenreviews selfsubjectreviews localsubjectaccessreviews selfsubjectaccessreviews selfsubjectrulesreviews',
  'subjectaccessreviews horizontalpodautoscalers cronjobs jobs certificatesigningrequests leases endpointslices ingresses ingressclasses networkpolicies runtimeclasses poddisruptionbudgets',
  'clusterrolebindings clusterroles rolebindings roles priorityclasses csidrivers csinodes storageclasses volumeattachments',
].flatMap((line) => line.split(' '))

const singular = (plural: string): string =>
  plural === 'endpoints'
    ? plural
    : plural
        .replace(/ies$/, 'y')
        .replace(/(ss|x)es$/, '$1')
        .replace(/s$/, (s, at: number) => (plural[at - 1] === 's' ? s : ''))
const plurals = new Map(resources.map((plural) => [singular(plural), plural]))
const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'post', 'put', 'head', 'options', 'connect']
const otherVerbs = new Map([
  ['read', 'get'],
  ['view', 'get'],
  ['write', 'update'],
  ['edit', 'update'],
  ['modify', 'update'],
  ['remove', 'delete'],
  ['exec', 'create'],
])
const stages = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic']
const subresources = ['exec', 'attach', 'portforward', 'proxy', 'log', 'token', 'ephemeralcontainers', 'eviction', 'status', 'scale', 'binding']

/** What events say in place of a value that they never hold; undefined where the value may occur. */
function insteadOf(path: string, value: string, quoted: boolean): string | undefined {
  const lower = value.toLowerCase()
  const spelt = (known: readonly string[]) => (known.includes(value) ? undefined : known.find((one) => one.toLowerCase() === lower))
  switch (path) {
    case 'objectRef.resource':
      return resources.includes(value)
        ? undefined
        : (plurals.get(lower) ?? spelt(resources) ?? (subresources.includes(lower) ? `pods, with subresource ${lower}` : undefined))
    case 'objectRef.subresource':
      return spelt(subresources) ?? (lower === 'port-forward' ? 'portforward' : undefined)
    case 'verb':
      return verbs.includes(value) ? undefined : (spelt(verbs) ?? otherVerbs.get(lower))
    case 'stage':
      return spelt(stages)
    case 'responseStatus.code':
      return quoted && /^\d+$/.test(value) ? `${value}, a number without quotes` : undefined
    default:
      return undefined
  }
}

/** Why a filter on the audit log can never match; undefined where it may. */
export const deadBecause = (pattern: string | undefined): Impossible | undefined => neverMatches(pattern, insteadOf)
