/** The door to AWS: signs in, and asks one operation at a time, page by page. SDK clients load when a service is first asked. */
import { nextOf, type Page } from './aws/pages.ts'
import { plain } from './aws/plain.ts'
import { type AwsOptions, type Credentials, signIn } from './aws/sign-in.ts'

export type { Page } from './aws/pages.ts'
export type { AwsOptions } from './aws/sign-in.ts'

export interface Aws {
  readonly region: string
  /** Throws `UsageError` where there are none, or they have expired. */
  credentials(): Promise<Credentials>
  /**
   * The pages of an operation's answer as the AWS CLI prints them: no metadata, times in ISO 8601, policies of IAM as objects.
   * Throws what the SDK throws once its retries are used up (`error.name` is AWS's code), and `RepeatedToken` where a page
   * leads back to one that was already read.
   * @param service as in `eks:DescribeCluster`
   */
  call(service: string, operation: string, input: object, signal?: AbortSignal): AsyncIterable<Page>
}

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
  send(command: object, options: { abortSignal?: AbortSignal }): Promise<object>
}
type Constructor<T> = new (input: object) => T
type Service = Readonly<Record<string, Constructor<object>>> & { readonly Client: Constructor<Client> }

/** Milliseconds: until connected, and until an answer begins. */
const patience = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true }

/** Throws `UsageError` where no Region is set, the profile is unknown, or `roleArn` is no role. */
export async function openAws(options: AwsOptions): Promise<Aws> {
  const { region, provider, credentials } = await signIn(options)
  const clients = new Map<string, Promise<{ client: Client; service: Service }>>()
  const open = async (name: keyof typeof services) => {
    const service = (await services[name]()) as unknown as Service
    const client = new service.Client({
      region,
      credentials: provider,
      requestHandler: patience,
      ...(options.profile !== undefined && { profile: options.profile }),
      ...(process.env['AWS_MAX_ATTEMPTS'] === undefined && { maxAttempts: 6 }),
      ...(name === 's3' && { followRegionRedirects: true, forcePathStyle: hasOwnEndpoint('S3') }),
    })
    return { client, service }
  }
  return {
    region,
    credentials,
    async *call(name, operation, input, signal) {
      if (!Object.hasOwn(services, name)) throw new Error(`no client of ${name} is built in`)
      let opening = clients.get(name)
      if (!opening) {
        opening = open(name as keyof typeof services)
        clients.set(name, opening)
      }
      const { client, service } = await opening
      const Command = service[operation]
      if (!Command) throw new Error(`no ${name}:${operation} is built in`)
      const read = new Set<string>()
      for (let next: object | undefined = {}; next; ) {
        const page = plain(await client.send(new Command({ ...input, ...next }), { ...(signal && { abortSignal: signal }) }))
        next = nextOf(page)
        const token = Object.values(next ?? {})[0] as string | undefined
        if (token !== undefined && read.has(token)) throw repeated(`${name}:${operation}`)
        if (token !== undefined) read.add(token)
        yield page
      }
    },
  }
}

const hasOwnEndpoint = (service: string): boolean => (process.env[`AWS_ENDPOINT_URL_${service}`] ?? process.env['AWS_ENDPOINT_URL']) !== undefined

function repeated(call: string): Error {
  const error = new Error(`the pages of ${call} lead in a circle`)
  error.name = 'RepeatedToken'
  return error
}
