/** Which validating webhooks stand guard over pods, and what gets past them. */
import type { Evidence } from '../model/finding.ts'
import type { Namespace, WebhookConfiguration } from '../model/kubernetes.ts'
import { Unseen, unlessUnseen, type World } from '../model/world.ts'
import { matchesLabels, selectsAll } from './selectors.ts'

export type Webhook = NonNullable<WebhookConfiguration['webhooks']>[number]

const longest = 10
const ofSystem = ['kube-system', 'kube-public', 'kube-node-lease']

/** Webhooks of the EKS control plane itself answer on its loopback address. */
const isOfEks = ({ clientConfig }: Webhook): boolean => /^https:\/\/127\.0\.0\.1[:/]/.test(clientConfig?.url ?? '')

const looksAt = (webhook: Webhook, resource: string): boolean =>
  (webhook.rules ?? []).some((rule) => {
    const [kind, part] = resource.split('/')
    const names = part === undefined ? [kind, '*', '*/*'] : [resource, `${kind}/*`, `*/${part}`, '*/*']
    return (rule.apiGroups ?? []).some((group) => group === '' || group === '*') && (rule.resources ?? []).some((name) => names.includes(name))
  })

/** Whether the webhook is asked about pods, and is not run by EKS. */
export function guardsPods(webhook: Webhook): boolean {
  return !isOfEks(webhook) && looksAt(webhook, 'pods')
}

function labelsOf({ metadata }: Namespace): Record<string, string> {
  return { 'kubernetes.io/metadata.name': metadata.name, ...metadata.labels }
}

/** Namespaces of which the webhook is not asked, its own and those of Kubernetes aside. */
function overlooked({ namespaceSelector, clientConfig }: Webhook, world: World<'namespaces'>): string[] {
  if (!namespaceSelector || selectsAll(namespaceSelector)) return []
  const allowed = [...ofSystem, clientConfig?.service?.namespace]
  const names = world
    .all('namespaces')
    .filter((namespace) => !allowed.includes(namespace.metadata.name) && !matchesLabels(namespaceSelector, labelsOf(namespace)))
  return names.map(({ metadata }) => metadata.name)
}

const some = (names: readonly string[]): string => (names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', '))

/** Every way past one webhook, and what was not seen that there may be more. */
export function waysPast(webhook: Webhook, at: string, world: World<'namespaces' | 'services'>): (Evidence | Unseen)[] {
  const { name, failurePolicy, timeoutSeconds, objectSelector, clientConfig } = webhook
  const faults: Evidence[] = []
  const fault = (field: string, says: string, actual?: unknown, wanted?: unknown) =>
    faults.push({ says: `${name} ${says}`, at: `${at}.${field}`, ...(actual !== undefined && { actual }), ...(wanted !== undefined && { wanted }) })
  if (failurePolicy === 'Ignore') fault('failurePolicy', 'lets every pod in when it does not answer', failurePolicy, 'Fail')
  if (typeof timeoutSeconds === 'number' && timeoutSeconds > longest)
    fault('timeoutSeconds', `may take ${timeoutSeconds} seconds to answer`, timeoutSeconds, `at most ${longest}`)
  if (objectSelector && !selectsAll(objectSelector)) fault('objectSelector', 'looks only at pods that choose it by their labels', undefined, '{}')
  if (!looksAt(webhook, 'pods/ephemeralcontainers')) fault('rules', 'does not see ephemeral containers', undefined, 'pods and pods/ephemeralcontainers')
  const service = clientConfig?.service
  const isThere = service && unlessUnseen(() => world.find('services', service.name ?? '', service.namespace) !== undefined)
  if (isThere === false) fault('clientConfig.service', `calls Service ${service?.namespace}/${service?.name}, which does not exist`)
  const missed = unlessUnseen(() => overlooked(webhook, world))
  if (Array.isArray(missed) && missed.length > 0)
    fault('namespaceSelector', `is not asked about ${missed.length === 1 ? 'namespace' : 'namespaces'} ${some(missed)}`)
  return [...faults, ...[isThere, missed].filter((answer) => answer instanceof Unseen)]
}
