/** Launch templates: which version of one makes the machines of the cluster. */
import type { LaunchTemplateVersion } from '../model/aws.ts'
import type { World } from '../model/world.ts'

type Kinds = 'nodegroups' | 'autoScalingGroups' | 'launchTemplates'

/** The number that `$Latest`, `$Default`, a number or nothing at all stand for. */
function resolve(id: string, version: string | undefined, world: World<Kinds>): number | undefined {
  if (version !== undefined && /^\d+$/.test(version)) return Number(version)
  const versions = world.all('launchTemplates').filter(({ LaunchTemplateId }) => LaunchTemplateId === id)
  if (version === '$Latest') return Math.max(...versions.map(({ VersionNumber }) => VersionNumber ?? 0))
  return versions.find(({ DefaultVersion }) => DefaultVersion)?.VersionNumber
}

/** Node groups and Auto Scaling groups that start machines from this very version. Throws `Unseen` where some may be missing. */
export function templateUses({ LaunchTemplateId: id, VersionNumber: number }: LaunchTemplateVersion, world: World<Kinds>): string[] {
  const groups = world
    .seen('nodegroups')
    .things.filter(({ launchTemplate }) => launchTemplate?.id === id && resolve(id, launchTemplate.version, world) === number)
    .map(({ nodegroupName }) => `node group ${nodegroupName}`)
  const scaling = world
    .seen('autoScalingGroups')
    .things.filter(({ LaunchTemplate }) => LaunchTemplate?.LaunchTemplateId === id && resolve(id, LaunchTemplate.Version, world) === number)
    .map(({ AutoScalingGroupName }) => `Auto Scaling group ${AutoScalingGroupName}`)
  const uses = [...groups, ...scaling]
  if (uses.length === 0) {
    world.all('nodegroups')
    world.all('autoScalingGroups')
  }
  return uses
}
