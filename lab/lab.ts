/** Brings a control plane like EKS's up on loopback, with a world in it, and takes it down again. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accessIn, type Aws, startAws } from './account.ts'
import { fill } from './apply.ts'
import { binaries, defaultVersion } from './binaries.ts'
import { issue } from './certificates.ts'
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
  stopControllers,
  untilReady,
} from './control-plane.ts'
import { KubeApi } from './kube-api.ts'
import { kubeletsOf, withReachableKubelets } from './kubelets.ts'
import { freePorts } from './ports.ts'
import { allRun, stopAll } from './processes.ts'
import { makePki } from './pki.ts'
import { worldNamed } from './worlds/index.ts'
import type { World } from './worlds/world.ts'

export interface LabOptions {
  /** Name of a world, or one made by the test. */
  readonly world?: string | World
  /** Version of Kubernetes, as `1.36.3`. */
  readonly version?: string
  /**
   * Puts the kubelets at ports of loopback and tells so in their Nodes: a client can ask them itself, as from within the VPC.
   * The API server in turn does not go to loopback, so `nodes/proxy` answers 400 then.
   */
  readonly reachableKubelets?: boolean
  readonly say?: (line: string) => void
}

export interface Lab {
  /** Everything of this run: certificates, kubeconfigs, logs, the audit log in `audit/`. */
  readonly folder: string
  readonly server: string
  readonly world: World
  /** The account beside the cluster. */
  readonly aws: Aws
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
  /** Does something while neither controllers nor the scheduler run. */
  withoutControllers(work: () => Promise<void>): Promise<void>
  /** Ends every process and removes the folder. */
  stop(): Promise<void>
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

/**
 * @throws UsageError where the programs are missing or the world is not known
 * @throws Error where a part does not come up; nothing is left behind
 */
export async function startLab({
  world: wanted = 'stock',
  version = defaultVersion,
  reachableKubelets = false,
  say = () => undefined,
}: LabOptions = {}): Promise<Lab> {
  const asMade = typeof wanted === 'string' ? worldNamed(wanted) : wanted
  const { world, kubelets } = reachableKubelets ? await withReachableKubelets(asMade) : { world: asMade, kubelets: kubeletsOf(asMade) }
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
    aws.place(world.cluster, server, Buffer.from(ca.cert).toString('base64'))
    startSide(plane, {
      run: folder,
      server,
      hooksPort: hooks,
      kwokPort: kwok,
      aws: aws.endpoint,
      cluster: world.cluster,
      account: world.account,
      region: world.region,
      tokens: Object.fromEntries(Object.entries(world.people).map(([person, arn]) => [tokenOf(person), arn])),
      ...accessIn(aws),
      kubelets,
      ...(world.kubelets['*'] && { otherKubelets: world.kubelets['*'] }),
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
      allRun: () => allRun(folder),
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
      withoutControllers: async (work) => {
        await stopControllers(plane)
        await work()
        startControllers(plane)
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
