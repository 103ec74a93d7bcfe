/** Recognises an EKS cluster by what a kubeconfig says of it: its address, its names, the command that makes its tokens. */

/** What is known of a cluster's place in AWS; parts that nothing tells are absent. */
export interface EksName {
  readonly cluster?: string
  readonly region?: string
  readonly account?: string
}

/** How a kubeconfig has a token made, when that is by AWS's own command. */
export interface EksExec extends EksName {
  readonly cluster: string
  readonly profile?: string
  readonly roleArn?: string
}

interface Exec {
  readonly command?: unknown
  readonly args?: unknown
  readonly env?: unknown
}

const address = /^https:\/\/[0-9a-z]+\.(?:[a-z0-9]+\.)?([a-z]{2}(?:-[a-z]+)+-\d)\.eks\.amazonaws\.com(?:\.cn)?(?::\d+)?\/?$/i
const addressOfBoth = /^https:\/\/[0-9a-z-]+\.eks-cluster\.([a-z]{2}(?:-[a-z]+)+-\d)\.api\.aws(?::\d+)?\/?$/i
const clusterArn = /^arn:aws[a-z-]*:eks:([a-z0-9-]+):(\d{12}):cluster\/([0-9A-Za-z][0-9A-Za-z_-]*)$/
const eksctlName = /^(?:[^@]+@)?([0-9A-Za-z][0-9A-Za-z_-]*)\.([a-z]{2}(?:-[a-z]+)+-\d)\.eksctl\.io$/

/** @returns undefined where nothing speaks of EKS */
export function eksNameOf(server: string, names: readonly string[], exec?: EksExec): EksName | undefined {
  const region = address.exec(server)?.[1] ?? addressOfBoth.exec(server)?.[1]
  const told: { cluster?: string; region?: string; account?: string } = {}
  for (const name of names) {
    const [, ofArn, account, cluster] = clusterArn.exec(name) ?? []
    const [, ctl, ofCtl] = eksctlName.exec(name) ?? []
    if (cluster !== undefined) Object.assign(told, { cluster, region: ofArn, account })
    else if (ctl !== undefined && told.cluster === undefined) Object.assign(told, { cluster: ctl, region: ofCtl })
  }
  if (region === undefined && told.cluster === undefined && !exec) return undefined
  const { cluster, region: ofExec } = exec ?? {}
  return {
    ...told,
    ...(cluster !== undefined && { cluster }),
    ...((region ?? ofExec ?? told.region) !== undefined && { region: region ?? ofExec ?? told.region }),
  } as EksName
}

/** Settings of the AWS command that we know how to follow; one that sets more is run instead. */
const knownEnv = new Set(['AWS_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_STS_REGIONAL_ENDPOINTS'])
const flagNames: Readonly<Record<string, 'cluster' | 'region' | 'profile' | 'roleArn' | ''>> = {
  '--cluster-name': 'cluster',
  '--cluster-id': 'cluster',
  '-i': 'cluster',
  '--region': 'region',
  '--profile': 'profile',
  '--role-arn': 'roleArn',
  '--role': 'roleArn',
  '-r': 'roleArn',
  '--output': '',
  '--cache': '',
}

/**
 * Reads `aws eks get-token ...` and `aws-iam-authenticator token ...`.
 * @returns undefined for other commands, and for settings that are not understood: then the command itself must run
 */
export function eksExecOf(exec: Exec | undefined): EksExec | undefined {
  if (typeof exec?.command !== 'string' || !Array.isArray(exec.args)) return undefined
  const command = exec.command
    .split(/[\\/]/)
    .at(-1)
    ?.replace(/\.(exe|cmd)$/i, '')
  const words = exec.args.map(String)
  const verbs = command === 'aws' ? ['eks', 'get-token'] : command === 'aws-iam-authenticator' ? ['token'] : undefined
  if (!verbs) return undefined
  const told: Record<string, string> = {}
  const plain: string[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string
    if (!word.startsWith('-')) {
      plain.push(word)
      continue
    }
    const at = word.indexOf('=')
    const name = flagNames[at === -1 ? word : word.slice(0, at)]
    if (name === undefined) return undefined
    const isSwitch = word === '--cache'
    const value = at !== -1 ? word.slice(at + 1) : isSwitch ? '' : words[++i]
    if (value === undefined) return undefined
    if (name !== '') told[name] = value
  }
  if (plain.join(' ') !== verbs.join(' ') || told['cluster'] === undefined) return undefined
  for (const entry of Array.isArray(exec.env) ? (exec.env as { name?: unknown; value?: unknown }[]) : []) {
    if (!knownEnv.has(String(entry?.name))) return undefined
    if (entry.name === 'AWS_PROFILE') told['profile'] ??= String(entry.value)
    if (entry.name === 'AWS_REGION' || entry.name === 'AWS_DEFAULT_REGION') told['region'] ??= String(entry.value)
  }
  return told as unknown as EksExec
}
