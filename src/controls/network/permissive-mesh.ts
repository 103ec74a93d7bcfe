/** A workload of the mesh still takes calls in clear. */
import { control } from '../../model/control.ts'
import { objectRef, showRef } from '../../model/ref.ts'
import { isMeshed, istiod, modesOf } from '../../reach/istio.ts'
import { isFinished, onHostNetwork } from '../../reach/network.ts'

const mesh = `apiVersion: apps/v1
kind: Deployment
metadata: {name: istiod, namespace: istio-system}
spec: {template: {spec: {containers: [{name: discovery, image: 'docker.io/istio/pilot:1.29.0'}]}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web:1}]}}}
---
`
const policy = (
  namespace: string,
  spec: string,
) => `{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: default, namespace: ${namespace}}, spec: {${spec}}}
---
`

export default control({
  title: 'Workloads of the mesh take calls over mutual TLS alone',
  severity: 'medium',
  about: 'workloads',
  needs: ['namespaces', 'peerAuthentications', 'workloads'],
  why: `
    Istio accepts clear text beside mutual TLS until it is told not to. A pod outside the mesh, or whoever took one over,
    then calls every service without proving who it is, and rules by principal do not bind it.`,
  fix: 'Create a PeerAuthentication with mtls.mode: STRICT in the root namespace (istio-system) after a time of watching in PERMISSIVE, and remove the exceptions for namespaces, workloads and ports.',
  refs: [
    'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
  ],
  examples: {
    good: [
      mesh + policy('istio-system', 'mtls: {mode: STRICT}'),
      mesh + policy('shop', 'mtls: {mode: STRICT}') + policy('istio-system', 'mtls: {mode: PERMISSIVE}'),
    ],
    bad: [
      mesh,
      mesh + policy('istio-system', 'mtls: {mode: STRICT}') + policy('shop', 'mtls: {mode: PERMISSIVE}'),
      mesh + policy('istio-system', 'mtls: {mode: STRICT}') + policy('shop', 'selector: {matchLabels: {app: web}}, portLevelMtls: {8080: {mode: DISABLE}}'),
    ],
  },
  applies: (workload, world) => istiod(world) !== undefined && !onHostNetwork(workload) && !isFinished(workload, world) && isMeshed(workload, world),
  judge(workload, world) {
    const open = modesOf(workload, world).find(({ mode }) => mode !== 'STRICT')
    if (!open) return undefined
    const by = open.by ? `by ${showRef(objectRef(open.by))}` : 'since no PeerAuthentication says otherwise'
    return { says: `it takes calls in mode ${open.mode}, ${by}`, wanted: 'STRICT', ...(open.by && { via: [objectRef(open.by)] }) }
  },
})
