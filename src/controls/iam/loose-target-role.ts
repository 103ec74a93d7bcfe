/** A role in another account that pods reach trusts more than the pod that needs it. */
import { control } from '../../model/control.ts'
import { accountOfArn, type Condition, nameOfArn, statementsOf } from '../../reach/iam.ts'

const tags = ['eks-cluster-arn', 'kubernetes-namespace', 'kubernetes-service-account']

/** The external id, or all three tags that only EKS can bring. */
const isGuarded = (conditions: readonly Condition[]): boolean =>
  conditions.some(({ key, ifExists }) => key === 'sts:externalid' && !ifExists) ||
  tags.every((tag) => conditions.some(({ key, ifExists }) => key === `aws:requesttag/${tag}` && !ifExists))

export default control({
  title: 'Target roles trust the one pod role that reaches them',
  severity: 'high',
  about: 'podIdentityAssociations',
  needs: ['iamRoles'],
  why: `
    A target role that trusts the whole cluster account can be assumed by every admin and every broken pod there. With the
    pod role as the principal, and an external id or the session tags, it serves one service account.`,
  fix: 'Name the pod role as Principal in the trust policy of the target role, and add a condition on sts:ExternalId or on aws:RequestTag of cluster, namespace and service account.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html'],
  examples: {
    good: [
      `eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/web', targetRoleArn: 'arn:aws:iam::111122223333:role/data', externalId: 'x'}}
iam:GetRole.data: {Role: {RoleName: data, Arn: 'arn:aws:iam::111122223333:role/data', AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {AWS: 'arn:aws:iam::111122223333:role/web'}, Action: ['sts:AssumeRole', 'sts:TagSession'], Condition: {StringEquals: {'sts:ExternalId': x}}}]}}}`,
    ],
    bad: [
      `eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/web', targetRoleArn: 'arn:aws:iam::111122223333:role/data'}}
iam:GetRole.data: {Role: {RoleName: data, Arn: 'arn:aws:iam::111122223333:role/data', AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {AWS: 'arn:aws:iam::111122223333:root'}, Action: 'sts:AssumeRole', Condition: {StringEquals: {'sts:ExternalId': x}}}]}}}`,
      // The target is out of sight, but nothing is sent that it could ask for.
      `eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/web', targetRoleArn: 'arn:aws:iam::444455556666:role/data', disableSessionTags: true}}`,
      `eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/web', targetRoleArn: 'arn:aws:iam::111122223333:role/data'}}
iam:GetRole.data: {Role: {RoleName: data, Arn: 'arn:aws:iam::111122223333:role/data', AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {AWS: 'arn:aws:iam::111122223333:role/web'}, Action: 'sts:AssumeRole', Condition: {StringEquals: {'aws:RequestTag/kubernetes-namespace': shop}}}]}}}`,
    ],
  },
  applies: ({ targetRoleArn }) => targetRoleArn !== undefined && targetRoleArn !== '',
  judge({ roleArn = '', targetRoleArn = '', externalId, disableSessionTags }, world) {
    const at = 'targetRoleArn'
    if (externalId === undefined && disableSessionTags === true)
      return { says: `${targetRoleArn} is reached without an external id and without session tags`, at, actual: targetRoleArn, wanted: 'one of the two' }
    const isOwn = accountOfArn(targetRoleArn) === accountOfArn(roleArn)
    const role = isOwn ? world.find('iamRoles', nameOfArn(targetRoleArn)) : undefined
    if (!role)
      return {
        because: 'not asked',
        detail: `the trust policy of ${targetRoleArn}, a role ${isOwn ? 'that was not read' : 'of another account'}`,
        lacks: 'iam:GetRole',
      }
    for (const { effect, principals, conditions } of statementsOf(role.AssumeRolePolicyDocument)) {
      if (effect !== 'Allow') continue
      const other = principals.find(({ type, id }) => type === 'AWS' && id !== roleArn)
      if (other) return { says: `${nameOfArn(targetRoleArn)} trusts ${other.id}, not only ${nameOfArn(roleArn)}`, at, actual: targetRoleArn, wanted: roleArn }
      if (!isGuarded(conditions))
        return {
          says: `${nameOfArn(targetRoleArn)} asks ${nameOfArn(roleArn)} for neither an external id nor all session tags`,
          at,
          actual: targetRoleArn,
          wanted: 'sts:ExternalId, or aws:RequestTag of cluster, namespace and account',
        }
    }
    return undefined
  },
})
