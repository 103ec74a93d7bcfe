/** The aws-auth ConfigMap: which IAM principals it maps to which users and groups, and whether EKS reads it at all. */
import { load } from 'js-yaml'
import type { ConfigMap } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'

export interface Mapping {
  /** The key of the ConfigMap it stands under. */
  readonly key: 'mapRoles' | 'mapUsers'
  readonly arn?: string
  readonly username?: string
  readonly groups: readonly string[]
}

export interface AwsAuth {
  readonly mappings: readonly Mapping[]
  /** Accounts whose every principal may sign in. */
  readonly accounts: readonly string[]
  /** Keys whose text is no YAML list of maps, and what is wrong. */
  readonly broken: readonly { readonly key: string; readonly says: string }[]
}

export const isAwsAuth = ({ metadata }: ConfigMap): boolean => metadata.name === 'aws-auth' && metadata.namespace === 'kube-system'

const text = (value: unknown): string | undefined => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined)

/** The plain values of a list; what is nested in it means nothing to EKS. */
const texts = (values: unknown): string[] => (Array.isArray(values) ? values.flatMap((value) => text(value) ?? []) : [])

const known = new WeakMap<ConfigMap, AwsAuth>()

/** Reads the map as the authenticator does; what it cannot read it ignores, so nothing of that counts as mapped. Read once for each. */
export function readAwsAuth(map: ConfigMap): AwsAuth {
  let read = known.get(map)
  if (!read) {
    read = parse(map)
    known.set(map, read)
  }
  return read
}

function parse({ data = {} }: ConfigMap): AwsAuth {
  const broken: { key: string; says: string }[] = []
  const entries = (key: 'mapRoles' | 'mapUsers' | 'mapAccounts'): unknown[] => {
    const source = data[key]
    if (typeof source !== 'string' || source.trim() === '') return []
    try {
      const value = load(source)
      if (Array.isArray(value)) return value
      if (value !== undefined && value !== null) broken.push({ key, says: 'is not a list' })
    } catch {
      broken.push({ key, says: 'is not YAML' })
    }
    return []
  }
  const mappings = (['mapRoles', 'mapUsers'] as const).flatMap((key) =>
    entries(key).flatMap((entry): Mapping[] => {
      if (typeof entry !== 'object' || entry === null) {
        broken.push({ key, says: 'holds an entry that is not a map' })
        return []
      }
      const { rolearn, userarn, username, groups } = entry as Record<string, unknown>
      const arn = text(key === 'mapRoles' ? rolearn : userarn)
      const user = text(username)
      return [{ key, groups: texts(groups), ...(arn !== undefined && { arn }), ...(user !== undefined && { username: user }) }]
    }),
  )
  return { mappings, accounts: texts(entries('mapAccounts')), broken }
}

/** Whether EKS reads aws-auth: it does unless the authentication mode is API. Files say nothing of it, so there it is. */
export function isAwsAuthRead(world: World<'clusters'>): boolean {
  const clusters = world.source.scope === 'files' ? world.seen('clusters').things : world.all('clusters')
  return !clusters.some((cluster) => cluster.accessConfig?.authenticationMode === 'API')
}

/** `role/shop` of `arn:aws:iam::111122223333:role/shop`; the text itself where it is no ARN. */
export const showArn = (arn: string | undefined): string =>
  arn === undefined ? 'an entry without ARN' : (/^arn:[^:]*:(?:iam|sts)::\d*:(.+)$/.exec(arn)?.[1] ?? arn)
