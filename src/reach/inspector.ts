/** What Amazon Inspector says of machines: whether it looks at them at all, at which it does, and what it found open. */
import type { InspectorCoverage, InspectorFinding } from '../model/aws.ts'
import { addTo, groupBy } from '../model/groups.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'

/** Where it does not look, nothing that it says of machines means anything; host/inspector-off says so. */
export const inspectsMachines = (world: World<'inspectorStatuses'>): boolean =>
  world.some('inspectorStatuses', ({ resourceState }) => resourceState?.ec2?.status === 'ENABLED') !== undefined

function byMachine(world: World<'inspectorFindings'>): ReadonlyMap<string, readonly InspectorFinding[]> {
  const found = new Map<string, InspectorFinding[]>()
  for (const finding of world.seen('inspectorFindings').things) {
    if ((finding.status ?? 'ACTIVE') !== 'ACTIVE') continue
    for (const { id } of finding.resources ?? []) if (id !== undefined) addTo(found, id, finding)
  }
  return found
}

/** Its open findings on an instance, of those that were seen. */
export const openFindings = (instanceId: string, world: World<'inspectorFindings'>): readonly InspectorFinding[] =>
  derive(world, byMachine).get(instanceId) ?? []

const packageScans = (world: World<'inspectorCoverage'>) =>
  groupBy(
    world.seen('inspectorCoverage').things.filter(({ scanType }) => scanType === 'PACKAGE'),
    ({ resourceId }) => resourceId,
  )

/** How it scans the packages of an instance; undefined where it does not. Throws `Unseen` where that was not told. */
export function packageScanOf(instanceId: string, world: World<'inspectorCoverage'>): InspectorCoverage | undefined {
  const [scan] = derive(world, packageScans).get(instanceId) ?? []
  if (!scan) world.all('inspectorCoverage')
  return scan
}
