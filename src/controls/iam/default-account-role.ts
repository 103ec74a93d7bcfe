/** A default service account has an IAM role. */
import { control } from '../../model/control.ts'
import { nameOfArn } from '../../reach/iam.ts'
import { accountRoles } from '../../reach/identity.ts'

export default control({
  title: 'Default service accounts have no IAM role',
  severity: 'medium',
  about: 'serviceAccounts',
  needs: ['podIdentityAssociations'],
  why: `
    Every pod that names no service account runs under default. A role given to it is given to all of them, and to every
    pod that somebody starts there next year.`,
  fix: 'Create a service account for the workload that needs the role and move the annotation or the association to it.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html'],
  examples: {
    good: [`{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: shop}}`],
    bad: [
      `{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: shop, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/web'}}}`,
      `eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: default, roleArn: 'arn:aws:iam::111122223333:role/web'}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: shop}}`,
    ],
  },
  applies: ({ metadata }) => metadata.name === 'default',
  judge({ metadata: { namespace } }, world) {
    const role = accountRoles(world).find((one) => one.namespace === namespace && one.serviceAccount === 'default')
    if (role) return { says: `has the IAM role ${nameOfArn(role.arn)} by ${role.by}` }
    world.all('podIdentityAssociations')
    return undefined
  },
})
