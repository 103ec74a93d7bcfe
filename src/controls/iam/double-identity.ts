/** A service account has an IAM role by IRSA and another by Pod Identity. */
import { control } from '../../model/control.ts'
import { nameOfArn } from '../../reach/iam.ts'
import { annotatedRole } from '../../reach/identity.ts'

export default control({
  title: 'A service account has its IAM role by one way only',
  severity: 'low',
  about: 'serviceAccounts',
  needs: ['podIdentityAssociations'],
  why: `
    With the annotation of IRSA and an association of Pod Identity, the SDK decides which role a pod uses, and most take the
    annotation. Whoever narrows the other role believes something that is not so.`,
  fix: 'Remove the annotation eks.amazonaws.com/role-arn once the pods work with Pod Identity, and restart them.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html', 'https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: shop, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/web'}}}`,
    ],
    bad: [
      `eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/web'}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: shop, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/web-old'}}}`,
      `eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: default, roleArn: 'arn:aws:iam::111122223333:role/web'}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: shop, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/web'}}}`,
    ],
  },
  applies: (account) => annotatedRole(account) !== undefined,
  judge(account, world) {
    const { name, namespace } = account.metadata
    const other = world.some('podIdentityAssociations', (one) => one.namespace === namespace && one.serviceAccount === name)
    const arn = annotatedRole(account)
    if (!other || arn === undefined) return undefined
    return {
      says: `has role ${nameOfArn(arn)} by IRSA and role ${nameOfArn(other.roleArn ?? '')} by Pod Identity`,
      at: 'metadata.annotations[eks.amazonaws.com/role-arn]',
      actual: arn,
    }
  },
})
