/** A kubelet answers callers who have not said who they are. */
import { is, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { kubeletOwners, setInNodeConfig } from '../../reach/kubelets.ts'

export default control({
  title: 'Kubelets refuse anonymous requests',
  severity: 'critical',
  about: 'kubelets',
  responsible: kubeletOwners,
  must: object('kubeletconfig.authentication.anonymous.enabled', is(false)),
  why: `
    The kubelet can run commands in every container of its node. Where it lets in callers without a name, the port alone
    stands between the network and the pods.`,
  fix: setInNodeConfig('authentication.anonymous.enabled: false'),
  refs: ['https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/'],
  examples: {
    good: [`kubelet: {node-a: {kubeletconfig: {authentication: {anonymous: {enabled: false}, webhook: {enabled: true}}}}}`],
    bad: [
      `kubelet: {node-a: {kubeletconfig: {authentication: {anonymous: {enabled: true}}}}}`,
      `kubelet: {node-a: {kubeletconfig: {authentication: {anonymous: {enabled: false}}}}, node-b: {kubeletconfig: {authentication: {anonymous: {enabled: true}}}}}`,
    ],
  },
})
