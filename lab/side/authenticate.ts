/** The IAM token webhook of EKS: from a token to an ARN, from an ARN to a user and groups. */
import { createHash } from 'node:crypto'
import { request } from 'node:http'
import type { ConfigMap } from '../../src/model/kubernetes.ts'
import { readAwsAuth } from '../../src/reach/aws-auth.ts'
import type { KubeApi } from '../kube-api.ts'
import type { AccessEntry } from '../worlds/world.ts'
import type { SideSettings } from './settings.ts'

/** Who an AWS call came from, as STS tells it. */
interface Caller {
  readonly arn: string
  readonly userId: string
  readonly accessKeyId: string
}

export interface KubeUser {
  readonly username: string
  readonly uid: string
  readonly groups: readonly string[]
  readonly extra: Readonly<Record<string, readonly string[]>>
}

const prefix = 'k8s-aws-v1.'
/** EKS takes a token for so long after its signature, whatever lifetime the signature names. */
const lifetime = 15 * 60_000

class NotKnown extends Error {}

/** Role or user behind an ARN: the session of an assumed role is taken off. IAM keeps paths, STS does not. */
export const principalOf = (arn: string): string => arn.replace(/^arn:([\w-]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3')
const withoutPath = (arn: string): string => arn.replace(/:(role|user)\/.*\/([^/]+)$/, ':$1/$2')
/** The entry of this principal, if it has one. */
export const entryOf = (settings: SideSettings, arn: string): AccessEntry | undefined =>
  settings.access.find(({ principalArn }) => withoutPath(principalArn) === withoutPath(principalOf(arn)))

const idOf = (kind: string, name: string): string =>
  kind +
  createHash('sha256')
    .update(name)
    .digest('base64')
    .replace(/[^A-Z2-7]/gi, '')
    .slice(0, 17)
    .toUpperCase()

/** A TokenReview answered. */
export async function authenticate(settings: SideSettings, api: KubeApi, token: string): Promise<{ authenticated: boolean; error?: string; user?: KubeUser }> {
  try {
    const user = await userOf(settings, api, await callerOf(settings, token))
    return { authenticated: true, user }
  } catch (error) {
    return { authenticated: false, error: (error as Error).message }
  }
}

async function callerOf(settings: SideSettings, token: string): Promise<Caller> {
  const arn = settings.tokens[token]
  if (arn) {
    const session = arn.split('/').at(-1)!
    const principal = principalOf(arn)
    const id = idOf(principal.includes(':user/') ? 'AIDA' : 'AROA', principal)
    return { arn, userId: principal.includes(':user/') ? id : `${id}:${session}`, accessKeyId: idOf('ASIA', arn).slice(0, 20) }
  }
  if (!token.startsWith(prefix)) throw new NotKnown('not a token of this cluster')
  let url: URL
  try {
    url = new URL(Buffer.from(token.slice(prefix.length), 'base64url').toString())
  } catch {
    throw new NotKnown('the token holds no URL')
  }
  const asked = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]))
  if (url.pathname !== '/' || asked.get('action') !== 'GetCallerIdentity') throw new NotKnown('the token is no call of GetCallerIdentity')
  if (!asked.get('x-amz-signedheaders')?.split(';').includes('x-k8s-aws-id')) throw new NotKnown('the header x-k8s-aws-id is not signed')
  const signed = Date.parse((asked.get('x-amz-date') ?? '').replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Date.now() < signed + lifetime)) throw new NotKnown('the token has expired')
  if (!settings.aws) throw new NotKnown('no AWS endpoint can say whose token this is')
  const { arn: told, userId } = await whoami(settings.aws, url, settings.cluster)
  return { arn: told, userId, accessKeyId: asked.get('x-amz-credential')?.split('/')[0] ?? '' }
}

/** Replays the signed call, as the authenticator does, against the endpoint that plays STS; its host is the one that was signed. */
function whoami(endpoint: string, signed: URL, cluster: string): Promise<{ arn: string; userId: string }> {
  const at = new URL(endpoint)
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: at.hostname,
        port: at.port,
        path: signed.pathname + signed.search,
        headers: { host: signed.host, accept: 'application/json', 'x-k8s-aws-id': cluster },
        timeout: 10_000,
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => {
          const field = (name: string) => new RegExp(`<${name}>([^<]+)<|"${name}"\\s*:\\s*"([^"]+)"`).exec(text)?.slice(1).find(Boolean)
          const arn = field('Arn')
          if (response.statusCode === 200 && arn) resolve({ arn, userId: field('UserId') ?? '' })
          else reject(new NotKnown(`STS answered ${response.statusCode}`))
        })
      },
    )
    sent.on('timeout', () => sent.destroy(new NotKnown('STS did not answer')))
    sent.on('error', reject)
    sent.end()
  })
}

interface Mapped {
  readonly username: string
  readonly groups: readonly string[]
}

async function userOf(settings: SideSettings, api: KubeApi, { arn, userId, accessKeyId }: Caller): Promise<KubeUser> {
  const entry = entryOf(settings, arn)
  const { username, groups } = entry ? mapEntry(entry, arn) : await mapByConfigMap(api, arn)
  const [principalId = '', session = ''] = userId.split(':')
  const account = arn.split(':')[4] ?? ''
  const node = username.includes('{{EC2PrivateDNSName}}') ? await nodeOf(api, session) : ''
  const fill = (text: string) =>
    text
      .replaceAll('{{EC2PrivateDNSName}}', node)
      .replaceAll('{{SessionNameRaw}}', session)
      .replaceAll('{{SessionName}}', session.replaceAll('@', '-'))
      .replaceAll('{{AccountID}}', account)
  return {
    username: fill(username),
    uid: `aws-iam-authenticator:${account}:${principalId}`,
    groups: groups.map(fill),
    extra: {
      accessKeyId: [accessKeyId],
      arn: [arn],
      canonicalArn: [principalOf(arn)],
      principalId: [principalId],
      sessionName: [session],
      'sigs.k8s.io/aws-iam-authenticator/principalId': [principalId],
    },
  }
}

function mapEntry({ type = 'STANDARD', username, kubernetesGroups = [] }: AccessEntry, arn: string): Mapped {
  if (/^(EC2_LINUX|EC2_WINDOWS|EC2|HYBRID_LINUX|FARGATE_LINUX|HYPERPOD_LINUX)$/.test(type))
    return { username: username ?? 'system:node:{{EC2PrivateDNSName}}', groups: [...new Set(['system:bootstrappers', 'system:nodes', ...kubernetesGroups])] }
  return { username: username ?? arn, groups: kubernetesGroups }
}

/** The aws-auth ConfigMap is read anew each time: changes count at once, as they do on EKS within a minute. */
async function mapByConfigMap(api: KubeApi, arn: string): Promise<Mapped> {
  const { status, body } = await api.call('GET', '/api/v1/namespaces/kube-system/configmaps/aws-auth')
  const found =
    status === 200 ? readAwsAuth(body as ConfigMap).mappings.find((mapping) => mapping.arn?.toLowerCase() === principalOf(arn).toLowerCase()) : undefined
  if (!found) throw new NotKnown(`${principalOf(arn)} has no access entry and is not in aws-auth`)
  return { username: found.username ?? arn, groups: found.groups }
}

async function nodeOf(api: KubeApi, instance: string): Promise<string> {
  const { items } = await api.get<{ items: { metadata: { name: string }; spec?: { providerID?: string } }[] }>('/api/v1/nodes')
  const node = items.find(({ spec }) => spec?.providerID?.endsWith(`/${instance}`))
  if (!node) throw new NotKnown(`no node is the instance ${instance}`)
  return node.metadata.name
}
