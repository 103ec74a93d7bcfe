/** Linux nodes run no sensor that watches their processes. */
import { control } from '../../model/control.ts'
import { hasNodes, isSensor, uncovered } from '../../reach/node-agents.ts'

export default control({
  title: 'A runtime sensor is ready on every Linux node',
  severity: 'high',
  about: 'clusters',
  needs: ['hosts', 'workloads'],
  why: `
    Only a sensor on the node sees a shell that starts in a web server or a binary that was not in the image. A DaemonSet that
    a taint or a selector keeps off some nodes leaves the very nodes unwatched that were set apart for something important.`,
  fix: 'Install a sensor (GuardDuty agent, Falco, Tetragon or another) as a DaemonSet that tolerates every taint: tolerations: [{operator: Exists}].',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/runtime-security.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
---
{apiVersion: v1, kind: Node, metadata: {name: a}}
---
{apiVersion: v1, kind: Node, metadata: {name: f, labels: {eks.amazonaws.com/compute-type: fargate}}}
---
{apiVersion: v1, kind: Node, metadata: {name: w}, status: {nodeInfo: {operatingSystem: windows}}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: falco, namespace: falco}, spec: {template: {spec: {containers: [{name: falco, image: "docker.io/falcosecurity/falco:0.42.0"}]}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: falco-1, namespace: falco, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: falco, controller: true}]}
spec: {nodeName: a}
status: {phase: Running, containerStatuses: [{name: falco, ready: true}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
---
{apiVersion: v1, kind: Node, metadata: {name: a}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: falcosidekick, namespace: falco}, spec: {template: {spec: {containers: [{name: kick, image: falcosecurity/falcosidekick:2}]}}}}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
---
{apiVersion: v1, kind: Node, metadata: {name: a}}
---
{apiVersion: v1, kind: Node, metadata: {name: b}, spec: {taints: [{key: team, value: pay, effect: NoSchedule}]}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: tetragon, namespace: sec}, spec: {template: {spec: {containers: [{name: t, image: "quay.io/cilium/tetragon:v1.6"}]}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: tetragon-1, namespace: sec, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: tetragon, controller: true}]}
spec: {nodeName: a}
status: {phase: Running, containerStatuses: [{name: t, ready: true}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
---
{apiVersion: v1, kind: Node, metadata: {name: a}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: falco, namespace: falco}, spec: {template: {spec: {tolerations: [{operator: Exists}], containers: [{name: falco, image: falcosecurity/falco:0.42.0}]}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: falco-1, namespace: falco, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: falco, controller: true}]}
spec: {nodeName: a}
status: {phase: Running, containerStatuses: [{name: falco, ready: false}]}`,
    ],
  },
  applies: (_, world) => hasNodes('Linux', world),
  judge: (_, world) => uncovered('runtime sensor', isSensor, 'Linux', world),
})
