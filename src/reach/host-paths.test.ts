/** Where a hostPath leads, and what it gives away. */
import { expect, it } from 'vitest'
import { givesAway, normalizePath, reachesRuntime } from './host-paths.ts'

it.each([
  ['/', '/'],
  ['', '/'],
  ['//etc//', '/etc'],
  ['/mnt/../etc/./ssh', '/etc/ssh'],
  ['/../..', '/'],
  ['/var/run', '/run'],
  ['/var/run/docker.sock', '/run/docker.sock'],
  ['/var/runner', '/var/runner'],
])('reads %s as %s', (written, path) => expect(normalizePath(written)).toBe(path))

it.each([
  ['C:\\', 'c:'],
  ['C:\\Windows\\..\\Users', 'c:/users'],
  ['\\\\.\\pipe\\docker_engine', '/pipe/docker_engine'],
])('reads %s on Windows as %s', (written, path) => expect(normalizePath(written, 'windows')).toBe(path))

it.each([
  '/',
  '/etc',
  '/var',
  '/opt',
  '/var/lib',
  '/var/lib/kubelet',
  '/var/lib/kubelet/pods/x',
  '/proc/1',
  '/dev/nvme0n1',
  '/etc/kubernetes/pki',
  '/root/.ssh',
  'c:',
])('%s gives the node away even read-only', (path) => expect(givesAway(path, false)).toBeDefined())
it.each(['/etcd', '/var/log', '/sys/fs/bpf', '/opt/cni/bin', '/usr/bin/runc'])('%s gives it away to whoever writes', (path) => {
  expect(givesAway(path, false)).toBeUndefined()
  expect(givesAway(path, true) === undefined).toBe(path === '/etcd')
})
it.each(['/etc/localtime', '/usr/share/zoneinfo', '/dev/net/tun', '/dev/fuse', '/mnt/data', '/lib/modules', '/var/lib/kubelet/plugins/x', '/rooted', '/run'])(
  '%s is no worse than any hostPath',
  (path) => expect(givesAway(path, true)).toBeUndefined(),
)
it.each(['/run', '/run/containerd', '/run/containerd/containerd.sock', '/run/docker.sock', '/run/crio/crio.sock', '/pipe/containerd-containerd'])(
  '%s reaches the runtime',
  (path) => expect(reachesRuntime(path)).toBe(true),
)
it.each(['/', '/var', '/run/aws-node', '/run/xtables.lock', '/run/containerd-shim'])('%s does not by itself', (path) =>
  expect(reachesRuntime(path)).toBe(false),
)
