/** Which AWS account is the cluster's own. */
import type { World } from '../model/world.ts'

/** Twelve digits; undefined where neither the cluster's ARN nor the caller tells. Throws `Unseen` where neither was seen. */
export function ownAccount(world: World<'callerIdentities' | 'clusters'>): string | undefined {
  const arn = world.seen('clusters').things[0]?.arn?.split(':')[4]
  return arn || world.all('callerIdentities')[0]?.Account
}
