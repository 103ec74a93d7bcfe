/** The SDK's own clients, pointed at the stand-in, and what they are given in the shape in which worlds are written. */
import type { Aws } from '../../lab/aws/index.ts'
import type { Keys } from '../../lab/aws/callers.ts'
import { modelOf, services } from '../../lab/aws/models.ts'
import { unconform } from '../../lab/aws/shapes.ts'

type Loose = Record<string, unknown>
// biome-ignore lint/suspicious/noExplicitAny: the SDK's clients differ by service; tests pick them by name
type Any = any

const clients = new Map<string, Any>()
/** A client remembers the clock of the answers that it was given: after a test that moved the clock, it must not. */
export const forgetClients = (): void => clients.clear()

/** One client for each set of keys and each service: making one costs more than a call. @param how credentials, region and retries; one try is the default, so that refusals are seen at once */
export async function clientOf(aws: Aws, service: string, how: { keys?: Keys; region?: string; tries?: number } = {}): Promise<Any> {
  const keys = how.keys ?? aws.credentials('admin')
  const key = JSON.stringify([aws.endpoint, service, keys, how.region, how.tries])
  const known = clients.get(key)
  if (known) return known
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'
  const sdk = (await services[service]?.load()) as Any
  const name = Object.keys(sdk).find((key) => /^[A-Za-z0-9]+Client$/.test(key) && key !== '__Client') as string
  const client = new sdk[name]({
    endpoint: aws.endpoint,
    region: how.region ?? aws.region,
    credentials: keys,
    maxAttempts: how.tries ?? 1,
  })
  clients.set(key, client)
  return client
}

/** Sends one request; the output without its metadata. */
export async function send(aws: Aws, call: string, input: Loose = {}, how: Parameters<typeof clientOf>[2] = {}): Promise<Any> {
  const [service = '', operation = ''] = call.split(':')
  const sdk = (await services[service]?.load()) as Any
  const client = await clientOf(aws, service, how)
  const { $metadata: _, ...output } = await client.send(new sdk[`${operation}Command`](input))
  return output
}

/** Turns all pages of a call, by the SDK's paginator where there is one. */
export async function sendAll(aws: Aws, call: string, input: Loose = {}, how: Parameters<typeof clientOf>[2] = {}): Promise<{ output: Any; pages: number }> {
  const [service = '', name = ''] = call.split(':')
  const operation = (await modelOf(service)).operations.get(name)
  const paging = await operation?.paging()
  if (!operation || !paging) return { output: await send(aws, call, input, how), pages: 1 }
  const sdk = (await services[service]?.load()) as Any
  const all: Any[] = []
  const paginate = sdk[`paginate${name}`]
  if (paginate) {
    const client = await clientOf(aws, service, how)
    for await (const page of paginate({ client }, { ...input })) all.push(page)
  } else
    for (let token: unknown; all.length === 0 || token !== undefined; ) {
      all.push(await send(aws, call, { ...input, ...(token !== undefined && { [paging.takes]: token }) }, how))
      token = all.at(-1)[paging.gives]
    }
  const { $metadata: _, [paging.gives]: __, [paging.more ?? '']: ___, ...first } = all[0]
  return { output: all.slice(1).reduce((sum, page) => join(sum, page, paging.lists), first), pages: all.length }
}

/** Lists grow by what the next page holds. */
function join(sum: Any, page: Any, paths: readonly string[]): Any {
  const merged = structuredClone(sum)
  for (const path of paths) {
    const steps = path.split('.')
    const last = steps.pop() as string
    const at = (from: Any) => steps.reduce((value: Any, step) => value?.[step], from)
    if (at(page)?.[last] !== undefined) at(merged)[last] = [...(at(merged)[last] ?? []), ...at(page)[last]]
  }
  return merged
}

/** Values as worlds write them. */
export async function asStored(call: string, output: Any): Promise<Any> {
  const [service = '', name = ''] = call.split(':')
  const operation = (await modelOf(service)).operations.get(name)
  return operation?.output.isStructSchema() ? unconform(operation.output, output) : {}
}

/** The input with which AWS gives the answer that a world holds under this argument. */
const inputs: Readonly<Record<string, (argument: string, body: Any, aws: Aws) => Loose>> = {
  'eks:DescribeCluster': (name) => ({ name }),
  'eks:DescribeNodegroup': (nodegroupName, { nodegroup }) => ({ nodegroupName, clusterName: nodegroup.clusterName }),
  'eks:DescribeAddon': (addonName, { addon }) => ({ addonName, clusterName: addon.clusterName }),
  'eks:DescribeFargateProfile': (fargateProfileName, { fargateProfile }) => ({ fargateProfileName, clusterName: fargateProfile.clusterName }),
  'eks:DescribeAccessEntry': (_, { accessEntry }) => ({ principalArn: accessEntry.principalArn, clusterName: accessEntry.clusterName }),
  'eks:ListAssociatedAccessPolicies': (_, { principalArn, clusterName }) => ({ principalArn, clusterName }),
  'eks:DescribePodIdentityAssociation': (associationId, { association }) => ({ associationId, clusterName: association.clusterName }),
  'eks:DescribeIdentityProviderConfig': (name, { identityProviderConfig }) => ({
    clusterName: identityProviderConfig.oidc.clusterName,
    identityProviderConfig: { type: 'oidc', name },
  }),
  'eks:ListUpdates': (name) => ({ name }),
  'iam:GetRole': (RoleName) => ({ RoleName }),
  'iam:ListAttachedRolePolicies': (RoleName) => ({ RoleName }),
  'iam:ListRolePolicies': (RoleName) => ({ RoleName }),
  'iam:GetRolePolicy': (_, { RoleName, PolicyName }) => ({ RoleName, PolicyName }),
  'iam:GetPolicy': (_, { Policy }) => ({ PolicyArn: Policy.Arn }),
  'iam:GetPolicyVersion': (name, { PolicyVersion }, aws) => ({
    PolicyArn: aws.store.find('iam:GetPolicy', name)?.Policy.Arn ?? `arn:aws:iam::aws:policy/${name}`,
    VersionId: PolicyVersion.VersionId,
  }),
  'iam:GetOpenIDConnectProvider': (name, _, aws) => ({
    OpenIDConnectProviderArn: aws.store.find('iam:ListOpenIDConnectProviders', '').OpenIDConnectProviderList.find(({ Arn }: Any) => Arn.endsWith(name)).Arn,
  }),
  'ec2:DescribeLaunchTemplateVersions': (LaunchTemplateId) => ({ LaunchTemplateId }),
  'elasticloadbalancingv2:DescribeListeners': (name, _, aws) => ({
    LoadBalancerArn: aws.store.find('elasticloadbalancingv2:DescribeLoadBalancers', '').LoadBalancers.find((one: Any) => one.LoadBalancerName === name)
      .LoadBalancerArn,
  }),
  'ecr:GetRepositoryPolicy': (name, _, aws) => repositoryOf(name, aws),
  'ecr:GetLifecyclePolicy': (name, _, aws) => repositoryOf(name, aws),
  'ecr:DescribeImages': (name, _, aws) => repositoryOf(name, aws),
  'ecr:DescribeImageScanFindings': (name, _, aws) => ({ ...repositoryOf(name, aws), imageId: imageIdOf(name) }),
  'cloudtrail:GetTrailStatus': (Name) => ({ Name }),
  'cloudtrail:GetEventSelectors': (TrailName) => ({ TrailName }),
  'logs:DescribeLogStreams': (name, body) => ({ logGroupName: /:log-group:([^:]+):/.exec(body.logStreams[0]?.arn)?.[1] ?? name }),
  'logs:DescribeSubscriptionFilters': (name, body) => ({ logGroupName: body.subscriptionFilters[0]?.logGroupName ?? name }),
  'kms:DescribeKey': (KeyId) => ({ KeyId }),
  'kms:GetKeyPolicy': (KeyId) => ({ KeyId }),
  'kms:GetKeyRotationStatus': (KeyId) => ({ KeyId }),
  'guardduty:GetDetector': (DetectorId) => ({ DetectorId }),
  'guardduty:ListFindings': (DetectorId) => ({ DetectorId }),
  'guardduty:GetFindings': (DetectorId, { Findings = [{ Id: 'any' }] }) => ({ DetectorId, FindingIds: Findings.map(({ Id }: Any) => Id) }),
  'guardduty:ListCoverage': (DetectorId) => ({ DetectorId }),
  'events:ListTargetsByRule': (Rule) => ({ Rule }),
  's3:GetPublicAccessBlock': (Bucket) => ({ Bucket }),
  's3:GetBucketEncryption': (Bucket) => ({ Bucket }),
  'cloudwatch:DescribeAlarms': () => ({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
  'inspector2:BatchGetAccountStatus': () => ({}),
  'eks:ListClusters': () => ({}),
}

const imageIdOf = (name: string): Loose => {
  const [, sign, id] = /([@:])(.*)$/s.exec(name) ?? [undefined, ':', 'latest']
  return sign === '@' ? { imageDigest: id } : { imageTag: id }
}

/** The repository of `shop_web`, or of one of its images: `shop_web@sha256:...`, `shop_web:1.4.2`. */
const repositoryOf = (name: string, aws: Aws): Loose => {
  const { repositories } = aws.store.find('ecr:DescribeRepositories', '')
  const repository = name.replace(/[@:].*/s, '')
  return { repositoryName: repositories.find((one: Any) => one.repositoryName.replaceAll('/', '_') === repository)?.repositoryName }
}

/** What a client is given for a stored answer, as worlds write it: the answer with all its pages, or the error. */
export async function ask(aws: Aws, call: string, argument: string, body: Any, how: Parameters<typeof clientOf>[2] = {}): Promise<Any> {
  const ofCluster = call.startsWith('eks:List') && argument !== '' ? { clusterName: argument } : {}
  const input = inputs[call]?.(argument, body, aws) ?? ofCluster
  try {
    return await asStored(call, (await sendAll(aws, call, input, how)).output)
  } catch (error) {
    const { name, message } = error as Error
    return { __error: { name, message } }
  }
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

/** Times in one spelling, so that equal instants are equal. */
export function same(value: Any): Any {
  if (Array.isArray(value)) return value.map(same)
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, same(item)]))
  // A world may hold a policy document as IAM sends it.
  if (typeof value === 'string' && value.startsWith('%7B')) return JSON.parse(decodeURIComponent(value))
  return typeof value === 'string' && time.test(value) && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : value
}
