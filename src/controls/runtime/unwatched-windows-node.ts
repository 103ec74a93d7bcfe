/** Windows nodes run no sensor that watches their processes. */
import { control } from '../../model/control.ts'
import { hasNodes, isSensor, uncovered } from '../../reach/node-agents.ts'

export default control({
  title: 'A runtime sensor is ready on every Windows node',
  // Few sensors run on Windows; a stated alternative is enough, so this stands apart from runtime/missing-sensor and can be waived alone.
  severity: 'medium',
  about: 'clusters',
  needs: ['hosts', 'workloads'],
  why: `
    The agent of GuardDuty and most sensors of the container world run on Linux alone, so Windows nodes drop out of sight as
    soon as everything else is covered. Some products have a Windows agent; otherwise the gap must be known and accepted.`,
  fix: 'Install the Windows agent of your sensor on these nodes, or waive this control and name what watches them instead.',
  refs: ['https://docs.aws.amazon.com/guardduty/latest/ug/prereq-runtime-monitoring-eks-support.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
---
{apiVersion: v1, kind: Node, metadata: {name: w}, status: {nodeInfo: {operatingSystem: windows}}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: defender, namespace: sec}, spec: {template: {spec: {containers: [{name: d, image: "registry.twistlock.com/twistlock/defender:34"}]}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: d1, namespace: sec, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: defender, controller: true}]}
spec: {nodeName: w}
status: {phase: Running, containerStatuses: [{name: d, ready: true}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
---
{apiVersion: v1, kind: Node, metadata: {name: w}, status: {nodeInfo: {operatingSystem: windows}}}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
---
{apiVersion: v1, kind: Node, metadata: {name: a}}
---
{apiVersion: v1, kind: Node, metadata: {name: w}, status: {nodeInfo: {osImage: Windows Server 2022 Datacenter}}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: falco, namespace: sec}, spec: {template: {spec: {nodeSelector: {kubernetes.io/os: linux}, containers: [{name: f, image: falcosecurity/falco:0.42.0}]}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: f1, namespace: sec, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: falco, controller: true}]}
spec: {nodeName: a}
status: {phase: Running}`,
    ],
  },
  applies: (_, world) => hasNodes('Windows', world),
  judge: (_, world) => uncovered('runtime sensor', isSensor, 'Windows', world),
})
