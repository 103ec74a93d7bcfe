/** Which AWS account is the cluster's own. */
import type { World } from '../model/world.ts'

/** The account of the cluster's ARN, else the caller's; undefined where neither tells. Throws `Unseen` where that was not asked. */
export function ownAccount(world: World<'clusters' | 'callerIdentities'>): string | undefined {
  return world.seen('clusters').things[0]?.arn?.split(':')[4] || world.all('callerIdentities')[0]?.Account
}
