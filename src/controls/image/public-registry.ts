/** A workload pulls straight from a public registry. */
import { perPod, type Podded } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { objectRef } from '../../model/ref.ts'
import { type ImageName, type NamedImage, namedImages, parseImage } from '../../reach/images.ts'
import { mirrored } from '../../reach/mirrors.ts'

/** Hosts from which anyone may pull what anyone may publish. Amazon ECR Public stands apart: AWS serves add-ons there, and pulls do not leave AWS. */
const hosts = new Set([
  'docker.io',
  'ghcr.io',
  'quay.io',
  'registry.k8s.io',
  'k8s.gcr.io',
  'gcr.io',
  'mcr.microsoft.com',
  'registry.gitlab.com',
  'cgr.dev',
  'nvcr.io',
  'docker.elastic.co',
  'lscr.io',
])
const families = /(^|\.)gcr\.io$|-docker\.pkg\.dev$/

export default control({
  title: 'Workloads pull through your own registry',
  severity: 'medium',
  about: 'workloads',
  needs: ['pullThroughCacheRules', 'clusters'],
  why: `
    A public registry can be down, limit your pulls, or serve another image under the same tag, and its images pass no scan of
    yours. A pull-through cache or a mirror puts your registry in between.`,
  fix: 'Make a cache rule (aws ecr create-pull-through-cache-rule --ecr-repository-prefix docker-hub --upstream-registry-url registry-1.docker.io --credential-arn SECRET) and name the image ACCOUNT.dkr.ecr.REGION.amazonaws.com/docker-hub/REPOSITORY.',
  refs: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: '111122223333.dkr.ecr.us-west-2.amazonaws.com/docker-hub/library/nginx:1.27'}, {name: own, image: 'registry.example.com/own:1'}]}}`,
    ],
    bad: [
      // Without a host the image is Docker Hub's.
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: 'nginx:1.27'}]}}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: 'registry.example.com/web:1'}], initContainers: [{name: init, image: 'Quay.io/shop/init:2'}]}}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: 'us-central1-docker.pkg.dev/shop/web/web:1'}]}}`,
    ],
  },
  judge: perPod((pod) =>
    fromOutside(pod).map(({ value, at, who, image }) => ({
      says: `${who}: ${value} comes from ${image.registry}${image.registry === 'k8s.gcr.io' ? ', which is frozen since 2023' : ''}`,
      at,
      actual: value,
      wanted: 'a registry of your own',
    })),
  ),
  remedy: (workload, world) => ({
    says: 'Pull it through your own registry',
    risk: 'restart',
    steps: [{ do: 'patch', on: objectRef(workload), edits: fromOutside(workload).map((named) => mirrored(workload, named, named.image, world)) }],
  }),
})

function fromOutside(subject: Podded): readonly (NamedImage & { readonly image: ImageName })[] {
  return namedImages(subject).flatMap((named) => {
    const image = parseImage(named.value)
    return image && (hosts.has(image.registry) || families.test(image.registry)) ? [{ ...named, image }] : []
  })
}
