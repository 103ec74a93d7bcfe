/** Starts and stops the parts of one control plane, each with what it needs from the run's folder. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import type { KubeApi } from './kube-api.ts'
import { root } from './paths.ts'
import { allRun, lastWords, start, stop } from './processes.ts'
import type { SideSettings } from './side/settings.ts'

export interface Ports {
  readonly api: number
  readonly etcd: number
  readonly etcdPeer: number
  readonly hooks: number
  readonly kwok: number
  readonly controllers: number
  readonly scheduler: number
}

export interface Plane {
  readonly run: string
  readonly binaries: Binaries
  readonly ports: Ports
  readonly issuer: string
}

const pki = (name: string): string => `pki/${name}`
export const serverOf = ({ ports }: Plane): string => `https://127.0.0.1:${ports.api}`

/** A kubeconfig in JSON, which every reader of kubeconfigs takes. */
export function kubeconfigOf({ run, ...plane }: Plane, cluster: string, user: object): string {
  const server = serverOf({ run, ...plane })
  return `${JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': cluster,
      clusters: [{ name: cluster, cluster: { server, 'certificate-authority': join(run, pki('ca.crt')) } }],
      contexts: [{ name: cluster, context: { cluster, user: cluster } }],
      users: [{ name: cluster, user }],
    },
    undefined,
    2,
  )}\n`
}

/** Files that the API server reads at its start. JSON is YAML. */
function configure({ run, ports }: Plane): void {
  const put = (file: string, content: unknown) => writeFileSync(join(run, file), JSON.stringify(content))
  for (const hook of ['authenticate', 'authorize'])
    put(`${hook}.webhook`, {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'hook',
      clusters: [{ name: 'hook', cluster: { server: `https://127.0.0.1:${ports.hooks}/${hook}`, 'certificate-authority': join(run, pki('ca.crt')) } }],
      contexts: [{ name: 'hook', context: { cluster: 'hook', user: 'hook' } }],
      users: [{ name: 'hook', user: {} }],
    })
  // On EKS nobody unknown gets past these three paths.
  put('authentication.yaml', {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'AuthenticationConfiguration',
    anonymous: { enabled: true, conditions: ['/healthz', '/livez', '/readyz'].map((path) => ({ path })) },
  })
  const connection = { proxyProtocol: 'HTTPConnect', transport: { uds: { udsName: join(run, 'tunnel.sock') } } }
  put('egress.yaml', {
    apiVersion: 'apiserver.k8s.io/v1beta1',
    kind: 'EgressSelectorConfiguration',
    egressSelections: ['cluster', 'controlplane'].map((name) => ({ name, connection })),
  })
}

const url = (port: number): string => `http://127.0.0.1:${port}`

export function startEtcd({ run, binaries, ports }: Plane): void {
  start(run, 'etcd', binaries.etcd, [
    `--data-dir=${join(run, 'etcd')}`,
    `--listen-client-urls=${url(ports.etcd)}`,
    `--advertise-client-urls=${url(ports.etcd)}`,
    `--listen-peer-urls=${url(ports.etcdPeer)}`,
    `--initial-advertise-peer-urls=${url(ports.etcdPeer)}`,
    `--initial-cluster=default=${url(ports.etcdPeer)}`,
    '--unsafe-no-fsync',
    `--quota-backend-bytes=${8 * 2 ** 30}`,
  ])
}

/** The side closes the run if this process goes away, for which it listens to its standard input. */
export function startSide({ run }: Plane, settings: SideSettings): void {
  writeFileSync(join(run, 'side.json'), JSON.stringify(settings))
  start(run, 'side', process.execPath, [join(root, 'scripts/run.mjs'), 'lab/side/main.ts', run], { held: true })
}

export function startApiServer(plane: Plane): void {
  const { run, binaries, ports, issuer } = plane
  configure(plane)
  start(run, 'kube-apiserver', binaries['kube-apiserver'], [
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.api}`,
    // The address that EKS's network interface in the VPC would have; endpoints of `kubernetes` are the world's.
    '--advertise-address=10.42.192.7',
    '--endpoint-reconciler-type=none',
    `--etcd-servers=${url(ports.etcd)}`,
    `--tls-cert-file=${pki('server.crt')}`,
    `--tls-private-key-file=${pki('server.key')}`,
    `--client-ca-file=${pki('ca.crt')}`,
    '--service-cluster-ip-range=172.20.0.0/16',
    '--allow-privileged',
    `--service-account-issuer=${issuer}`,
    '--api-audiences=https://kubernetes.default.svc',
    `--service-account-key-file=${pki('sa.key')}`,
    `--service-account-signing-key-file=${pki('sa.key')}`,
    '--authentication-config=authentication.yaml',
    '--authentication-token-webhook-config-file=authenticate.webhook',
    '--authentication-token-webhook-version=v1',
    '--authentication-token-webhook-cache-ttl=10s',
    '--authorization-mode=Node,RBAC,Webhook',
    '--authorization-webhook-config-file=authorize.webhook',
    '--authorization-webhook-version=v1',
    '--authorization-webhook-cache-authorized-ttl=10s',
    '--authorization-webhook-cache-unauthorized-ttl=5s',
    '--enable-admission-plugins=NodeRestriction,PodSecurity',
    `--kubelet-client-certificate=${pki('kubelet-client.crt')}`,
    `--kubelet-client-key=${pki('kubelet-client.key')}`,
    '--kubelet-preferred-address-types=InternalIP',
    `--requestheader-client-ca-file=${pki('ca.crt')}`,
    '--requestheader-allowed-names=front-proxy-client',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
    `--proxy-client-cert-file=${pki('front.crt')}`,
    `--proxy-client-key-file=${pki('front.key')}`,
    '--egress-selector-config-file=egress.yaml',
    `--audit-policy-file=${join(root, 'lab/audit-policy.yaml')}`,
    `--audit-log-path=${join(run, 'audit/kube-apiserver-audit.log')}`,
    '--audit-log-maxsize=2000',
    '--profiling=false',
  ])
}

/** @throws Error with the server's last words, when it is not ready in time */
export async function untilReady({ run }: Plane, api: KubeApi, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(150)) {
    allRun(run)
    const answer = await api.call('GET', '/readyz').catch(() => undefined)
    if (answer?.status === 200) return
  }
  throw new Error(`the API server is not ready after ${seconds} s:\n${lastWords(run, 'kube-apiserver')}`)
}

/** Kubelets that are played: nodes stay ready, pods come up. */
export function startKubelets({ run, binaries, ports }: Plane): void {
  start(run, 'kwok', binaries.kwok, [
    '--kubeconfig=kubelets.kubeconfig',
    `--config=${join(root, 'lab/stages.yaml')}`,
    '--manage-all-nodes',
    '--node-lease-duration-seconds=40',
    '--cidr=10.42.64.0/18',
    `--server-address=127.0.0.1:${ports.kwok}`,
    `--tls-cert-file=${pki('side.crt')}`,
    `--tls-private-key-file=${pki('side.key')}`,
    '--node-port=10250',
  ])
}

const fast = ['--kube-api-qps=1000', '--kube-api-burst=2000', '--leader-elect=false']

/** Controllers and the scheduler. Started after a world is applied, they find it whole and change little. */
export function startControllers({ run, binaries, ports }: Plane): void {
  const kubeconfigs = (name: string) => ['kubeconfig', 'authentication-kubeconfig', 'authorization-kubeconfig'].map((flag) => `--${flag}=${name}.kubeconfig`)
  start(run, 'kube-controller-manager', binaries['kube-controller-manager'], [
    ...kubeconfigs('controllers'),
    ...fast,
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.controllers}`,
    `--service-account-private-key-file=${pki('sa.key')}`,
    `--root-ca-file=${pki('ca.crt')}`,
    '--use-service-account-credentials',
    '--cloud-provider=external',
    '--allocate-node-cidrs=false',
    `--cluster-signing-cert-file=${pki('ca.crt')}`,
    `--cluster-signing-key-file=${pki('ca.key')}`,
  ])
  start(run, 'kube-scheduler', binaries['kube-scheduler'], [
    ...kubeconfigs('scheduler'),
    ...fast,
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.scheduler}`,
  ])
}

export const killApiServer = ({ run }: Plane): Promise<void> => stop(run, 'kube-apiserver', 'SIGKILL')

export async function stopControllers({ run }: Plane): Promise<void> {
  for (const name of ['kube-scheduler', 'kube-controller-manager']) await stop(run, name)
}
