/** Image references taken apart, and what a workload names and really runs. */
import { asked } from '../model/asked.ts'
import type { Edit } from '../model/change.ts'
import type { Workload } from '../model/facts.ts'
import { derive } from '../world/derive.ts'
import { containersOf, perPod, type Placed, type Podded, volumesOf } from '../demand/pods.ts'

/** `registry/repository[:tag][@digest]`, the registry in lower case and written out (`nginx` is docker.io/library/nginx). */
export interface ImageName {
  readonly registry: string
  readonly repository: string
  readonly tag?: string
  /** `sha256:...` */
  readonly digest?: string
}

const dockerHub = new Set(['index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com'])

/** The parts of a reference as the container runtime reads it; undefined for what is no reference. */
export function parseImage(reference: unknown): ImageName | undefined {
  if (typeof reference !== 'string') return undefined
  const [, named = '', digest] = /^(?:docker-pullable:\/\/|docker:\/\/)?([^@\s]+)(?:@([a-z0-9]+:[0-9a-fA-F]+))?$/.exec(reference.trim()) ?? []
  if (named === '' || /^sha256:[0-9a-f]+$/.test(named)) return undefined
  const slash = named.lastIndexOf('/')
  const colon = named.indexOf(':', slash + 1)
  const tag = colon === -1 ? undefined : named.slice(colon + 1)
  const path = colon === -1 ? named : named.slice(0, colon)
  const host = path.slice(0, Math.max(path.indexOf('/'), 0))
  const isHost = host.includes('.') || host.includes(':') || host === 'localhost'
  const registry = isHost ? host.toLowerCase() : 'docker.io'
  const repository = isHost ? path.slice(host.length + 1) : path
  if (repository === '') return undefined
  const hub = registry === 'docker.io' || dockerHub.has(registry)
  return {
    registry: hub ? 'docker.io' : registry,
    repository: hub && !repository.includes('/') ? `library/${repository}` : repository,
    ...(tag !== undefined && tag !== '' && { tag }),
    ...(digest !== undefined && { digest }),
  }
}

/** `docker.io/library/nginx@sha256:...` in a length that fits a line: the digest is cut. */
export function showImage({ registry, repository, tag, digest }: ImageName): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest.slice(0, 19)}`}`
}

/** A reference in the pod spec, and who names it: `container app`, `volume data`. */
export interface NamedImage extends Placed<string> {
  readonly who: string
}

/** Every reference of the pod spec: of all containers, and of image volumes. Containers without one are passed over. */
export const namedImages: (subject: Podded) => readonly NamedImage[] = perPod((subject) => {
  const found: NamedImage[] = []
  for (const { value, at } of containersOf(subject)) {
    if (typeof value.image === 'string' && value.image !== '') found.push({ value: value.image, at: `${at}.image`, who: `container ${value.name}` })
  }
  for (const { value, at } of volumesOf(subject)) {
    const reference = (value['image'] as { reference?: unknown } | null | undefined)?.reference
    if (typeof reference === 'string' && reference !== '') found.push({ value: reference, at: `${at}.image.reference`, who: `volume ${value.name}` })
  }
  return found
})

export interface RunningImage {
  readonly container: string
  /** Digest and all, where the kubelet told it. */
  readonly image: ImageName
  /** Path of the reference in the pod spec, where a container of that name is there. */
  readonly at?: string
}

const over = new Set(['Succeeded', 'Failed'])

/**
 * What the pods of a workload run, each image of each container once. The pod's status counts, since a tag in the spec
 * can have moved. Pods that have ended count for CronJobs alone, which run the same again.
 */
export const runningImages = (workload: Workload): readonly RunningImage[] => (workload.pods.length === 0 ? [] : derive(workload, readImages))

function readImages(workload: Workload): readonly RunningImage[] {
  const specified = new Map(containersOf(workload).map(({ value, at }) => [value.name, { image: value.image, at: `${at}.image` }]))
  const found = new Map<string, RunningImage>()
  for (const pod of workload.pods) {
    const status = pod.status
    if (workload.kind !== 'CronJob' && over.has(status?.phase ?? '')) continue
    for (const container of [status?.initContainerStatuses, status?.containerStatuses, status?.ephemeralContainerStatuses].flatMap((list) =>
      Array.isArray(list) ? list : [],
    )) {
      const name = container?.name ?? ''
      const inSpec = specified.get(name)
      // A bare `sha256:...` in imageID is the image's configuration, not what a registry knows it by.
      const image = parseImage(container?.imageID) ?? parseImage(container?.image) ?? parseImage(inSpec?.image)
      if (!image) continue
      const tag = image.tag ?? parseImage(container.image)?.tag
      const full: ImageName = { ...image, ...(tag !== undefined && { tag }) }
      found.set(`${name} ${showImage(full)} ${full.digest ?? ''}`, { container: name, image: full, ...(inSpec && { at: inSpec.at }) })
    }
  }
  return [...found.values()]
}

/** A digest, and the pod whose status tells it. */
interface Proof {
  readonly digest: string
  readonly pod: string
}

const isSame = (one: ImageName | undefined, other: ImageName, what: 'repository' | 'tag'): boolean =>
  one !== undefined &&
  one.registry === other.registry &&
  one.repository === other.repository &&
  (what === 'repository' || (one.tag ?? 'latest') === (other.tag ?? 'latest'))

/** The digest that all pods of the workload run in the place of a name; undefined where they tell of another image, or of several. */
function proofOf(workload: Workload, { value, at }: NamedImage): Proof | undefined {
  const named = parseImage(value)
  const container = containersOf(workload).find((one) => `${one.at}.image` === at)?.value.name
  if (!named || container === undefined) return undefined
  let proof: Proof | undefined
  const live = workload.pods.filter(({ status }) => !over.has(status?.phase ?? ''))
  for (const { metadata, status } of live.length > 0 ? live : workload.pods) {
    for (const told of [status?.initContainerStatuses, status?.containerStatuses].flatMap((list) => (Array.isArray(list) ? list : []))) {
      if (told?.name !== container || !told.imageID) continue
      const runs = parseImage(told.imageID)
      if (!isSame(runs, named, 'repository') || !isSame(parseImage(told.image), named, 'tag')) return undefined
      const digest = runs?.digest ?? ''
      if (!/^sha256:[0-9a-f]{64}$/.test(digest) || (proof && proof.digest !== digest)) return undefined
      proof ??= { digest, pod: `${metadata.namespace ?? 'default'}/${metadata.name}` }
    }
  }
  return proof
}

/** The edit that names an image by its digest: the one that runs, else the one that a person names. */
export function pinned(workload: Workload, image: NamedImage): Edit {
  const name = image.value.trim().replace(/@.*$/, '')
  const proof = proofOf(workload, image)
  return proof
    ? { path: image.at, value: `${name}@${proof.digest}`, from: `runs in pod ${proof.pod}` }
    : { path: image.at, value: asked('image-digest', { before: `${name}@` }) }
}
