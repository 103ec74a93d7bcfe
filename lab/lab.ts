/** Brings a control plane like EKS's up on loopback, with a world in it, and takes it down again. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Aws, startAws } from './account.ts'
import { fill } from './apply.ts'
import { binaries, defaultVersion } from './binaries.ts'
import { issue, makeAuthority, makeSigningKey, type Pair, type Subject } from './certificates.ts'
import {
  killApiServer,
  kubeconfigOf,
  type Plane,
  serverOf,
  startApiServer,
  startControllers,
  startEtcd,
  startKubelets,
  startSide,
  untilReady,
} from './control-plane.ts'
import { KubeApi } from './kube-api.ts'
import { freePorts } from './ports.ts'
import { stopAll } from './processes.ts'
import { worldNamed } from './worlds/index.ts'
import type { World } from './worlds/world.ts'

export interface LabOptions {
  /** Name of a world, or one made by the test. */
  readonly world?: string | World
  /** Version of Kubernetes, as `1.36.3`. */
  readonly version?: string
  readonly say?: (line: string) => void
}

export interface Lab {
  /** Everything of this run: certificates, kubeconfigs, logs, the audit log in `audit/`. */
  readonly folder: string
  readonly server: string
  readonly world: World
  /** The account beside the cluster, where the lab has one. */
  readonly aws: Aws | undefined
  /** The API as `system:masters`. */
  readonly api: KubeApi
  /**
   * Path of a kubeconfig: for `root` (the default) by client certificate, for a person of the world by a fixed token,
   * and with `exec` as `aws eks update-kubeconfig` writes it.
   * @throws Error where the world knows no such person
   */
  kubeconfig(person?: string, how?: 'token' | 'exec'): string
  /** Path of a kubeconfig by client certificate for any user and groups. */
  user(name: string, groups?: readonly string[]): Promise<string>
  /** Ends the API server at once, as a crash does. */
  killApiServer(): Promise<void>
  /** Brings it back at the same address. */
  startApiServer(): Promise<void>
  /** Ends every process and removes the folder. */
  stop(): Promise<void>
}

const subjects = (hosts: readonly string[]): Readonly<Record<string, Subject>> => ({
  server: { name: 'kube-apiserver', hosts: ['127.0.0.1', 'localhost', 'kubernetes', 'kubernetes.default.svc', '172.20.0.1'] },
  side: { name: 'side', hosts: ['127.0.0.1', 'localhost', ...hosts] },
  root: { name: 'kubernetes-admin', groups: ['system:masters'] },
  'side-client': { name: 'eks:authenticator', groups: ['system:masters'] },
  controllers: { name: 'system:kube-controller-manager' },
  scheduler: { name: 'system:kube-scheduler' },
  kubelets: { name: 'lab:kubelets', groups: ['system:masters'] },
  'kubelet-client': { name: 'kube-apiserver-kubelet-client', groups: ['system:masters'] },
  front: { name: 'front-proxy-client' },
})

/** Kubelets' certificates name no address that could be known before; the API server does not check them, as on EKS. */
const serviceHosts = ({ objects }: World): string[] =>
  objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => `${metadata.name}.${metadata.namespace ?? 'default'}.svc`)

async function makePki(run: string, world: World): Promise<Pair> {
  const put = (name: string, text: string) => writeFileSync(join(run, 'pki', name), text, { mode: 0o600 })
  const ca = await makeAuthority('kubernetes')
  put('ca.crt', ca.cert)
  put('ca.key', ca.key)
  put('sa.key', makeSigningKey())
  await Promise.all(
    Object.entries(subjects([...new Set(serviceHosts(world))])).map(async ([name, subject]) => {
      const pair = await issue(ca, subject)
      put(`${name}.crt`, pair.cert)
      put(`${name}.key`, pair.key)
    }),
  )
  return ca
}

const byFiles = (run: string, name: string) => ({ 'client-certificate': join(run, `pki/${name}.crt`), 'client-key': join(run, `pki/${name}.key`) })
const tokenOf = (person: string): string => `lab-token-${person}`

/** As `aws eks update-kubeconfig` writes it. */
const execUser = ({ cluster, region }: World) => ({
  exec: {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    command: 'aws',
    args: ['--region', region, 'eks', 'get-token', '--cluster-name', cluster, '--output', 'json'],
  },
})

/** Kubelets by address: that is how the API server asks for them. */
function kubeletsByAddress({ objects, kubelets }: World): Record<string, World['kubelets'][string]> {
  const found: Record<string, World['kubelets'][string]> = kubelets['*'] ? { '*': kubelets['*'] } : {}
  for (const { kind, metadata, status } of objects) {
    const own = kind === 'Node' ? kubelets[metadata.name] : undefined
    const address = status?.['addresses']?.find((one: { type: string }) => one.type === 'InternalIP')?.address
    if (own && address) found[address] = own
  }
  return found
}

/**
 * @throws UsageError where the programs are missing or the world is not known
 * @throws Error where a part does not come up; nothing is left behind
 */
export async function startLab({ world: wanted = 'stock', version = defaultVersion, say = () => undefined }: LabOptions = {}): Promise<Lab> {
  const world = typeof wanted === 'string' ? worldNamed(wanted) : wanted
  const found = await binaries(version, say)
  const folder = mkdtempSync(join(tmpdir(), 'ekshield-lab-'))
  for (const name of ['pki', 'audit', 'users']) mkdirSync(join(folder, name))
  const [api, etcd, etcdPeer, hooks, kwok, controllers, scheduler] = (await freePorts(7)) as [number, number, number, number, number, number, number]
  const plane: Plane = { run: folder, binaries: found, ports: { api, etcd, etcdPeer, hooks, kwok, controllers, scheduler }, issuer: world.issuer }
  let aws: Aws | undefined
  let root: KubeApi | undefined
  const stop = async () => {
    root?.close()
    await stopAll(folder)
    await aws?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    startEtcd(plane)
    const ca = await makePki(folder, world)
    aws = await startAws({ world: world.name, dir: join(folder, 'aws') })
    const server = serverOf(plane)
    startSide(plane, {
      run: folder,
      server,
      hooksPort: hooks,
      kwokPort: kwok,
      ...(aws && { aws: aws.endpoint }),
      cluster: world.cluster,
      account: world.account,
      region: world.region,
      tokens: Object.fromEntries(Object.entries(world.people).map(([person, arn]) => [tokenOf(person), arn])),
      access: world.access,
      podIdentity: world.podIdentity ?? [],
      fargateProfiles: world.fargateProfiles ?? [],
      kubelets: kubeletsByAddress(world),
    })
    startApiServer(plane)
    const put = (path: string, user: object) => {
      writeFileSync(join(folder, path), kubeconfigOf(plane, world.cluster, user), { mode: 0o600 })
      return join(folder, path)
    }
    for (const name of ['root', 'controllers', 'scheduler', 'kubelets']) put(`${name}.kubeconfig`, byFiles(folder, name))
    const pki = (name: string) => join(folder, 'pki', name)
    root = new KubeApi(server, pki('ca.crt'), { cert: readFileSync(pki('root.crt'), 'utf8'), key: readFileSync(pki('root.key'), 'utf8') })
    await untilReady(plane, root)
    say('the API server is ready')
    await fill(root, world, {
      ca: ca.cert,
      allIsThere: () => {
        startKubelets(plane)
        startControllers(plane)
      },
      say,
    })
    return {
      folder,
      server,
      world,
      aws,
      api: root,
      kubeconfig: (person = 'root', how = 'token') => {
        if (person === 'root') return join(folder, 'root.kubeconfig')
        if (!(person in world.people)) throw new Error(`${world.name} knows ${['root', ...Object.keys(world.people)].join(', ')}, not ${person}`)
        return put(`users/${person}.${how}.kubeconfig`, how === 'token' ? { token: tokenOf(person) } : execUser(world))
      },
      user: async (name, groups = []) => {
        const { cert, key } = await issue(ca, { name, groups })
        const base64 = (text: string) => Buffer.from(text).toString('base64')
        return put(`users/${encodeURIComponent(name)}.kubeconfig`, { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) })
      },
      killApiServer: () => killApiServer(plane),
      startApiServer: async () => {
        startApiServer(plane)
        await untilReady(plane, root!)
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
