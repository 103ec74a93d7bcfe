/** A program hands IAM roles to pods by an annotation that anybody can write. */
import { containersOf, perPod, podSpecPath } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { parseImage } from '../../reach/images.ts'

const brokers = /(^|\/)(kube2iam|kiam)$/
const annotation = 'iam.amazonaws.com/role'

const brokerOf = perPod((pod) => containersOf(pod).find(({ value }) => brokers.test(parseImage(value.image)?.repository ?? '')))

export default control({
  title: 'No workload gets its IAM role from kube2iam or kiam',
  severity: 'high',
  about: 'workloads',
  why: `
    Both projects are abandoned. Their agent needs a node role that may assume every pod role, so that one broken node has
    them all, and whoever may annotate a pod chooses its role.`,
  fix: 'Make a Pod Identity association for each annotated workload, remove the annotation and the agent, and take sts:AssumeRole off the node role.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, annotations: {iam.amazonaws.com/roles-page: 'wiki'}}, spec: {containers: [{name: web, image: shop/kube2iam-docs:1}]}}`,
    ],
    bad: [
      `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: roles, namespace: kube-system}
spec: {template: {spec: {hostNetwork: true, containers: [{name: agent, image: 'jtblin/kube2iam:0.11.2'}]}}}`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {annotations: {iam.amazonaws.com/role: web}}, spec: {containers: [{name: web, image: web:1}]}}}`,
    ],
  },
  judge(workload) {
    const broker = brokerOf(workload)
    if (broker)
      return {
        says: `container ${broker.value.name} runs ${broker.value.image}`,
        at: `${broker.at}.image`,
        actual: broker.value.image,
        wanted: 'EKS Pod Identity',
      }
    const role = workload.pod.metadata?.annotations?.[annotation]
    const base = podSpecPath(workload).replace(/\.?spec$/, '')
    return role === undefined
      ? undefined
      : {
          says: `asks for the IAM role ${role} by annotation`,
          at: `${base === '' ? '' : `${base}.`}metadata.annotations[${annotation}]`,
          actual: role,
          wanted: 'EKS Pod Identity',
        }
  },
})
