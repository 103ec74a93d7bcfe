/** What a role may do in Amazon ECR beyond pulling. */
import type { RolePolicy } from './role-policies.ts'
import { coversAction } from './iam.ts'

/** Actions that change a registry: its images, its repositories, their policies. */
const writes = [
  'PutImage',
  'InitiateLayerUpload',
  'UploadLayerPart',
  'CompleteLayerUpload',
  'BatchDeleteImage',
  'DeleteRepository',
  'SetRepositoryPolicy',
  'DeleteRepositoryPolicy',
  'PutLifecyclePolicy',
  'PutImageTagMutability',
  'PutRegistryPolicy',
  'PutReplicationConfiguration',
].map((action) => `ecr:${action}`)
const reads = ['DescribeRepositories', 'ListImages', 'DescribeImages'].map((action) => `ecr:${action}`)

/** AWS managed policies of nodes by what they give in ECR. Source: AWS Managed Policy Reference. */
const known: Readonly<Record<string, 'write' | 'read' | 'none'>> = {
  AdministratorAccess: 'write',
  PowerUserAccess: 'write',
  AmazonEC2ContainerRegistryFullAccess: 'write',
  AmazonEC2ContainerRegistryPowerUser: 'write',
  AmazonEC2ContainerRegistryReadOnly: 'read',
  ReadOnlyAccess: 'read',
  AmazonEC2ContainerRegistryPullOnly: 'none',
  AmazonEKSWorkerNodePolicy: 'none',
  AmazonEKSWorkerNodeMinimalPolicy: 'none',
  AmazonEKS_CNI_Policy: 'none',
  AmazonEKSFargatePodExecutionRolePolicy: 'none',
  AmazonEKSVPCResourceController: 'none',
  AmazonEBSCSIDriverPolicy: 'none',
  AmazonEFSCSIDriverPolicy: 'none',
  AmazonSSMManagedInstanceCore: 'none',
  AmazonSSMPatchAssociation: 'none',
  AmazonEC2RoleforSSM: 'none',
  AmazonS3ReadOnlyAccess: 'none',
  CloudWatchAgentServerPolicy: 'none',
  AWSXRayDaemonWriteAccess: 'none',
}

/**
 * The strongest a policy gives in ECR; resources do not count, since nodes have no business with any.
 * Throws `Unseen` where the document was not seen.
 */
export function registryRights(policy: RolePolicy): 'write' | 'read' | 'none' {
  const told = policy.isAwsManaged ? known[policy.name] : undefined
  if (told !== undefined) return told
  const allowed = policy.statements().filter(({ effect }) => effect === 'Allow')
  const gives = (actions: readonly string[]) => allowed.some((statement) => actions.some((action) => coversAction(statement, action)))
  return gives(writes) ? 'write' : gives(reads) ? 'read' : 'none'
}
