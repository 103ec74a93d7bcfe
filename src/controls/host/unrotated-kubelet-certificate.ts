/** A kubelet serves with a certificate that nobody issued and nobody renews. */
import { control } from '../../model/control.ts'
import { kubeletOwners, setInNodeConfig } from '../../reach/kubelets.ts'

export default control({
  title: 'The cluster issues and renews kubelet serving certificates',
  severity: 'medium',
  about: 'kubelets',
  responsible: kubeletOwners,
  why: `
    Without serverTLSBootstrap the kubelet signs its own certificate, so that whoever talks to it cannot tell it from an
    impostor. Without rotation a stolen or expired certificate stays in use.`,
  fix: setInNodeConfig('serverTLSBootstrap: true, and no featureGates.RotateKubeletServerCertificate: false,'),
  refs: ['https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/'],
  examples: {
    good: [
      `kubelet: {node-a: {kubeletconfig: {serverTLSBootstrap: true, featureGates: {RotateKubeletServerCertificate: true}}}}`,
      // The gate is on where nobody names it.
      `kubelet: {node-a: {kubeletconfig: {serverTLSBootstrap: true}}}`,
      `kubelet: {node-a: {kubeletconfig: {tlsCertFile: /etc/pki/kubelet.crt, tlsPrivateKeyFile: /etc/pki/kubelet.key}}}`,
    ],
    bad: [
      `kubelet: {node-a: {kubeletconfig: {rotateCertificates: true}}}`,
      `kubelet: {node-a: {kubeletconfig: {serverTLSBootstrap: true, featureGates: {RotateKubeletServerCertificate: false}}}}`,
    ],
  },
  judge({ kubeletconfig: { serverTLSBootstrap: issued, featureGates: gates, tlsCertFile, tlsPrivateKeyFile } }) {
    // A certificate of one's own is renewed outside the kubelet.
    if (tlsCertFile && tlsPrivateKeyFile) return undefined
    if (issued !== true)
      return {
        says: 'serverTLSBootstrap is not true, and there is no tlsCertFile: the kubelet signs its own certificate',
        at: 'kubeletconfig.serverTLSBootstrap',
        actual: issued,
        wanted: true,
      }
    if (gates?.['RotateKubeletServerCertificate'] !== false) return undefined
    return {
      says: 'the gate RotateKubeletServerCertificate is off',
      at: 'kubeletconfig.featureGates.RotateKubeletServerCertificate',
      actual: false,
      wanted: true,
    }
  },
})
