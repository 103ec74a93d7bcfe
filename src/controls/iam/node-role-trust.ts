/** A node role can be assumed by somebody who is no machine. */
import { control } from '../../model/control.ts'
import { statementsOf } from '../../reach/iam.ts'
import { isNodeRole, nodeRoleKinds } from '../../reach/node-roles.ts'

/** Services that hand the role to machines: EC2, EKS for Auto Mode and Fargate, Systems Manager and Roles Anywhere for hybrid nodes. */
const machines = /^(ec2|eks|eks-fargate-pods|ssm|rolesanywhere)\.amazonaws\.com(\.cn)?$/

export default control({
  title: 'Node roles are trusted to machines alone',
  severity: 'critical',
  about: 'iamRoles',
  needs: nodeRoleKinds,
  why: `
    Whoever assumes a node role speaks to the API server as a kubelet: it reads the Secrets of pods on the node and makes
    tokens for their accounts. A role shared with people or pipelines gives them that without anybody meaning it.`,
  fix: 'Leave ec2.amazonaws.com (or the service of the compute type) as the one principal of the trust policy; make another role for everybody else.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html'],
  examples: {
    good: [
      `eks:DescribeNodegroup.general: {nodegroup: {nodegroupName: general, nodeRole: 'arn:aws:iam::111122223333:role/nodes'}}
iam:GetRole.nodes: {Role: {RoleName: nodes, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}`,
    ],
    bad: [
      `eks:DescribeNodegroup.general: {nodegroup: {nodegroupName: general, nodeRole: 'arn:aws:iam::111122223333:role/nodes'}}
iam:GetRole.nodes: {Role: {RoleName: nodes, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com, AWS: 'arn:aws:iam::111122223333:role/pipeline'}, Action: 'sts:AssumeRole'}]}}}`,
      `eks:DescribeAccessEntry.nodes: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:role/nodes', type: EC2_LINUX}}
iam:GetRole.nodes: {Role: {RoleName: nodes, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: [ec2.amazonaws.com, codebuild.amazonaws.com]}, Action: 'sts:AssumeRole'}]}}}`,
    ],
  },
  applies: isNodeRole,
  judge: ({ AssumeRolePolicyDocument: trust }) =>
    statementsOf(trust).flatMap(({ effect, principals }, i) => {
      const others = effect === 'Allow' ? principals.filter(({ type, id }) => type !== 'Service' || !machines.test(id)) : []
      if (others.length === 0) return []
      return [
        {
          says: `the node role can be assumed by ${others.map(({ id }) => id).join(', ')}`,
          at: `AssumeRolePolicyDocument.Statement[${i}].Principal`,
          wanted: 'ec2.amazonaws.com alone',
        },
      ]
    }),
})
