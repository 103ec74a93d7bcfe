/** A kubelet keeps idle streams open for ever. */
import { matches, object, orUnset } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { kubeletOwners, setInNodeConfig } from '../../reach/kubelets.ts'

export default control({
  title: 'Idle streams to the kubelet time out',
  severity: 'low',
  about: 'kubelets',
  responsible: kubeletOwners,
  // Every way to write zero (0s, 0h0m0s, 0) lacks a digit above it. Absent means the default of four hours.
  must: object('kubeletconfig.streamingConnectionIdleTimeout', orUnset(matches(/[1-9]/, 'a duration above zero'))),
  why: `
    exec, attach and port-forward sessions that nobody uses any more stay usable for whoever takes over the connection, and
    they use up ports. A timeout ends them.`,
  fix: setInNodeConfig('streamingConnectionIdleTimeout: 4h0m0s'),
  refs: ['https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/'],
  examples: {
    good: [`kubelet: {node-a: {kubeletconfig: {streamingConnectionIdleTimeout: 5m0s}}}`, `kubelet: {node-a: {kubeletconfig: {}}}`],
    bad: [
      `kubelet: {node-a: {kubeletconfig: {streamingConnectionIdleTimeout: 0s}}}`,
      `kubelet: {node-a: {kubeletconfig: {streamingConnectionIdleTimeout: 0h0m0s}}}`,
      `kubelet: {node-a: {kubeletconfig: {streamingConnectionIdleTimeout: 0}}}`,
    ],
  },
})
