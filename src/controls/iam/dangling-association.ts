/** Pod Identity has a role ready for a service account that does not exist. */
import { control } from '../../model/control.ts'
import { nameOfArn } from '../../reach/iam.ts'

export default control({
  title: 'Pod Identity associations name service accounts that exist',
  severity: 'low',
  about: 'podIdentityAssociations',
  needs: ['serviceAccounts'],
  why: `
    An association outlives its workload. Whoever may create a service account of that name in the namespace, and a pod
    under it, gets the role.`,
  fix: 'aws eks delete-pod-identity-association --cluster-name CLUSTER --association-id ID, or create the service account where it is missing by mistake.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html'],
  examples: {
    good: [
      `eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/web'}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: shop}}`,
    ],
    bad: [
      `eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/web'}}`,
      `eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/web'}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: other}}`,
    ],
  },
  judge({ namespace, serviceAccount, roleArn = '' }, world) {
    if (world.find('serviceAccounts', serviceAccount, namespace)) return undefined
    return {
      says: `service account ${namespace}/${serviceAccount} does not exist, but role ${nameOfArn(roleArn)} waits for it`,
      at: 'serviceAccount',
      actual: serviceAccount,
    }
  },
})
