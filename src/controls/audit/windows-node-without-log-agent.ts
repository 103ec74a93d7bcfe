/** Container logs of some Windows nodes go nowhere. */
import { control } from '../../model/control.ts'
import { hasNodes, isShipper, uncovered } from '../../reach/node-agents.ts'

export default control({
  title: 'A log agent is ready on every Windows node',
  severity: 'low',
  about: 'clusters',
  needs: ['hosts', 'workloads'],
  why: `
    DaemonSets for Linux never reach Windows nodes, so these need an agent of their own. Programs that write to the Windows event
    log besides need LogMonitor in their image, or their messages do not leave the container at all.`,
  fix: 'Install the Windows variant of the log agent (Fluent Bit has one), and start event-log based programs through LogMonitor.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/windows-logging.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
---
{apiVersion: v1, kind: Node, metadata: {name: w}, status: {nodeInfo: {operatingSystem: windows}}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: fluent-bit-windows, namespace: log}, spec: {template: {spec: {containers: [{name: fb, image: "fluent/fluent-bit:windows-2022-4.1"}]}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: fb1, namespace: log, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: fluent-bit-windows, controller: true}]}
spec: {nodeName: w}
status: {phase: Running}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
---
{apiVersion: v1, kind: Node, metadata: {name: w}, status: {nodeInfo: {operatingSystem: windows}}}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
---
{apiVersion: v1, kind: Node, metadata: {name: w}, status: {nodeInfo: {operatingSystem: windows}}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: exporter, namespace: log}, spec: {template: {spec: {containers: [{name: e, image: "ghcr.io/prometheus-community/windows-exporter:0.31.3"}]}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: e1, namespace: log, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: exporter, controller: true}]}
spec: {nodeName: w}
status: {phase: Running}`,
    ],
  },
  applies: (_, world) => hasNodes('Windows', world),
  judge: (_, world) => uncovered('log agent', isShipper, 'Windows', world),
})
