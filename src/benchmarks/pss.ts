/** The Kubernetes Pod Security Standards, check by check as the admission plugin names them: which controls decide each. */
import type { Benchmark } from './benchmark.ts'

// biome-ignore format: a table, one row a line
export const pss: Benchmark = {
  name: 'pss',
  title: 'Kubernetes Pod Security Standards',
  version: '1.37',
  rows: [
    // baseline
    { id: 'appArmorProfile', title: 'AppArmor must stay on the runtime default or a node-local profile', section: 'baseline', controls: ['pod/unconfined-apparmor'] },
    { id: 'capabilities_baseline', title: 'Added Linux capabilities must come from the container-runtime default set', section: 'baseline', controls: ['pod/added-capability'] },
    { id: 'hostNamespaces', title: "No sharing of the node's network, PID or IPC namespace", section: 'baseline', controls: ['pod/host-ipc', 'pod/host-network', 'pod/host-pid'] },
    { id: 'hostPathVolumes', title: 'No hostPath volumes', section: 'baseline', controls: ['pod/host-path-volume'] },
    { id: 'hostPorts', title: 'No host ports', section: 'baseline', controls: ['pod/host-port'] },
    { id: 'hostProbesAndHostLifecycle', title: 'Probes and lifecycle hooks must not name another host', section: 'baseline', controls: ['pod/foreign-probe-host'] },
    { id: 'privileged', title: 'No privileged containers', section: 'baseline', controls: ['pod/privileged-container'] },
    { id: 'procMount', title: 'The masked default /proc must be kept', section: 'baseline', controls: ['pod/unmasked-proc'] },
    { id: 'seLinuxOptions', title: 'SELinux type limited to the container types, user and role untouched', section: 'baseline', controls: ['pod/custom-selinux-type', 'pod/custom-selinux-user'] },
    { id: 'seccompProfile_baseline', title: 'Seccomp must not be switched off explicitly', section: 'baseline', controls: ['pod/unconfined-seccomp'] },
    { id: 'sysctls', title: 'Only sysctls known to be namespaced and safe', section: 'baseline', controls: ['pod/unsafe-sysctl'] },
    { id: 'windowsHostProcess', title: 'No Windows HostProcess pods', section: 'baseline', controls: ['pod/windows-host-process'] },
    // restricted
    { id: 'allowPrivilegeEscalation', title: 'Every container must switch privilege escalation off', section: 'restricted', controls: ['pod/privilege-escalation'] },
    { id: 'capabilities_restricted', title: 'Every container must drop ALL capabilities and may add back only NET_BIND_SERVICE', section: 'restricted', controls: ['pod/added-capability', 'pod/restored-capability', 'pod/undropped-capability'] },
    { id: 'procMount_restricted', title: 'The masked default /proc must be kept, user namespace or not', section: 'restricted', controls: ['pod/unmasked-proc', 'pod/user-namespace-proc-mount'] },
    { id: 'restrictedVolumes', title: 'Only volume types that carry no node or vendor-specific mount', section: 'restricted', controls: ['pod/host-path-volume', 'pod/unrestricted-volume-type'] },
    { id: 'runAsNonRoot', title: 'Pod or every container must declare that it runs as non-root', section: 'restricted', controls: ['pod/unenforced-user', 'pod/unforbidden-root'] },
    { id: 'runAsUser', title: 'No explicit user id 0', section: 'restricted', controls: ['pod/root-user-id'] },
    { id: 'seccompProfile_restricted', title: 'Seccomp must be set to the runtime default or a local profile', section: 'restricted', controls: ['pod/missing-seccomp', 'pod/unconfined-seccomp'] },
  ],
}
