/** A kubelet grants requests without asking the API server. */
import { all, is, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { kubeletOwners, setInNodeConfig } from '../../reach/kubelets.ts'

export default control({
  title: 'Kubelets ask the API server who may do what',
  severity: 'critical',
  about: 'kubelets',
  responsible: kubeletOwners,
  must: all(object('kubeletconfig.authorization.mode', is('Webhook')), object('kubeletconfig.authentication.webhook.enabled', is(true))),
  why: `
    With AlwaysAllow the kubelet carries out whatever an admitted caller asks: logs, commands in containers, all of it past
    RBAC and past the audit log. Webhook mode puts each request to the API server.`,
  fix: setInNodeConfig('authorization.mode: Webhook and authentication.webhook.enabled: true'),
  refs: ['https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/'],
  examples: {
    good: [`kubelet: {node-a: {kubeletconfig: {authorization: {mode: Webhook}, authentication: {webhook: {enabled: true}}}}}`],
    bad: [
      `kubelet: {node-a: {kubeletconfig: {authorization: {mode: AlwaysAllow}, authentication: {webhook: {enabled: true}}}}}`,
      // An empty mode is the compiled default, which is AlwaysAllow.
      `kubelet: {node-a: {kubeletconfig: {authorization: {}, authentication: {webhook: {enabled: true}}}}}`,
      `kubelet: {node-a: {kubeletconfig: {authorization: {mode: Webhook}, authentication: {webhook: {enabled: false}}}}}`,
    ],
  },
})
