/** What Kubernetes names of an account: roles of service accounts and aws-auth, buckets that are mounted, images that run. */
import type { StoredFacts } from '../../model/facts.ts'
import type { Shelf, Snapshot } from '../../model/snapshot.ts'
import { isAwsAuth, readAwsAuth } from '../../reach/aws-auth.ts'
import { annotatedRole } from '../../reach/identity.ts'
import { ecrHostOf } from '../../reach/registry.ts'
import { ecrImagesOf } from '../../reach/scans.ts'
import { view } from '../../world/view.ts'
import type { Named, NamedImage } from './answers.ts'

/** Kinds whose objects name something of the account. */
export const naming = ['serviceAccounts', 'configMaps', 'persistentVolumes'] as const
type Naming = { readonly [K in (typeof naming)[number]]: Shelf<StoredFacts[K]> }

/** Roles and buckets, each once, and why there may be more. */
export function namedBy({ serviceAccounts, configMaps, persistentVolumes }: Naming): Named {
  const annotated = serviceAccounts.things.flatMap((account) => annotatedRole(account) ?? [])
  const mapped = configMaps.things
    .filter(isAwsAuth)
    .flatMap((map) => readAwsAuth(map).mappings.flatMap(({ key, arn }) => (key === 'mapRoles' ? (arn ?? []) : [])))
  const mounted = persistentVolumes.things.flatMap(({ spec }) =>
    spec?.csi?.driver === 's3.csi.aws.com' ? (spec.csi.volumeAttributes?.['bucketName'] ?? []) : [],
  )
  const rolesGap = serviceAccounts.gap ?? configMaps.gap
  return { roles: [...new Set([...annotated, ...mapped])].sort(), buckets: [...new Set(mounted)].sort(), ...(rolesGap && { rolesGap }) }
}

/** @param snapshot a cluster of which the Kubernetes side is collected */
export function namedIn(snapshot: Snapshot): Named {
  const images = new Map<string, NamedImage>()
  for (const workload of view(snapshot).seen('workloads').things) {
    for (const { image } of ecrImagesOf(workload)) {
      const host = ecrHostOf(image.registry)
      if (!host || (image.digest === undefined && image.tag === undefined)) continue
      const { repository, digest, tag } = image
      const named = { ...host, repository, ...(digest !== undefined ? { digest } : tag !== undefined && { tag }) }
      images.set(JSON.stringify(named), named)
    }
  }
  return { ...namedBy(snapshot.facts), images: [...images.values()] }
}
