/** A kubelet has no CA by which to check client certificates. */
import { matches, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { kubeletOwners, setInNodeConfig } from '../../reach/kubelets.ts'

export default control({
  title: 'Kubelets check client certificates against the cluster CA',
  severity: 'high',
  about: 'kubelets',
  responsible: kubeletOwners,
  must: object('kubeletconfig.authentication.x509.clientCAFile', matches(/\S/, 'the path of the cluster CA')),
  why: `
    The API server proves itself to the kubelet with a certificate. Without the CA the kubelet cannot tell the API server
    from anybody else, and falls back to weaker ways to know its callers.`,
  fix: setInNodeConfig('authentication.x509.clientCAFile: /etc/kubernetes/pki/ca.crt'),
  refs: ['https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/'],
  examples: {
    good: [`kubelet: {node-a: {kubeletconfig: {authentication: {x509: {clientCAFile: /etc/kubernetes/pki/ca.crt}}}}}`],
    bad: [
      `kubelet: {node-a: {kubeletconfig: {authentication: {x509: {}}}}}`,
      `kubelet: {node-a: {kubeletconfig: {authentication: {x509: {clientCAFile: ''}}}}}`,
    ],
  },
})
