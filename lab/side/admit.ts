/** The mutating webhooks that EKS adds to each cluster: IAM roles for service accounts, Pod Identity, Fargate. */
import type { KubeApi } from '../kube-api.ts'
import type { SideSettings } from './settings.ts'

/** One step of a JSON Patch. */
interface Step {
  readonly op: 'add'
  readonly path: string
  readonly value: unknown
}

// biome-ignore lint/suspicious/noExplicitAny: pods of callers, any shape
type Loose = Record<string, any>

/** How a pod gets its AWS credentials. */
interface Injected {
  readonly env: readonly { readonly name: string; readonly value: string }[]
  readonly volume: string
  readonly audience: string
  readonly path: string
  readonly mountPath: string
  readonly seconds: number
}

const stringData = (text: unknown): string | undefined => (typeof text === 'string' && text !== '' ? text : undefined)

async function injectedInto(settings: SideSettings, api: KubeApi, pod: Loose, namespace: string): Promise<Injected | undefined> {
  const account = stringData(pod['spec'].serviceAccountName) ?? 'default'
  const region = [
    { name: 'AWS_STS_REGIONAL_ENDPOINTS', value: 'regional' },
    { name: 'AWS_DEFAULT_REGION', value: settings.region },
    { name: 'AWS_REGION', value: settings.region },
  ]
  if (settings.podIdentity.some((one) => one.namespace === namespace && one.serviceAccount === account)) {
    const mountPath = '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount'
    return {
      env: [
        ...region,
        { name: 'AWS_CONTAINER_CREDENTIALS_FULL_URI', value: 'http://169.254.170.23/v1/credentials' },
        { name: 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', value: `${mountPath}/eks-pod-identity-token` },
      ],
      volume: 'eks-pod-identity-token',
      audience: 'pods.eks.amazonaws.com',
      path: 'eks-pod-identity-token',
      mountPath,
      seconds: 86_400,
    }
  }
  const { status, body } = await api.call('GET', `/api/v1/namespaces/${namespace}/serviceaccounts/${account}`)
  const notes: Loose = (status === 200 && body.metadata.annotations) || {}
  const role = stringData(notes['eks.amazonaws.com/role-arn'])
  if (!role) return undefined
  const mountPath = '/var/run/secrets/eks.amazonaws.com/serviceaccount'
  return {
    env: [
      ...(notes['eks.amazonaws.com/sts-regional-endpoints'] === 'false' ? region.slice(1) : region),
      { name: 'AWS_ROLE_ARN', value: role },
      { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: `${mountPath}/token` },
    ],
    volume: 'aws-iam-token',
    audience: stringData(notes['eks.amazonaws.com/audience']) ?? 'sts.amazonaws.com',
    path: 'token',
    mountPath,
    seconds: Number(notes['eks.amazonaws.com/token-expiration']) || 86_400,
  }
}

/** `/mutate`: gives pods of service accounts with a role the means to take it. */
export async function addIdentity(settings: SideSettings, api: KubeApi, pod: Loose, namespace: string): Promise<Step[]> {
  const injected = await injectedInto(settings, api, pod, namespace)
  if (!injected) return []
  const { volume, audience, path, mountPath, seconds } = injected
  const volumes = (pod['spec'].volumes ?? []) as Loose[]
  if (volumes.some(({ name }) => name === volume)) return []
  const added = { name: volume, projected: { sources: [{ serviceAccountToken: { audience, expirationSeconds: seconds, path } }], defaultMode: 420 } }
  return [
    { op: 'add', path: '/spec/volumes', value: [added, ...volumes] },
    ...['initContainers', 'containers'].flatMap((list) =>
      ((pod['spec'][list] ?? []) as Loose[]).flatMap((container, at): Step[] => {
        const env = (container['env'] ?? []) as Loose[]
        const missing = injected.env.filter(({ name }) => !env.some((own) => own['name'] === name))
        return [
          { op: 'add', path: `/spec/${list}/${at}/env`, value: [...env, ...missing] },
          { op: 'add', path: `/spec/${list}/${at}/volumeMounts`, value: [...(container['volumeMounts'] ?? []), { name: volume, mountPath, readOnly: true }] },
        ]
      }),
    ),
  ]
}

/** `/mutate-fargate`: takes pods that a profile selects for the Fargate scheduler. */
export function takeForFargate({ fargateProfiles }: SideSettings, pod: Loose, namespace: string): Step[] {
  const { labels = {}, annotations = {} } = pod['metadata'] as Loose
  const profile = fargateProfiles.find(({ selectors }) =>
    selectors.some(
      (selector) =>
        (selector.namespace === undefined || selector.namespace === namespace) &&
        Object.entries(selector.labels ?? {}).every(([key, value]) => labels[key] === value),
    ),
  )
  if (!profile || pod['spec'].schedulerName === 'fargate-scheduler') return []
  return [
    { op: 'add', path: '/metadata/labels', value: { ...labels, 'eks.amazonaws.com/fargate-profile': profile.fargateProfileName } },
    {
      op: 'add',
      path: '/metadata/annotations',
      value: { ...annotations, CapacityProvisioned: '0.25vCPU 0.5GB', Logging: 'LoggingDisabled: LOGGING_CONFIGMAP_NOT_FOUND' },
    },
    { op: 'add', path: '/spec/schedulerName', value: 'fargate-scheduler' },
    { op: 'add', path: '/spec/priorityClassName', value: 'system-node-critical' },
    { op: 'add', path: '/spec/priority', value: 2_000_001_000 },
    { op: 'add', path: '/spec/preemptionPolicy', value: 'PreemptLowerPriority' },
  ]
}
