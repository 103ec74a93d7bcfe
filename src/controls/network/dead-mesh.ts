/** A service mesh runs whose maker has given it up. */
import { containersOf, perPod } from '../../demand/pods.ts'
import type { Workload } from '../../model/facts.ts'
import { control } from '../../model/control.ts'
import { objectsIn } from '../../reach/lists.ts'

/** Meshes without a maker, by the repositories of their controllers and proxies. */
const dead: readonly { readonly mesh: string; readonly image: RegExp; readonly since: string }[] = [
  {
    mesh: 'AWS App Mesh',
    image: /\/(amazon\/appmesh-controller|aws-appmesh-envoy|aws-appmesh-proxy-route-manager|appmesh\/[\w-]+)(:|@|$)/,
    since: 'AWS ended it on 2026-09-30',
  },
  { mesh: 'Open Service Mesh', image: /(^|\/)openservicemesh\/[\w-]+(:|@|$)/, since: 'archived in 2023' },
  { mesh: 'Traefik Mesh (Maesh)', image: /(^|\/)(traefik\/mesh|containous\/maesh)(:|@|$)/, since: 'no longer developed' },
]

export default control({
  title: 'No service mesh runs that its maker has given up',
  severity: 'high',
  about: 'workloads',
  why: `
    AWS App Mesh ended on 2026-09-30. Its proxies go on with the last configuration they were given: no change reaches
    them, no flaw in them is mended, and mutual TLS stops on the day their certificates expire.`,
  fix: 'Move to a mesh that is kept up: VPC Lattice with the Gateway API controller, Istio (ambient or sidecar), Linkerd or Cilium; then remove the controller and the sidecars.',
  refs: ['https://docs.aws.amazon.com/app-mesh/latest/userguide/what-is-app-mesh.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}, {name: istio-proxy, image: 'docker.io/istio/proxyv2:1.29.0'}]}}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: envoy, namespace: shop}, spec: {containers: [{name: envoy, image: 'envoyproxy/envoy:v1.38.0'}]}}`,
    ],
    bad: [
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: appmesh-controller, namespace: appmesh-system}
spec: {template: {spec: {containers: [{name: controller, image: '602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon/appmesh-controller:v1.13.1'}]}}}`,
      // The sidecar was injected: the template knows nothing of it.
      `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web, namespace: shop}
spec: {template: {spec: {containers: [{name: web, image: web:1}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: web-1, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web, controller: true}]}
spec: {containers: [{name: web, image: web:1}]}
status: {containerStatuses: [{name: web, image: 'web:1'}, {name: envoy, image: '840364872350.dkr.ecr.us-west-2.amazonaws.com/aws-appmesh-envoy:v1.29.6.0-prod'}]}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: osm, namespace: osm-system}, spec: {initContainers: [{name: osm-init, image: 'openservicemesh/init:v1.2.4'}]}}`,
    ],
  },
  judge(workload) {
    for (const { image, at } of imagesOf(workload)) {
      const found = dead.find((one) => one.image.test(image))
      if (found)
        return {
          says: `${image} belongs to ${found.mesh} (${found.since})`,
          ...(at !== undefined && { at, actual: image }),
          wanted: 'a mesh that is kept up, or none',
        }
    }
    return undefined
  },
})

const writtenImages = perPod((pod): { readonly image: string; readonly at?: string }[] =>
  containersOf(pod).flatMap(({ value, at }) => (typeof value.image === 'string' ? [{ image: value.image, at: `${at}.image` }] : [])),
)

/** Images of the template, and those of live pods, into which proxies are injected; each once. */
function imagesOf(workload: Workload): { readonly image: string; readonly at?: string }[] {
  const written = writtenImages(workload)
  if (workload.pods.length === 0) return written
  const running = new Set<string>()
  for (const { status } of workload.pods) {
    for (const list of [status?.initContainerStatuses, status?.containerStatuses])
      for (const { image } of objectsIn(list)) if (typeof image === 'string') running.add(image)
  }
  for (const { image } of written) running.delete(image)
  return [...written, ...[...running].map((image) => ({ image }))]
}
