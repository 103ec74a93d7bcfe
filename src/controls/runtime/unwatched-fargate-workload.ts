/** A workload on Fargate has no sensor in its pods. */
import { control } from '../../model/control.ts'
import { isSensor } from '../../reach/node-agents.ts'

export default control({
  title: 'Pods on Fargate bring their own runtime sensor',
  // A stated alternative is enough, so this stands apart from runtime/missing-sensor and can be waived alone.
  severity: 'medium',
  about: 'workloads',
  responsible: { 'self-managed': 'n/a', managed: 'n/a', auto: 'n/a', hybrid: 'n/a' },
  why: `
    DaemonSets do not run on Fargate, and GuardDuty has no agent for EKS on Fargate. What happens in such a pod is seen by a
    sensor in the pod itself or by nobody.`,
  fix: 'Add the sidecar of your sensor to the pod template, move the workload to nodes that have a sensor, or waive this control and name the alternative.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
    'https://docs.aws.amazon.com/guardduty/latest/ug/prereq-runtime-monitoring-eks-support.html',
  ],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: export, namespace: reports, labels: {eks.amazonaws.com/fargate-profile: reports}}
spec: {containers: [{name: export, image: export:1}, {name: sensor, image: "registry.crowdstrike.com/falcon-container/us-1/release/falcon-sensor:7"}]}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: export, namespace: reports, labels: {eks.amazonaws.com/fargate-profile: reports}}
spec: {containers: [{name: export, image: export:1}]}`,
      `{apiVersion: v1, kind: Node, metadata: {name: fargate-a, labels: {eks.amazonaws.com/compute-type: fargate}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: export, namespace: reports}
spec: {template: {spec: {containers: [{name: export, image: export:1}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: export-1, namespace: reports, labels: {eks.amazonaws.com/fargate-profile: reports}, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: export, controller: true}]}
spec: {nodeName: fargate-a}`,
    ],
  },
  applies: ({ computes }) => computes.includes('fargate'),
  judge(workload) {
    if (isSensor(workload)) return undefined
    return {
      says: 'it runs on Fargate and no container of it is a runtime sensor',
      at: `${workload.podPath === '' ? '' : `${workload.podPath}.`}spec.containers`,
      wanted: 'a sidecar that watches the pod',
    }
  },
})
