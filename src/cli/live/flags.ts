/** The flags by which a live cluster and its account are named. */
import { UsageError } from '../../model/usage-error.ts'

export interface LiveFlags {
  readonly context?: readonly string[]
  readonly kubeconfig?: string
  readonly cluster?: string
  readonly region?: string
  readonly profile?: string
  readonly roleArn?: string
  /** `--no-aws` makes it false. */
  readonly aws?: boolean
  readonly kube?: boolean
  readonly allClusters?: boolean
  /** Of each phase, in seconds. */
  readonly timeout?: number
  readonly allowNodeProxy?: boolean
  readonly askKubelets?: boolean
}

const names: Readonly<Record<string, string>> = {
  context: '--context',
  kubeconfig: '--kubeconfig',
  cluster: '--cluster',
  region: '--region',
  profile: '--profile',
  roleArn: '--role-arn',
  allClusters: '--all-clusters',
  timeout: '--timeout',
  allowNodeProxy: '--allow-node-proxy',
  askKubelets: '--ask-kubelets',
}

/** Throws `UsageError` where a flag for live clusters stands beside files, which it would not change. */
export function refuseLiveFlags(flags: LiveFlags, target: string): void {
  const given = Object.keys(names).find((key) => flags[key as keyof LiveFlags] !== undefined)
  const off = flags.aws === false ? '--no-aws' : flags.kube === false ? '--no-kube' : undefined
  const flag = given === undefined ? off : names[given]
  if (flag !== undefined) throw new UsageError(`${flag} is for live clusters; it does not go with ${target}`)
}
