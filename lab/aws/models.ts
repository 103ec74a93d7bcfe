/** The AWS services that the stand-in speaks, as the SDK's own models describe them. */
import type { StaticOperationSchema, StaticStructureSchema } from '@smithy/types'
import { NormalizedSchema } from '@smithy/core/schema'
import { learnPaging, type Paging } from './paging.ts'

/** How requests and answers are written on the wire. */
export type Protocol = 'json' | 'query' | 'ec2' | 'rest-json' | 'rest-xml'

export interface Operation {
  readonly name: string
  readonly input: NormalizedSchema
  readonly output: NormalizedSchema
  /** Method, path template and status, where the protocol has them. */
  readonly http?: readonly [method: string, path: string, status: number]
  /** How it pages; undefined where it does not. */
  paging(): Promise<Paging | undefined>
}

export interface Model {
  /** As worlds and kinds spell it: `elasticloadbalancingv2`. */
  readonly service: string
  readonly protocol: Protocol
  readonly xmlNamespace: string
  readonly namespace: string
  readonly jsonVersion: '1.0' | '1.1'
  /** The SDK's client: its protocol carries the codecs. */
  readonly client: { readonly config: { readonly protocol: WireProtocol } }
  readonly operations: ReadonlyMap<string, Operation>
  /** Errors that the service may answer, by shape name and by the code that stands on the wire. */
  readonly errors: ReadonlyMap<string, { readonly code: string; readonly status: number }>
}

interface Codec {
  createSerializer(): { write(schema: unknown, value: unknown): void; flush(): string | Uint8Array }
  createDeserializer(): { read(schema: unknown, data: Uint8Array | string): unknown | Promise<unknown> }
}
export interface WireProtocol {
  getShapeId(): string
  getPayloadCodec(): Codec
}

interface ServiceInfo {
  /** The name in the credential scope of a signature. */
  readonly signing: string
  /** The prefix of the service's IAM actions. */
  readonly iam: string
  /** One endpoint for all regions. */
  readonly global?: true
  load(): Promise<object>
}

export const services: Readonly<Record<string, ServiceInfo>> = {
  autoscaling: { signing: 'autoscaling', iam: 'autoscaling', load: () => import('@aws-sdk/client-auto-scaling') },
  cloudtrail: { signing: 'cloudtrail', iam: 'cloudtrail', load: () => import('@aws-sdk/client-cloudtrail') },
  cloudwatch: { signing: 'monitoring', iam: 'cloudwatch', load: () => import('@aws-sdk/client-cloudwatch') },
  config: { signing: 'config', iam: 'config', load: () => import('@aws-sdk/client-config-service') },
  ec2: { signing: 'ec2', iam: 'ec2', load: () => import('@aws-sdk/client-ec2') },
  ecr: { signing: 'ecr', iam: 'ecr', load: () => import('@aws-sdk/client-ecr') },
  efs: { signing: 'elasticfilesystem', iam: 'elasticfilesystem', load: () => import('@aws-sdk/client-efs') },
  eks: { signing: 'eks', iam: 'eks', load: () => import('@aws-sdk/client-eks') },
  elasticloadbalancingv2: { signing: 'elasticloadbalancing', iam: 'elasticloadbalancing', load: () => import('@aws-sdk/client-elastic-load-balancing-v2') },
  events: { signing: 'events', iam: 'events', load: () => import('@aws-sdk/client-eventbridge') },
  guardduty: { signing: 'guardduty', iam: 'guardduty', load: () => import('@aws-sdk/client-guardduty') },
  iam: { signing: 'iam', iam: 'iam', global: true, load: () => import('@aws-sdk/client-iam') },
  inspector2: { signing: 'inspector2', iam: 'inspector2', load: () => import('@aws-sdk/client-inspector2') },
  kms: { signing: 'kms', iam: 'kms', load: () => import('@aws-sdk/client-kms') },
  logs: { signing: 'logs', iam: 'logs', load: () => import('@aws-sdk/client-cloudwatch-logs') },
  s3: { signing: 's3', iam: 's3', global: true, load: () => import('@aws-sdk/client-s3') },
  securityhub: { signing: 'securityhub', iam: 'securityhub', load: () => import('@aws-sdk/client-securityhub') },
  ssm: { signing: 'ssm', iam: 'ssm', load: () => import('@aws-sdk/client-ssm') },
  sts: { signing: 'sts', iam: 'sts', global: true, load: () => import('@aws-sdk/client-sts') },
}

const protocols: Readonly<Record<string, Protocol>> = {
  'aws.protocols#awsJson1_0': 'json',
  'aws.protocols#awsJson1_1': 'json',
  'aws.protocols#awsQuery': 'query',
  'aws.protocols#ec2Query': 'ec2',
  'aws.protocols#restJson1': 'rest-json',
  'aws.protocols#restXml': 'rest-xml',
}

const known = new Map<string, Promise<Model>>()

/** The service a signature was made for; undefined where the stand-in has none of that name. */
export const serviceOfScope = (signing: string): string | undefined => Object.keys(services).find((name) => services[name]?.signing === signing)

/**
 * Loads a service's model once.
 * @throws Error where the stand-in does not speak the service, or its SDK uses a protocol that is new
 */
export function modelOf(service: string): Promise<Model> {
  const found = known.get(service)
  if (found) return found
  const loading = load(service)
  known.set(service, loading)
  return loading
}

type Client = Model['client'] & {
  readonly config: {
    readonly protocol: WireProtocol & { readonly options?: { readonly xmlNamespace?: string; readonly defaultNamespace: string } }
  }
}

async function load(service: string): Promise<Model> {
  const info = services[service]
  if (!info) throw new Error(`the stand-in does not speak ${service}`)
  // The SDK warns on stderr of Node releases that it will leave behind next year.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  const sdk = (await info.load()) as Readonly<Record<string, unknown>>
  const clientName = Object.keys(sdk).find((name) => /^[A-Za-z0-9]+Client$/.test(name) && name !== '__Client') as string
  const client = new (sdk[clientName] as new (config: object) => Client)({ region: 'us-east-1' })
  const shape = client.config.protocol.getShapeId()
  const protocol = protocols[shape]
  if (!protocol) throw new Error(`the SDK speaks ${service} in ${shape}, which the stand-in does not`)
  const operations = new Map<string, Operation>()
  const errors = new Map<string, { code: string; status: number }>()
  let namespace = ''
  for (const [name, value] of Object.entries(sdk)) {
    if (!name.endsWith('$') || !Array.isArray(value)) continue
    if (value[0] === 9) {
      const operation = operationOf(value as unknown as StaticOperationSchema, sdk, client)
      operations.set(operation.name, operation)
      namespace = value[1] as string
    } else if (value[0] === -3) errors.set(value[2] as string, errorOf(value as unknown as StaticStructureSchema))
  }
  return {
    service,
    protocol,
    xmlNamespace: client.config.protocol.options?.xmlNamespace ?? xmlNamespaces[service] ?? '',
    namespace,
    jsonVersion: shape.endsWith('1_0') ? '1.0' : '1.1',
    client,
    operations,
    errors,
  }
}

const xmlNamespaces: Readonly<Record<string, string>> = { s3: 'http://s3.amazonaws.com/doc/2006-03-01/' }

function operationOf(schema: StaticOperationSchema, sdk: Readonly<Record<string, unknown>>, client: object): Operation {
  const name = schema[2]
  const traits = typeof schema[3] === 'object' ? schema[3] : {}
  const input = NormalizedSchema.of(schema[4])
  const output = NormalizedSchema.of(schema[5])
  let learned: Promise<Paging | undefined> | undefined
  const paging = () => {
    learned ??= learnPaging(sdk[`paginate${name}`], client, input, output)
    return learned
  }
  return { name, input, output, ...(traits.http && { http: traits.http }), paging }
}

function errorOf(schema: StaticStructureSchema): { code: string; status: number } {
  const traits = (typeof schema[3] === 'object' ? schema[3] : {}) as { awsQueryError?: [string, number]; httpError?: number; error?: string }
  return { code: traits.awsQueryError?.[0] ?? schema[2], status: traits.httpError ?? traits.awsQueryError?.[1] ?? (traits.error === 'server' ? 500 : 400) }
}
