/** Directories of the node that pods mount: which they are once normalised, who writes to them, what lies there. */
import { containersOf, perPod, type Placed, type Podded, volumesOf } from '../demand/pods.ts'
import type { Remedy } from '../model/change.ts'
import type { Workload } from '../model/facts.ts'
import type { Container, VolumeMount } from '../model/kubernetes.ts'
import { concatPath } from '../model/path.ts'
import { objectRef } from '../model/ref.ts'

export interface HostPath {
  /** Name of the volume. */
  readonly volume: string
  /** As it is written. */
  readonly written: string
  /** Without `..`, `.`, doubled or final slashes; `/var/run` is `/run`. On Windows in lower case with slashes. */
  readonly path: string
  /** Of the field that holds the path. */
  readonly at: string
}

export interface HostMount {
  readonly host: HostPath
  readonly container: Container
  readonly mount: VolumeMount
  /** Of the mount. */
  readonly at: string
}

/** The directory that a path leads to on a node. Symbolic links other than `/var/run` are unknown here. */
export function normalizePath(written: string, os: 'linux' | 'windows' = 'linux'): string {
  const text = os === 'windows' ? written.toLowerCase().replaceAll('\\', '/') : written
  const segments: string[] = []
  for (const segment of text.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  const isDrive = os === 'windows' && /^[a-z]:$/.test(segments[0] ?? '')
  const path = `${isDrive ? '' : '/'}${segments.join('/')}`
  return path === '/var/run' || path.startsWith('/var/run/') ? path.slice('/var'.length) : path
}

/** Whether a directory is the other, or holds it somewhere below. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`)
}

/** Every hostPath volume that names a path. */
export const hostPathsOf: (subject: Podded) => readonly HostPath[] = perPod((subject) => {
  const os = subject.os ?? (subject.pod.spec?.os?.name === 'windows' ? 'windows' : 'linux')
  return volumesOf(subject).flatMap(({ value, at }) => {
    const written: unknown = value.hostPath?.path
    if (typeof written !== 'string' || written === '') return []
    return [{ volume: String(value.name), written, path: normalizePath(written, os), at: concatPath(at, 'hostPath.path') }]
  })
})

/** Every mount of a hostPath volume into a container. */
export function hostMountsOf(subject: Podded): HostMount[] {
  const hosts = new Map(hostPathsOf(subject).map((host) => [host.volume, host]))
  return hosts.size === 0 ? [] : containersOf(subject).flatMap((placed) => mountsIn(placed, hosts))
}

function mountsIn({ value: container, at }: Placed<Container>, hosts: ReadonlyMap<string, HostPath>): HostMount[] {
  const mounts = Array.isArray(container.volumeMounts) ? (container.volumeMounts as readonly (VolumeMount | null)[]) : []
  return mounts.flatMap((mount, i) => {
    const host = mount ? hosts.get(mount.name) : undefined
    return mount && host ? [{ host, container, mount, at: concatPath(at, `volumeMounts[${i}]`) }] : []
  })
}

/** What lies in a directory of a node that no pod should see, even to read. Mounting what holds it is as bad. */
const secret: Readonly<Record<string, string>> = {
  '/': 'all files of the node',
  '/etc': 'the configuration and the keys of the node',
  '/root': "the files and keys of the node's root user",
  '/home': 'the files and keys of users of the node',
  '/boot': 'the kernel of the node',
  '/dev': 'the disks and memory of the node',
  '/proc': 'all processes of the node, and through them its files',
  '/usr': 'the programs of the node',
  '/lib': 'the libraries of the node',
  '/bin': 'the programs of the node',
  '/sbin': 'the programs of the node',
  '/var/lib': 'tokens, Secrets and files of all pods of the node',
  '/var/lib/kubelet': 'tokens and Secrets of all pods of the node',
  '/var/lib/containerd': 'the files of all containers of the node',
  '/opt/cni': 'programs that the node runs as root',
  'c:': 'all files of the node',
  'c:/windows': 'the configuration and the keys of the node',
  'c:/users': 'the files and keys of users of the node',
  'c:/programdata': 'the configuration and the keys of the node',
  'c:/var/lib/kubelet': 'tokens and Secrets of all pods of the node',
}

/** The same for what lies anywhere below. */
const secretBelow: Readonly<Record<string, string>> = {
  '/root': secret['/root'] as string,
  '/home': secret['/home'] as string,
  '/proc': secret['/proc'] as string,
  '/etc/kubernetes': 'the credentials of the kubelet',
  '/etc/eks': 'the configuration and credentials of the kubelet',
  '/etc/ssh': 'the keys of the node',
  '/etc/shadow': 'the password hashes of the node',
  '/var/lib/kubelet/pods': secret['/var/lib/kubelet'] as string,
  '/var/lib/kubelet/pki': 'the certificates of the kubelet',
  '/var/lib/containerd': secret['/var/lib/containerd'] as string,
  'c:/var/lib/kubelet/pods': secret['/var/lib/kubelet'] as string,
}

/** Directories that give the node away to a pod that may write there. */
const powerBelow: Readonly<Record<string, string>> = {
  '/var/log': 'log files, which lead to any file of the node when they are replaced by links',
  '/sys': 'switches of the kernel',
  '/opt/cni': secret['/opt/cni'] as string,
  '/etc/cni': 'the configuration of programs that the node runs as root',
  '/etc/systemd': 'services that the node runs as root',
  '/lib/systemd': 'services that the node runs as root',
  '/usr/lib/systemd': 'services that the node runs as root',
  '/etc/cron.d': 'jobs that the node runs as root',
  '/usr/bin': secret['/usr'] as string,
  '/usr/sbin': secret['/usr'] as string,
  '/usr/local/bin': secret['/usr'] as string,
}
const disks = /^\/dev\/(sd|nvme|xvd|dm-|md|loop|mem$|kmem$|port$|disk(\/|$)|mapper(\/|$))/

/** What of the node a hostPath gives away, in words; undefined where it is nothing worse than any hostPath. */
export function givesAway(path: string, isWritable: boolean): string | undefined {
  if (disks.test(path)) return secret['/dev']
  return (
    secret[path] ??
    Object.entries(secret).find(([directory]) => isWithin(directory, path))?.[1] ??
    Object.entries(secretBelow).find(([directory]) => isWithin(path, directory))?.[1] ??
    (isWritable ? Object.entries(powerBelow).find(([directory]) => isWithin(path, directory))?.[1] : undefined)
  )
}

/** Where container runtimes, and the API of Bottlerocket, listen on a node. */
const sockets = [
  '/run/containerd',
  '/run/docker',
  '/run/docker.sock',
  '/run/dockershim.sock',
  '/run/crio',
  '/run/cri-dockerd.sock',
  '/run/podman',
  '/run/host-containerd',
  '/run/containerd-mounts',
  '/run/api.sock',
]
const pipes = /pipe\/(containerd|docker|dockershim|cri-dockerd)/

/**
 * Whether a hostPath is a socket of a container runtime, the directory it lies in, or all of `/run`. The whole disk is
 * told by `givesAway`; mounting `/var` does not bring `/run` along.
 */
export function reachesRuntime(path: string): boolean {
  return path === '/run' || pipes.test(path) || sockets.some((socket) => isWithin(path, socket) || isWithin(path, `${socket}.sock`))
}

/** A volume that names no source is an empty directory. */
export function withoutHostPaths(workload: Workload, paths: readonly HostPath[]): Remedy {
  return {
    says: 'Put an empty directory in its place; what lies on the node is then out of sight',
    risk: 'outage',
    steps: [{ do: 'patch', on: objectRef(workload), edits: paths.map(({ at }) => ({ path: at.replace(/\.path$/, '') })) }],
  }
}
