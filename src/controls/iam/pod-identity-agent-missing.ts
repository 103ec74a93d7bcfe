/** A Pod Identity association has no effect on its pods, which then use the node's role. */
import { control } from '../../model/control.ts'
import { accountOf } from '../../reach/service-accounts.ts'

export default control({
  title: 'Pods with a Pod Identity association can use it',
  severity: 'medium',
  about: 'podIdentityAssociations',
  needs: ['workloads', 'clusters'],
  why: `
    The agent on the node hands out the credentials. Where it does not run, and on Fargate and Windows where it cannot, the
    SDK goes on to the next source it knows, the role of the node, and nobody sees the difference until something fails.`,
  fix: 'aws eks create-addon --cluster-name CLUSTER --addon-name eks-pod-identity-agent, then restart the pods; use IRSA on Fargate and Windows.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html', 'https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/web'}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: eks-pod-identity-agent, namespace: kube-system}
spec: {template: {spec: {containers: [{name: agent, image: '602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/eks-pod-identity-agent:v0.1.30'}]}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, computeConfig: {enabled: true}}}
eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/web'}}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/web'}}`,
      `eks:DescribeCluster: {cluster: {name: shop, computeConfig: {enabled: true}}}
eks:DescribePodIdentityAssociation.a-1: {association: {associationId: a-1, namespace: shop, serviceAccount: web, roleArn: 'arn:aws:iam::111122223333:role/web'}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {eks.amazonaws.com/fargate-profile: shop}}, spec: {serviceAccountName: web, containers: [{name: web, image: web:1}]}}`,
    ],
  },
  judge({ namespace, serviceAccount }, world) {
    const users = world.seen('workloads').things.filter((workload) => {
      const account = accountOf(workload)
      return account.namespace === namespace && account.name === serviceAccount
    })
    const stranger = users.find(({ os, computes }) => os === 'windows' || computes.includes('fargate'))
    if (stranger)
      return {
        says: `${stranger.kind} ${namespace}/${stranger.metadata.name} runs on ${stranger.os === 'windows' ? 'Windows' : 'Fargate'}, where Pod Identity does not work`,
        at: 'serviceAccount',
        actual: serviceAccount,
        wanted: 'IRSA',
      }
    const isAgent = world.some(
      'workloads',
      ({ kind, metadata }) => kind === 'DaemonSet' && metadata.namespace === 'kube-system' && metadata.name.startsWith('eks-pod-identity-agent'),
    )
    // Auto Mode runs the agent in the node. Of all users one may be where the agent cannot help.
    if (isAgent || world.some('clusters', ({ computeConfig }) => computeConfig?.enabled === true)) {
      world.all('workloads')
      return undefined
    }
    return { says: `no eks-pod-identity-agent runs, so ${namespace}/${serviceAccount} gets no role`, wanted: 'the add-on eks-pod-identity-agent' }
  },
})
