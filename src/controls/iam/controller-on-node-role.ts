/** A controller that calls AWS has no role but the node's. */
import { containersOf } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { accountOf } from '../../reach/service-accounts.ts'
import { hasOwnRole } from '../../reach/identity.ts'
import { parseImage } from '../../reach/images.ts'

/** Programs that cannot work without AWS rights, by the end of their repository; of CSI drivers only the controller. */
const callers =
  /(^|\/)(aws-load-balancer-controller|external-dns|cluster-autoscaler|karpenter\/controller|karpenter|aws-for-fluent-bit|cloudwatch-agent|external-secrets|aws-node-termination-handler|aws-gateway-api-controller|[a-z0-9-]+-controller-ack|aws-controllers-k8s\/[a-z0-9-]+-controller)$/
const drivers = /(^|\/)(aws-ebs-csi-driver|aws-efs-csi-driver|aws-fsx-csi-driver)$/

export default control({
  title: 'Controllers that call AWS have IAM roles of their own',
  severity: 'medium',
  about: 'workloads',
  needs: ['serviceAccounts', 'podIdentityAssociations'],
  responsible: { auto: 'shared' },
  why: `
    A controller without a role takes the node's. Its rights then lie on every node, for every pod that reaches the instance
    metadata, and cannot be narrowed without breaking the node.`,
  fix: 'Make a role from the policy that the controller publishes, and associate it: aws eks create-pod-identity-association --cluster-name CLUSTER --namespace NAMESPACE --service-account ACCOUNT --role-arn ARN',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html'],
  examples: {
    good: [
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: dns, namespace: dns}
spec: {template: {spec: {serviceAccountName: dns, containers: [{name: dns, image: registry.k8s.io/external-dns/external-dns:v0.15.0}]}}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: dns, namespace: dns, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/dns'}}}
---
# The node part of a driver calls no AWS API.
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: ebs-csi-node, namespace: kube-system}
spec: {template: {spec: {serviceAccountName: ebs-csi-node-sa, containers: [{name: driver, image: public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1.40.0}]}}}`,
    ],
    bad: [
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: dns, namespace: dns}
spec: {template: {spec: {serviceAccountName: dns, containers: [{name: dns, image: registry.k8s.io/external-dns/external-dns:v0.15.0}]}}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: dns, namespace: dns}}`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: storage, namespace: kube-system}
spec: {template: {spec: {serviceAccountName: ebs, containers: [{name: driver, image: public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef}]}}}`,
    ],
  },
  applies: (workload) =>
    containersOf(workload).some(({ value }) => {
      const repository = parseImage(value.image)?.repository ?? ''
      return callers.test(repository) || (workload.kind === 'Deployment' && drivers.test(repository))
    }),
  judge(workload, world) {
    const { namespace, name } = accountOf(workload)
    return hasOwnRole(namespace, name, world)
      ? undefined
      : { says: `service account ${namespace}/${name} has no IAM role, so it uses the node's`, wanted: 'a role by Pod Identity or IRSA' }
  },
})
