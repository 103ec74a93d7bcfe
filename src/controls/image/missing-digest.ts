/** A container names its image by a tag, which can be moved. */
import { all, everyContainer, everyVolume, matches, orUnset } from '../../demand/words.ts'
import { control } from '../../model/control.ts'
import { objectRef } from '../../model/ref.ts'
import { namedImages, pinned } from '../../reach/images.ts'

/** Each known algorithm has its length; a digest of another length cannot be pulled and names nothing. */
const digests = /@(sha256:[0-9a-fA-F]{64}|sha384:[0-9a-fA-F]{96}|sha512:[0-9a-fA-F]{128}|[a-zA-Z][a-zA-Z0-9]*([-_+.][a-zA-Z][a-zA-Z0-9]*)+:[0-9a-fA-F]{32,})$/
const digest = orUnset(matches(digests, 'a reference with a digest'))

export default control({
  title: 'Images are named by digest',
  severity: 'low',
  about: 'workloads',
  must: all(everyContainer('image', digest), everyVolume('image.reference', digest)),
  why: `
    A digest names one image and no other, for ever; a tag names what the registry says at the time. Signatures, scans and
    roll-backs all hold for digests alone.`,
  fix: 'Append the digest that runs today (repository:tag@sha256:...) and let a bot such as Renovate raise it, or have admission resolve tags to digests.',
  refs: ['https://kubernetes.io/docs/concepts/containers/images/'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: 'nginx:1.27@sha256:353c20f74d9b6aee359f30e8e4f69c3d7eaea2f610681c4a95849a2fd7c497f9'}]}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: 'nginx:1.27'}]}}`,
      `{apiVersion: batch/v1, kind: CronJob, metadata: {name: tidy, namespace: shop}, spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: tidy, image: 'tidy@sha256:353c20f74d9b6aee359f30e8e4f69c3d7eaea2f610681c4a95849a2fd7c497f9'}], initContainers: [{name: init, image: 'busybox:1.38'}]}}}}}}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: 'nginx@sha256:353c20f74d9b6aee'}]}}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {volumes: [{name: model, image: {reference: 'registry.example.com/model:3'}}]}}`,
    ],
  },
  remedy: (workload) => ({
    says: 'Name the digest that runs',
    risk: 'restart',
    steps: [
      {
        do: 'patch',
        on: objectRef(workload),
        edits: namedImages(workload).flatMap((image) => (digests.test(image.value) ? [] : [pinned(workload, image)])),
      },
    ],
  }),
})
