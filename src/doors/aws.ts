/** The door to AWS: signs in, and asks one operation at a time, page by page. SDK clients load when a service is first asked. */
import { setMaxListeners } from 'node:events'

import { nextOf, type Page } from './aws/pages.ts'
import { plain } from './aws/plain.ts'
import { type AwsOptions, type Credentials, signIn } from './aws/sign-in.ts'
import { wayTo } from './aws/way.ts'

export type { Page } from './aws/pages.ts'
export type { AwsOptions } from './aws/sign-in.ts'

export interface Aws {
  readonly region: string
  /** Throws `UsageError` where there are none, or they have expired. */
  credentials(): Promise<Credentials>
  /**
   * The pages of an operation's answer as the AWS CLI prints them: no metadata, times in ISO 8601, policies of IAM as objects.
   * Throws what the SDK throws once its retries are used up (`error.name` is AWS's code), and `RepeatedToken` where a page
   * leads back to one that was already read, and `NotAws` where something else answered.
   * @param service as in `eks:DescribeCluster`
   */
  call(service: string, operation: string, input: object, signal?: AbortSignal): AsyncIterable<Page>
}

/** A door that is open. */
export interface AwsDoor extends Aws {
  /** The same door, signed in the same way, for further operations of its services. */
  also(further: Operations): AwsDoor
}

/** Loads further operations of services. */
export type Operations = Readonly<Record<string, () => Promise<object>>>

/** Loads what the program uses of a service's SDK. */
const services = {
  autoscaling: () => import('./aws/autoscaling.ts'),
  cloudtrail: () => import('./aws/cloudtrail.ts'),
  cloudwatch: () => import('./aws/cloudwatch.ts'),
  config: () => import('./aws/config.ts'),
  ec2: () => import('./aws/ec2.ts'),
  ecr: () => import('./aws/ecr.ts'),
  efs: () => import('./aws/efs.ts'),
  eks: () => import('./aws/eks.ts'),
  elasticloadbalancingv2: () => import('./aws/elasticloadbalancingv2.ts'),
  events: () => import('./aws/events.ts'),
  guardduty: () => import('./aws/guardduty.ts'),
  iam: () => import('./aws/iam.ts'),
  inspector2: () => import('./aws/inspector2.ts'),
  kms: () => import('./aws/kms.ts'),
  logs: () => import('./aws/logs.ts'),
  s3: () => import('./aws/s3.ts'),
  securityhub: () => import('./aws/securityhub.ts'),
  ssm: () => import('./aws/ssm.ts'),
  sts: () => import('./aws/sts.ts'),
}

interface Client {
  send(command: object, options: { abortSignal?: AbortSignal }): Promise<{ readonly $metadata?: { readonly requestId?: string } }>
  readonly middlewareStack: {
    add(middleware: typeof refuseHtml, options: { readonly step: 'deserialize'; readonly priority: 'low'; readonly name: string }): void
  }
}
type Constructor<T> = new (input: object) => T
type Service = Readonly<Record<string, Constructor<object>>> & { readonly Client: Constructor<Client> }

/** Throws `UsageError` where no Region is set, the profile is unknown, or `roleArn` is no role. */
export async function openAws(options: AwsOptions): Promise<AwsDoor> {
  const { region, provider, credentials } = await signIn(options)
  const clients = new Map<string, Promise<{ client: Client; service: Service }>>()
  const open = async (name: keyof typeof services) => {
    const service = (await services[name]()) as unknown as Service
    const client = new service.Client({
      region,
      credentials: provider,
      requestHandler: await wayTo(`https://${name}.${region}.amazonaws.com`),
      ...(options.profile !== undefined && { profile: options.profile }),
      ...(process.env['AWS_MAX_ATTEMPTS'] === undefined && { maxAttempts: 6 }),
      ...(name === 's3' && { followRegionRedirects: true, forcePathStyle: hasOwnEndpoint('S3') }),
    })
    client.middlewareStack.add(refuseHtml, { step: 'deserialize', priority: 'low', name: 'refuseHtml' })
    return { client, service }
  }
  const doorTo = (further: Operations): AwsDoor => ({
    region,
    credentials,
    also: doorTo,
    async *call(name, operation, input, signal) {
      if (!Object.hasOwn(services, name)) throw new Error(`no client of ${name} is built in`)
      let opening = clients.get(name)
      if (!opening) {
        opening = open(name as keyof typeof services)
        clients.set(name, opening)
      }
      const { client, service } = await opening
      // Many calls listen to one signal; that is no leak.
      if (signal) setMaxListeners(0, signal)
      const Command = service[operation] ?? ((await further[name]?.()) as Service | undefined)?.[operation]
      if (!Command) throw new Error(`no ${name}:${operation} is built in`)
      const read = new Set<string>()
      for (let next: object | undefined = {}; next; ) {
        const answer = await client.send(new Command({ ...input, ...next }), { ...(signal && { abortSignal: signal }) })
        const page = plain(answer)
        if (answer.$metadata?.requestId === undefined && isHollow(page)) throw notAws()
        next = nextOf(page)
        const token = Object.values(next ?? {})[0] as string | undefined
        if (token !== undefined && read.has(token)) throw repeated(`${name}:${operation}`)
        if (token !== undefined) read.add(token)
        yield page
      }
    },
  })
  return doorTo({})
}

const hasOwnEndpoint = (service: string): boolean => (process.env[`AWS_ENDPOINT_URL_${service}`] ?? process.env['AWS_ENDPOINT_URL']) !== undefined

type Next = (request: object) => Promise<{ readonly response: unknown }>

/** The SDK reads as an empty list whatever XML it does not know: a proxy's page would count as "there are none". */
const refuseHtml = (next: Next) => async (request: object) => {
  const result = await next(request)
  const { headers = {} } = result.response as { headers?: Record<string, string> }
  if (/html/i.test(headers['content-type'] ?? '')) throw notAws()
  return result
}

/** No value, and not even a list that is empty. */
const isHollow = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isHollow)

const notAws = () => fault('NotAws', 'what answered is not AWS: a proxy may stand in between')
const repeated = (call: string) => fault('RepeatedToken', `the pages of ${call} lead in a circle`)

function fault(name: string, message: string): Error {
  const error = new Error(message)
  error.name = name
  return error
}
