/** A container takes whatever image its tag means today. */
import { perPod, type Podded } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { objectRef } from '../../model/ref.ts'
import { type ImageName, type NamedImage, namedImages, parseImage, pinned } from '../../reach/images.ts'

export default control({
  title: 'Images are named by version or digest, not by latest',
  severity: 'medium',
  about: 'workloads',
  why: `
    "latest", or no tag at all, is another image tomorrow: two replicas of one workload run different code, a roll-back rolls
    nothing back, and whoever can push to the repository changes production.`,
  fix: 'Name a version that does not move, or better the digest: kubectl get pod POD -o jsonpath="{.status.containerStatuses[*].imageID}" tells it.',
  refs: ['https://kubernetes.io/docs/concepts/containers/images/', 'https://docs.aws.amazon.com/eks/latest/best-practices/image-security.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: 'registry.example.com:5000/web:1.4.2'}]}}`,
      // A digest settles it, whatever the tag.
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: 'nginx:latest@sha256:353c20f74d9b6aee359f30e8e4f69c3d7eaea2f610681c4a95849a2fd7c497f9'}, {name: side, image: 'busybox@sha256:353c20f74d9b6aee359f30e8e4f69c3d7eaea2f610681c4a95849a2fd7c497f9'}]}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: 'nginx:latest'}]}}`,
      // The colon belongs to the port, so there is no tag.
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: 'registry.example.com:443/web'}]}}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: 'nginx:1'}], initContainers: [{name: init, image: busybox}], volumes: [{name: model, image: {reference: 'registry.example.com/model:latest'}}]}}`,
    ],
  },
  judge: perPod((pod) =>
    movable(pod).map(({ value, at, who, tag }) => ({
      says: `${who}: ${value} ${tag === undefined ? 'has no tag, which means latest' : 'is whatever latest means today'}`,
      at,
      actual: value,
      wanted: 'a version or a digest',
    })),
  ),
  remedy: (workload) => ({
    says: 'Name the digest that runs',
    risk: 'restart',
    steps: [{ do: 'patch', on: objectRef(workload), edits: movable(workload).map((image) => pinned(workload, image)) }],
  }),
})

/** Images whose tag is `latest`, or none. */
function movable(subject: Podded): readonly (NamedImage & Pick<ImageName, 'tag'>)[] {
  return namedImages(subject).flatMap((named) => {
    const image = parseImage(named.value)
    if (!image || image.digest !== undefined || (image.tag !== undefined && image.tag !== 'latest')) return []
    return [{ ...named, ...(image.tag !== undefined && { tag: image.tag }) }]
  })
}
