/** Finds clusters in an account: by name, by the address of their API server, or all of a region. */
import { UsageError } from '../../model/usage-error.ts'

/** What is needed of the door to AWS here. */
export interface Calls {
  readonly region: string
  /** Pages, as the SDK gives them. */
  call(service: string, operation: string, input: object): AsyncIterable<object>
}

export interface EksCluster {
  readonly name: string
  readonly region: string
  readonly endpoint: string
  /** The authority its certificate is signed by, PEM in base64. */
  readonly authority: string
}

export async function listClusters(aws: Calls): Promise<string[]> {
  const names: string[] = []
  for await (const page of aws.call('eks', 'ListClusters', {})) names.push(...((page as { clusters?: string[] }).clusters ?? []))
  return names.sort()
}

/** Throws `UsageError` where it has no API server yet, or no more; else what the call throws. */
export async function describeCluster(aws: Calls, name: string): Promise<EksCluster> {
  for await (const page of aws.call('eks', 'DescribeCluster', { name })) {
    const { endpoint, certificateAuthority, status } =
      (page as { cluster?: { endpoint?: string; certificateAuthority?: { data?: string }; status?: string } }).cluster ?? {}
    if (!endpoint || !certificateAuthority?.data) throw new UsageError(`cluster ${name} in ${aws.region} has no API server (${status ?? 'no status'})`)
    return { name, region: aws.region, endpoint, authority: certificateAuthority.data }
  }
  throw new UsageError(`cluster ${name} in ${aws.region}: the answer was empty`)
}

/** @returns the name of the cluster whose API server has the address; undefined where the account and region hold none */
export async function clusterAt(aws: Calls, server: string): Promise<string | undefined> {
  const wanted = server.toLowerCase().replace(/(:443)?\/?$/, '')
  for (const name of await listClusters(aws)) {
    const endpoint = await describeCluster(aws, name).then(
      (found) => found.endpoint,
      () => '',
    )
    if (endpoint.toLowerCase() === wanted) return name
  }
  return undefined
}
