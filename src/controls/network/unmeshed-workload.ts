/** A mesh is installed and a workload stays outside it. */
import { control } from '../../model/control.ts'
import { isMeshed, istiod } from '../../reach/istio.ts'
import { isFinished, onHostNetwork } from '../../reach/network.ts'

const mesh = (labels: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: istiod, namespace: istio-system}
spec: {template: {spec: {containers: [{name: discovery, image: 'docker.io/istio/pilot:1.29.0'}]}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {${labels}}}}
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web:1}]}}}
`
const pod = (...containers: string[]) => `---
apiVersion: v1
kind: Pod
metadata: {name: web-1, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web, controller: true}]}
status: {phase: Running, containerStatuses: [${containers.map((name) => `{name: ${name}}`).join(', ')}]}
`

export default control({
  title: 'Every application workload is in the service mesh',
  severity: 'low',
  about: 'workloads',
  needs: ['namespaces', 'workloads'],
  why: `
    A pod outside the mesh calls in clear, is called in clear, and keeps the others from asking for mutual TLS. Pods that
    are older than the label of their namespace stay outside until they restart.`,
  fix: 'Label the namespace (istio-injection: enabled, or istio.io/dataplane-mode: ambient), take opt-outs away, and restart the pods.',
  refs: [
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
  ],
  examples: {
    good: [
      mesh('istio-injection: enabled'),
      mesh('istio.io/dataplane-mode: ambient') + pod('web'),
      mesh('istio-injection: enabled') + pod('web', 'istio-proxy'),
    ],
    bad: [mesh(''), mesh('istio-injection: enabled') + pod('web')],
  },
  applies: (workload, world) =>
    istiod(world) !== undefined &&
    workload !== istiod(world) &&
    !/^(kube-|istio-)/.test(workload.metadata.namespace ?? '') &&
    !workload.addon &&
    !onHostNetwork(workload) &&
    !isFinished(workload, world),
  judge: (workload, world) =>
    isMeshed(workload, world) ? undefined : { says: 'its pods run without a proxy of the mesh and not in ambient mode', wanted: 'a place in the mesh' },
})
