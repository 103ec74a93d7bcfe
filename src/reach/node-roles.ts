/** IAM roles of machines: which role is a node's, by every place that says so. */
import type { IamRole } from '../model/aws.ts'
import type { World } from '../model/world.ts'
import { isAwsAuth, readAwsAuth } from './aws-auth.ts'
import { nameOfArn } from './iam.ts'

export type NodeRoleKinds = 'nodegroups' | 'fargateProfiles' | 'accessEntries' | 'configMaps' | 'clusters'
export const nodeRoleKinds = ['nodegroups', 'fargateProfiles', 'accessEntries', 'configMaps', 'clusters'] as const

export interface NodeRoleUse {
  readonly arn: string
  /** `node group general`, `Fargate profile reports`, `access entry`, `aws-auth`. */
  readonly by: string
}

/** Whether an access entry is a machine's. */
export const isNodeEntry = (type: string | undefined): boolean => /^(EC2|EC2_LINUX|EC2_WINDOWS|FARGATE_LINUX|HYBRID_LINUX|HYPERPOD_LINUX)$/.test(type ?? '')

/** Where a role is used as a node's; in none of these, it is none. Throws `Unseen` where one may be missing. */
export function nodeRoleUses(name: string, world: World<NodeRoleKinds>): NodeRoleUse[] {
  const uses: NodeRoleUse[] = [
    ...world.seen('nodegroups').things.flatMap(({ nodegroupName, nodeRole }) => (nodeRole ? [{ arn: nodeRole, by: `node group ${nodegroupName}` }] : [])),
    ...world
      .seen('fargateProfiles')
      .things.flatMap(({ fargateProfileName, podExecutionRoleArn }) =>
        podExecutionRoleArn ? [{ arn: podExecutionRoleArn, by: `Fargate profile ${fargateProfileName}` }] : [],
      ),
    ...world.seen('accessEntries').things.flatMap(({ principalArn, type }) => (isNodeEntry(type) ? [{ arn: principalArn, by: 'its access entry' }] : [])),
    ...world.seen('clusters').things.flatMap(({ computeConfig }) => (computeConfig?.nodeRoleArn ? [{ arn: computeConfig.nodeRoleArn, by: 'Auto Mode' }] : [])),
    ...world
      .seen('configMaps')
      .things.filter(isAwsAuth)
      .flatMap((map) =>
        readAwsAuth(map).mappings.flatMap(({ arn, groups }) => (arn !== undefined && groups.includes('system:nodes') ? [{ arn, by: 'aws-auth' }] : [])),
      ),
  ].filter(({ arn }) => nameOfArn(arn) === name)
  if (uses.length === 0) for (const kind of nodeRoleKinds) world.all(kind)
  return uses
}

export const isNodeRole = ({ RoleName }: IamRole, world: World<NodeRoleKinds>): boolean => nodeRoleUses(RoleName, world).length > 0
