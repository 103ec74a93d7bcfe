/** The checks of the Pod Security Standards as data: every revision of each, from v1.0 to the newest. */
import {
  all,
  effective,
  everyContainer,
  everyVolume,
  holds,
  is,
  isNot,
  isOneOf,
  isSet,
  isUnset,
  onLinux,
  orUnset,
  pod,
  withoutUserNamespace,
} from '../demand/words.ts'
import type { Podded } from '../demand/pods.ts'
import type { Demand, Test } from '../model/demand.ts'
import type { Evidence } from '../model/finding.ts'
import { appArmorAnnotations, seccompAnnotations, volumeTypes } from './pod-security-rules.ts'

/** One revision of a check: a demand, a function where the language of demands does not carry, or both. */
export interface Revision {
  /** The minor of the first version of the standards that has it: 25 is v1.25. */
  readonly since: number
  readonly must?: Demand
  readonly judge?: (subject: Podded) => readonly Evidence[]
  /** Baseline checks that it stands in for at the restricted level. */
  readonly overrides?: readonly string[]
}

export interface Check {
  readonly id: string
  readonly level: 'baseline' | 'restricted'
  /** What Pod Security admission itself says of a pod that fails it. */
  readonly reason: string
  /** Oldest first. */
  readonly revisions: readonly Revision[]
}

/** Capabilities that container runtimes give by default, without NET_RAW. */
export const defaultCapabilities = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
] as const

/** A field that pod and container both have: wherever it is set, it must pass. */
const everywhere = (path: string, test: Test): Demand => all(pod(path, test), everyContainer(path, test))
/** The same, and every container must have a value, its own or the pod's. */
const inherited = (path: string, test: Test): Demand => all(everywhere(path, orUnset(test)), effective(path, test))

const added = (...names: string[]): Demand => everyContainer('securityContext.capabilities.add[*]', isOneOf(...names))
const dropsAll = all(everyContainer('securityContext.capabilities.drop', holds('ALL')), added('NET_BIND_SERVICE'))
const escalates = everyContainer('securityContext.allowPrivilegeEscalation', is(false))
const defaultProc = everyContainer('securityContext.procMount', orUnset(is('Default')))
const nonRoot = inherited('securityContext.runAsNonRoot', is(true))
const notUserZero = everywhere('securityContext.runAsUser', isNot(0))
const confined = isOneOf('RuntimeDefault', 'Localhost')
const seccomp = everywhere('securityContext.seccompProfile!.type', orUnset(confined))
const seccompSet = all(seccomp, effective('securityContext.seccompProfile.type', isSet()))

const seLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t']
const seLinux = (...types: string[]): Demand =>
  all(
    everywhere('securityContext.seLinuxOptions.type', orUnset(isOneOf(...types))),
    everywhere('securityContext.seLinuxOptions.user', orUnset(is(''))),
    everywhere('securityContext.seLinuxOptions.role', orUnset(is(''))),
  )

const safeSysctls = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
]
/** The sysctls that later versions found safe. */
const sysctlsSince: readonly (readonly [since: number, ...names: string[]])[] = [
  [0, ...safeSysctls],
  [27, 'net.ipv4.ip_local_reserved_ports'],
  [29, 'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes'],
  [32, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'],
  [37, 'net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat'],
]
const sysctlRevisions = sysctlsSince.map(
  ([since], i): Revision => ({
    since,
    must: pod('securityContext.sysctls[*].name', isOneOf(...sysctlsSince.slice(0, i + 1).flatMap(([, ...names]) => names))),
  }),
)

const noHost = (path: string): Demand => all(everyContainer(`${path}.httpGet.host`, orUnset(is(''))), everyContainer(`${path}.tcpSocket.host`, orUnset(is(''))))
const ownHost = all(...['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle.postStart', 'lifecycle.preStop'].map(noHost))

const off = (path: string): Demand => pod(path, orUnset(is(false)))

const baseline = (id: string, reason: string, ...revisions: Revision[]): Check => ({ id, level: 'baseline', reason, revisions })
const restricted = (id: string, reason: string, ...revisions: Revision[]): Check => ({ id, level: 'restricted', reason, revisions })

/** In the order in which Pod Security admission reports them: by level, then by id. */
export const podSecurityChecks: readonly Check[] = [
  baseline('appArmorProfile', 'forbidden AppArmor profile', {
    since: 0,
    must: everywhere('securityContext.appArmorProfile!.type', orUnset(confined)),
    judge: appArmorAnnotations,
  }),
  baseline('capabilities_baseline', 'non-default capabilities', { since: 0, must: added(...defaultCapabilities) }),
  baseline('hostNamespaces', 'host namespaces', { since: 0, must: all(off('hostNetwork'), off('hostPID'), off('hostIPC')) }),
  baseline('hostPathVolumes', 'hostPath volumes', { since: 0, must: everyVolume('hostPath', isUnset()) }),
  baseline('hostPorts', 'hostPort', { since: 0, must: everyContainer('ports[*].hostPort', orUnset(is(0))) }),
  baseline('hostProbesAndHostLifecycle', 'probe or lifecycle host', { since: 34, must: ownHost }),
  baseline('privileged', 'privileged', { since: 0, must: everyContainer('securityContext.privileged', orUnset(is(false))) }),
  baseline('procMount', 'procMount', { since: 0, must: defaultProc }, { since: 35, must: withoutUserNamespace(defaultProc) }),
  baseline(
    'seLinuxOptions',
    'seLinuxOptions',
    { since: 0, must: seLinux(...seLinuxTypes) },
    { since: 31, must: seLinux(...seLinuxTypes, 'container_engine_t') },
  ),
  baseline('seccompProfile_baseline', 'seccompProfile', { since: 0, judge: seccompAnnotations }, { since: 19, must: seccomp }),
  baseline('sysctls', 'forbidden sysctls', ...sysctlRevisions),
  baseline('windowsHostProcess', 'hostProcess', { since: 0, must: everywhere('securityContext.windowsOptions.hostProcess', orUnset(is(false))) }),

  restricted('allowPrivilegeEscalation', 'allowPrivilegeEscalation != false', { since: 8, must: escalates }, { since: 25, must: onLinux(escalates) }),
  restricted(
    'capabilities_restricted',
    'unrestricted capabilities',
    { since: 22, must: dropsAll, overrides: ['capabilities_baseline'] },
    { since: 25, must: onLinux(dropsAll), overrides: ['capabilities_baseline'] },
  ),
  restricted('procMount_restricted', 'procMount', { since: 35, must: defaultProc, overrides: ['procMount'] }),
  restricted('restrictedVolumes', 'restricted volume types', { since: 0, judge: volumeTypes, overrides: ['hostPathVolumes'] }),
  restricted('runAsNonRoot', 'runAsNonRoot != true', { since: 0, must: nonRoot }, { since: 35, must: withoutUserNamespace(nonRoot) }),
  restricted('runAsUser', 'runAsUser=0', { since: 23, must: notUserZero }, { since: 35, must: withoutUserNamespace(notUserZero) }),
  restricted(
    'seccompProfile_restricted',
    'seccompProfile',
    { since: 19, must: seccompSet, overrides: ['seccompProfile_baseline'] },
    { since: 25, must: onLinux(seccompSet), overrides: ['seccompProfile_baseline'] },
  ),
]
