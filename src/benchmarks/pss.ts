/** The Kubernetes Pod Security Standards, check by check as the admission plugin names them: which controls decide each. */
import type { Benchmark } from './benchmark.ts'

// biome-ignore format: a table, one row a line
export const pss: Benchmark = {
  name: 'pss',
  title: 'Kubernetes Pod Security Standards',
  version: '1.37',
  rows: [
    // baseline
    { id: 'appArmorProfile', title: 'AppArmor must stay on the runtime default or a node-local profile', section: 'baseline', controls: [] },
    { id: 'capabilities_baseline', title: 'Added Linux capabilities must come from the container-runtime default set', section: 'baseline', controls: [] },
    { id: 'hostNamespaces', title: "No sharing of the node's network, PID or IPC namespace", section: 'baseline', controls: [] },
    { id: 'hostPathVolumes', title: 'No hostPath volumes', section: 'baseline', controls: [] },
    { id: 'hostPorts', title: 'No host ports', section: 'baseline', controls: [] },
    { id: 'hostProbesAndHostLifecycle', title: 'Probes and lifecycle hooks must not name another host', section: 'baseline', controls: [] },
    { id: 'privileged', title: 'No privileged containers', section: 'baseline', controls: [] },
    { id: 'procMount', title: 'The masked default /proc must be kept', section: 'baseline', controls: [] },
    { id: 'seLinuxOptions', title: 'SELinux type limited to the container types, user and role untouched', section: 'baseline', controls: [] },
    { id: 'seccompProfile_baseline', title: 'Seccomp must not be switched off explicitly', section: 'baseline', controls: [] },
    { id: 'sysctls', title: 'Only sysctls known to be namespaced and safe', section: 'baseline', controls: [] },
    { id: 'windowsHostProcess', title: 'No Windows HostProcess pods', section: 'baseline', controls: [] },
    // restricted
    { id: 'allowPrivilegeEscalation', title: 'Every container must switch privilege escalation off', section: 'restricted', controls: [] },
    { id: 'capabilities_restricted', title: 'Every container must drop ALL capabilities and may add back only NET_BIND_SERVICE', section: 'restricted', controls: [] },
    { id: 'procMount_restricted', title: 'The masked default /proc must be kept, user namespace or not', section: 'restricted', controls: [] },
    { id: 'restrictedVolumes', title: 'Only volume types that carry no node or vendor-specific mount', section: 'restricted', controls: [] },
    { id: 'runAsNonRoot', title: 'Pod or every container must declare that it runs as non-root', section: 'restricted', controls: [] },
    { id: 'runAsUser', title: 'No explicit user id 0', section: 'restricted', controls: [] },
    { id: 'seccompProfile_restricted', title: 'Seccomp must be set to the runtime default or a local profile', section: 'restricted', controls: [] },
  ],
}
