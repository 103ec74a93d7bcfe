/** A kubelet serves its node's pods to anyone on a port without authentication. */
import { is, object, orUnset } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { kubeletOwners, setInNodeConfig } from '../../reach/kubelets.ts'

export default control({
  title: 'The read-only port of the kubelet is closed',
  severity: 'high',
  about: 'kubelets',
  responsible: kubeletOwners,
  // Absent means 0: the kubelet leaves zeros out of what it prints.
  must: object('kubeletconfig.readOnlyPort', orUnset(is(0))),
  why: `
    The port tells every caller, without asking for a name, which pods run on the node with their whole specification:
    images, environment, mounts. It is a map for whoever is inside the network.`,
  fix: setInNodeConfig('readOnlyPort: 0'),
  refs: ['https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/'],
  examples: {
    good: [`kubelet: {node-a: {kubeletconfig: {readOnlyPort: 0}}}`, `kubelet: {node-a: {kubeletconfig: {port: 10250}}}`],
    bad: [`kubelet: {node-a: {kubeletconfig: {readOnlyPort: 10255}}}`, `kubelet: {node-a: {kubeletconfig: {readOnlyPort: 8080}}}`],
  },
})
