/** Reads kubeconfigs as kubectl does: which contexts there are, and what it takes to open one. */
import { type SpawnOptions, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path'
import type { KubeConfig } from '@kubernetes/client-node/dist/config.js'
import { UsageError } from '../model/usage-error.ts'
import type { AwsIdentity } from './eks-token.ts'
import { type EksExec, type EksName, eksExecOf, eksNameOf } from './eks-name.ts'
import { tame } from './kube-errors.ts'

/** One context, with all that opening it takes. */
export interface Place {
  readonly context: string
  readonly server: string
  readonly config: KubeConfig
  /** Undefined where nothing speaks of EKS. */
  readonly eks: EksName | undefined
  /** Whose AWS credentials make the token; undefined where the kubeconfig has other means. */
  readonly token: EksExec | undefined
  /** Headers that play another user (`as`, `as-groups`, `as-uid`, `as-user-extra`). */
  readonly headers: Readonly<Record<string, string | string[]>>
}

export interface Kubeconfig {
  readonly contexts: readonly string[]
  readonly current: string | undefined
  /** Where it was read from, for messages. */
  readonly from: string
  /** Throws `UsageError` where the context does not hold together. */
  place(context: string): Place
}

interface RawUser {
  readonly name?: unknown
  readonly user?: Readonly<Record<string, unknown>> | null
}

/**
 * @param file what the user named; else `KUBECONFIG` (several files, the first to say a thing wins), `~/.kube/config`, or
 *   the service account of the pod we run in
 * @throws UsageError where there is none, or it cannot be read
 */
export async function readKubeconfig(file: string | undefined, env: NodeJS.ProcessEnv = process.env): Promise<Kubeconfig> {
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js')
  const named = file !== undefined ? [file] : (env['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '')
  const files = (named.length > 0 ? named : [join(homedir(), '.kube', 'config')]).filter(existsSync)
  const whole = new KubeConfig()
  const users = new Map<string, Readonly<Record<string, unknown>>>()
  if (files.length === 0) {
    if (named.length > 0) throw new UsageError(`no kubeconfig at ${named.join(delimiter)}`)
    if (!env['KUBERNETES_SERVICE_HOST'])
      throw new UsageError('no kubeconfig: ~/.kube/config is not there and KUBECONFIG is not set; name a target, --kubeconfig FILE, or --cluster NAME')
    whole.loadFromCluster()
    return { contexts: ['in-cluster'], current: 'in-cluster', from: 'the pod', place: () => placeOf(whole, whole.getCurrentContext(), users, 'in-cluster') }
  }
  for (const path of files) await readFile(path, whole, users, new KubeConfig())
  const from = files.join(delimiter)
  return {
    contexts: whole.getContexts().map(({ name }) => name),
    current: whole.getCurrentContext() || undefined,
    from,
    place: (context) => placeOf(whole, context, users),
  }
}

async function readFile(path: string, whole: KubeConfig, users: Map<string, Readonly<Record<string, unknown>>>, one: KubeConfig): Promise<void> {
  const { load, YAMLException } = await import('js-yaml')
  const text = readFileSync(path, 'utf8')
  try {
    const raw = load(text)
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new UsageError(`${path}: is no kubeconfig`)
    // Both are read: the library knows what to do with a kubeconfig, but not each of its keys.
    for (const { name, user } of ((raw as { users?: RawUser[] }).users ?? []) as RawUser[])
      if (typeof name === 'string' && user && !users.has(name)) users.set(name, user)
    one.loadFromString(text)
    one.makePathsAbsolute(dirname(resolve(path)))
  } catch (error) {
    if (error instanceof UsageError) throw error
    // What the parser stumbled over may be a secret: the place is enough.
    if (error instanceof YAMLException) throw new UsageError(`${path}:${(error.mark?.line ?? 0) + 1}: is no kubeconfig: ${error.reason}`)
    throw new UsageError(`${path}: is no kubeconfig: ${tame((error as Error).message)}`)
  }
  for (const user of one.getUsers()) {
    const command = (user.exec as { command?: unknown } | null)?.command
    if (typeof command === 'string' && /[\\/]/.test(command) && !isAbsolute(command)) user.exec.command = resolve(dirname(path), command)
    const { tokenFile } = users.get(user.name) ?? {}
    if (typeof tokenFile === 'string' && !user.token)
      Object.assign(user, { authProvider: { name: 'tokenFile', config: { tokenFile: resolve(dirname(path), tokenFile) } } })
  }
  whole.clusters = firstOf(whole.getClusters(), one.getClusters())
  whole.users = firstOf(whole.getUsers(), one.getUsers())
  whole.contexts = firstOf(whole.getContexts(), one.getContexts())
  if (!whole.getCurrentContext() && one.getCurrentContext()) whole.setCurrentContext(one.getCurrentContext())
}

function firstOf<T extends { readonly name: string }>(before: readonly T[], more: readonly T[]): T[] {
  const known = new Map(before.map((entry) => [entry.name, entry]))
  for (const entry of more) if (!known.has(entry.name)) known.set(entry.name, entry)
  return [...known.values()]
}

function placeOf(whole: KubeConfig, context: string, users: ReadonlyMap<string, Readonly<Record<string, unknown>>>, label = context): Place {
  const found = whole.getContextObject(context)
  const cluster = found && whole.getCluster(found.cluster)
  if (!found || !cluster) throw new UsageError(`context ${context} names cluster ${found?.cluster}, which the kubeconfig does not hold`)
  const user = whole.getUser(found.user)
  if (found.user && !user) throw new UsageError(`context ${context} names user ${found.user}, which the kubeconfig does not hold`)
  // Each place has its own means of making tokens: they remember whose they made.
  const config = new (whole.constructor as new () => KubeConfig)()
  config.currentContext = context
  // Without an entry for a user the library leaves out the certificate authority, too.
  config.users = user ? [{ ...user }] : [{ name: '' }]
  config.contexts = [{ ...found, user: user?.name ?? '' }]
  config.clusters = [{ ...cluster, ...(isLoopback(cluster.server) && cluster.server.startsWith('http:') && { skipTLSVerify: true }) }]
  const token = user?.token || user?.certData || user?.certFile ? undefined : eksExecOf(user?.exec)
  return {
    context: label,
    server: cluster.server,
    config,
    eks: eksNameOf(cluster.server, [context, cluster.name], eksExecOf(user?.exec)),
    token,
    headers: impersonation(users.get(found.user) ?? {}),
  }
}

/** A cluster as AWS describes it, opened without any kubeconfig. @param authority PEM in base64 */
export async function placeOfEks(name: string, region: string, endpoint: string, authority: string, identity: AwsIdentity): Promise<Place> {
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js')
  const config = new KubeConfig()
  config.loadFromClusterAndUser({ name, server: endpoint, caData: authority, skipTLSVerify: false }, { name: 'aws' })
  const token = { ...identity, cluster: name, region }
  return { context: name, server: endpoint, config, eks: { cluster: name, region }, token, headers: {} }
}

/** The headers by which the API server is asked to take us for another. */
function impersonation(user: Readonly<Record<string, unknown>>): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {}
  const extra = (user['as-user-extra'] ?? {}) as Readonly<Record<string, unknown>>
  if (Array.isArray(user['as-groups'])) headers['Impersonate-Group'] = user['as-groups'].map(String)
  if (typeof user['as-uid'] === 'string') headers['Impersonate-Uid'] = user['as-uid']
  for (const [name, values] of Object.entries(extra)) if (Array.isArray(values)) headers[`Impersonate-Extra-${encodeURIComponent(name)}`] = values.map(String)
  return headers
}

/** Whether an address leads to this very machine: plain HTTP to it leaks nothing (`kubectl proxy`), and no proxy leads there. */
export function isLoopback(server: string): boolean {
  const { hostname } = URL.canParse(server) ? new URL(server) : { hostname: '' }
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

/** Seconds that a command has for making a credential: people sign in through a browser meanwhile. */
const execSeconds = 120

/** Lets commands that make credentials know the cluster, and end when we do. */
export function minding(config: KubeConfig, server: string, signal: AbortSignal): void {
  const { authenticators } = config as unknown as { authenticators: readonly { execFn?: unknown; tokenCache?: Record<string, unknown> }[] }
  for (const one of authenticators) {
    if (!('execFn' in one)) continue
    one.execFn = (command: string, args: readonly string[] = [], options: SpawnOptions = {}) => {
      const exec = config.getCurrentUser()?.exec as { apiVersion?: string } | undefined
      const info = { apiVersion: exec?.apiVersion, kind: 'ExecCredential', spec: { cluster: { server }, interactive: false } }
      const env = { ...(options.env ?? process.env), KUBERNETES_EXEC_INFO: JSON.stringify(info) }
      return spawn(command, [...args], { ...options, env, signal, timeout: execSeconds * 1000, stdio: ['ignore', 'pipe', 'pipe'] })
    }
  }
}

/** Makes the next request ask for a new credential. */
export function forgetTokens(config: KubeConfig): void {
  const { authenticators } = config as unknown as { authenticators: { tokenCache?: unknown; token?: unknown; currentTokenExpiration?: unknown }[] }
  for (const one of authenticators) {
    if ('tokenCache' in one) one.tokenCache = {}
    if ('lastRead' in one) one.token = null
  }
}
