/** Which clusters the flags mean: contexts of a kubeconfig, a cluster of an account, or all of them. */
import { describeCluster, listClusters } from '../../collect/aws/clusters.ts'
import type { Aws } from '../../doors/aws.ts'
import type { AwsIdentity } from '../../doors/eks-token.ts'
import { tame } from '../../doors/kube-errors.ts'
import { type Kubeconfig, type Place, placeOfEks, readKubeconfig } from '../../doors/kubeconfig.ts'
import { UsageError } from '../../model/usage-error.ts'
import { hint } from '../../model/nearest.ts'
import type { AccountDoor } from './account.ts'
import type { LiveFlags } from './flags.ts'

export interface Target {
  /** What reports call it. */
  readonly name: string
  /** Undefined where the Kubernetes API is not to be asked. */
  readonly place: Place | undefined
  /** In whose name AWS is asked. */
  readonly identity: AwsIdentity
  /** The name of the cluster in AWS, where it is known. */
  readonly cluster: string | undefined
}

/** Throws `UsageError` where the flags mean no cluster, or more than one. */
export async function findTargets(flags: LiveFlags, account: AccountDoor | undefined): Promise<Target[]> {
  const { cluster, context = [] } = flags
  if (flags.aws === false && flags.kube === false) throw new UsageError('--no-aws and --no-kube leave nothing to ask')
  if (flags.allClusters && (context.length > 0 || cluster !== undefined)) throw new UsageError('--all-clusters means each; leave out --context and --cluster')
  if (cluster !== undefined && context.length > 1) throw new UsageError('--cluster names one cluster; give one --context with it')
  if (flags.allClusters) return ofAccount(flags, account, undefined)
  if (cluster === undefined || context.length > 0) return ofContexts(flags, context)
  return flags.aws === false ? ofKubeconfig(flags, cluster) : ofAccount(flags, account, cluster)
}

/** Throws `UsageError` where the flags mean none, or several. */
export async function findTarget(flags: LiveFlags, account: AccountDoor | undefined): Promise<Target> {
  const targets = await findTargets(flags, account)
  const [only] = targets
  if (!only || targets.length > 1) throw new UsageError(`name one cluster; the flags name ${targets.length}`)
  return only
}

const identityOf = ({ region, profile, roleArn }: LiveFlags): AwsIdentity => ({
  ...(region !== undefined && { region }),
  ...(profile !== undefined && { profile }),
  ...(roleArn !== undefined && { roleArn }),
})

async function ofContexts(flags: LiveFlags, named: readonly string[]): Promise<Target[]> {
  const kubeconfig = await readKubeconfig(flags.kubeconfig)
  const { contexts, current, from } = kubeconfig
  if (contexts.length === 0) throw new UsageError(`${from} holds no contexts`)
  for (const name of named)
    if (!contexts.includes(name)) throw new UsageError(`no context is called ${name}${hint(name, contexts)}; ${from} has ${few(contexts)}`)
  if (named.length === 0 && current === undefined) throw new UsageError(`${from} has no current context; say --context: ${few(contexts)}`)
  if (named.length === 0 && !contexts.includes(current as string))
    throw new UsageError(`the current context ${current} is not in ${from}${hint(current as string, contexts)}; it has ${few(contexts)}`)
  return [...new Set(named.length > 0 ? named : [current as string])].map((name) => targetOf(kubeconfig.place(name), flags))
}

function targetOf(place: Place, flags: LiveFlags): Target {
  const cluster = flags.cluster ?? place.eks?.cluster
  if (flags.kube === false && cluster === undefined)
    throw new UsageError(`--no-kube: nothing tells which cluster context ${place.context} is; say --cluster NAME`)
  const region = flags.region ?? place.eks?.region
  // Whose token opens the cluster is whose account it is, unless the user says otherwise.
  const profile = flags.profile ?? place.token?.profile
  return {
    name: place.context,
    place: flags.kube === false ? undefined : place,
    identity: { ...identityOf(flags), ...(region !== undefined && { region }), ...(profile !== undefined && { profile }) },
    cluster,
  }
}

/** The context that leads to a cluster, where AWS is not to be asked. */
async function ofKubeconfig(flags: LiveFlags, cluster: string): Promise<Target[]> {
  const kubeconfig = await readKubeconfig(flags.kubeconfig)
  const found = leading(kubeconfig, cluster, flags.region)
  if (found.length === 0) throw new UsageError(`no context of ${kubeconfig.from} leads to a cluster called ${cluster}; say --context`)
  if (found.length > 1)
    throw new UsageError(`${found.length} contexts lead to clusters called ${cluster} (${few(found.map((place) => place.context))}); say --context`)
  return found.map((place) => targetOf(place, flags))
}

/** Contexts that do not hold together lead nowhere. */
function leading({ contexts, place }: Kubeconfig, cluster: string, region: string | undefined): Place[] {
  return contexts.flatMap((name) => {
    try {
      const one = place(name)
      return one.eks?.cluster === cluster && (region === undefined || one.eks.region === region) ? [one] : []
    } catch {
      return []
    }
  })
}

async function ofAccount(flags: LiveFlags, account: AccountDoor | undefined, cluster: string | undefined): Promise<Target[]> {
  if (!account) throw new UsageError('--all-clusters asks AWS; leave out --no-aws')
  if (cluster !== undefined && flags.region === undefined) await refuseTwins(flags, cluster)
  const aws = await account.openAws(identityOf(flags))
  const names = cluster === undefined ? await listClusters(aws).catch(refused('eks:ListClusters', aws.region)) : [cluster]
  if (names.length === 0) throw new UsageError(`there is no EKS cluster in ${aws.region} of this account`)
  const targets: Target[] = []
  for (const name of names) {
    const identity = { ...identityOf(flags), region: aws.region }
    const found = flags.kube === false ? undefined : await describeCluster(aws, name).catch((error: Error) => notFound(error, name, aws))
    targets.push({
      name,
      place: found && (await placeOfEks(name, found.region, found.endpoint, found.authority, identity)),
      identity,
      cluster: name,
    })
  }
  return targets
}

async function notFound(error: Error, name: string, aws: Aws): Promise<never> {
  if (error.name !== 'ResourceNotFoundException') return refused('eks:DescribeCluster', aws.region)(error)
  const known = await listClusters(aws).catch(() => [])
  throw new UsageError(`no cluster is called ${name} in ${aws.region}${hint(name, known)}${known.length > 0 ? `; there is ${few(known)}` : ''}`)
}

/**
 * Throws `UsageError`, with the nearest name, where there is no such cluster. Whoever may not describe it may still be
 * told of what is around it.
 */
export async function refuseAbsent(aws: Aws, cluster: string): Promise<void> {
  await describeCluster(aws, cluster).catch((error: Error) => (error.name === 'ResourceNotFoundException' ? notFound(error, cluster, aws) : undefined))
}

/** What AWS says to a call without which no cluster is found. */
const refused =
  (action: string, region: string) =>
  (error: Error): never => {
    throw error instanceof UsageError ? error : new UsageError(`${action} in ${region}: ${tame(`${error.name}: ${error.message}`)}`)
  }

/** The kubeconfig may know the name in several regions; then a guess would be wrong for some. */
async function refuseTwins(flags: LiveFlags, cluster: string): Promise<void> {
  const kubeconfig = await readKubeconfig(flags.kubeconfig).catch(() => undefined)
  const places = kubeconfig ? leading(kubeconfig, cluster, undefined) : []
  const regions = [...new Set(places.map(({ eks }) => `${eks?.account ?? ''} ${eks?.region}`.trim()))]
  if (regions.length > 1) throw new UsageError(`several clusters are called ${cluster} (${few(regions.sort())}); say --region, or --context`)
}

const few = (names: readonly string[]): string => `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`
