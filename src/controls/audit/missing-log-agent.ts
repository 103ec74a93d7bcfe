/** Container logs of some Linux nodes go nowhere. */
import { control } from '../../model/control.ts'
import { hasNodes, isShipper, uncovered } from '../../reach/node-agents.ts'

export default control({
  title: 'A log agent is ready on every Linux node',
  severity: 'high',
  about: 'clusters',
  needs: ['hosts', 'workloads'],
  why: `
    What a container writes stays on its node, for as long as the container lives. An intruder who restarts the pod, or a node
    that is replaced, takes it away, unless an agent has carried it off before.`,
  fix: 'aws eks create-addon --cluster-name CLUSTER --addon-name amazon-cloudwatch-observability; for another agent, let its DaemonSet tolerate every taint: tolerations: [{operator: Exists}]. Its output must lie outside the cluster.',
  refs: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-setup-logs-FluentBit.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
---
{apiVersion: v1, kind: Node, metadata: {name: a}}
---
{apiVersion: v1, kind: Node, metadata: {name: f, labels: {eks.amazonaws.com/compute-type: fargate}}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: fluent-bit, namespace: log}, spec: {template: {spec: {containers: [{name: fb, image: "public.ecr.aws/aws-observability/aws-for-fluent-bit:3.0.0"}]}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: fb1, namespace: log, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: fluent-bit, controller: true}]}
spec: {nodeName: a}
status: {phase: Running, containerStatuses: [{name: fb, ready: true}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
---
{apiVersion: v1, kind: Node, metadata: {name: a}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: cloudwatch-agent, namespace: amazon-cloudwatch}, spec: {template: {spec: {containers: [{name: agent, image: "public.ecr.aws/cloudwatch-agent/cloudwatch-agent:1.3"}]}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: agent1, namespace: amazon-cloudwatch, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: cloudwatch-agent, controller: true}]}
spec: {nodeName: a}
status: {phase: Running}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
---
{apiVersion: v1, kind: Node, metadata: {name: a}}
---
{apiVersion: v1, kind: Node, metadata: {name: b}, spec: {taints: [{key: gpu, effect: NoSchedule}]}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: fluentd, namespace: log}, spec: {template: {spec: {containers: [{name: f, image: "fluent/fluentd-kubernetes-daemonset:v1"}]}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: f1, namespace: log, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: fluentd, controller: true}]}
spec: {nodeName: a}
status: {phase: Running}`,
    ],
  },
  applies: (_, world) => hasNodes('Linux', world),
  judge: (_, world) => uncovered('log agent', isShipper, 'Linux', world),
})
