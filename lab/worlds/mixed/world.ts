/** One cluster with nodes of every sort that EKS knows, and a workload on each. */
import type { KubeObject } from '../../kube-api.ts'
import { bottlerocketKubelet, kubelet } from '../kubelets.ts'
import { account, makeNode, region } from '../nodes.ts'
import { access, eksObjects, issuerOf, people } from '../stock/world.ts'
import type { World } from '../world.ts'
import { mixedMachines } from './machines.ts'

const cluster = 'mixed'

/** A deployment of one pod that only this sort of node may run. */
function onSort(name: string, image: string, nodeSelector: Readonly<Record<string, string>>, more: Readonly<Record<string, unknown>> = {}): KubeObject {
  const labels = { app: name }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'apps', labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { nodeSelector, containers: [{ name: 'app', image }], ...more } },
    },
  }
}

const registry = `${account}.dkr.ecr.${region}.amazonaws.com`
const fargateNode = makeNode({ ...mixedMachines.find(({ sort }) => sort === 'fargate')!, cluster })
/** Auto Mode brings the node monitoring agent along, with what collects logs from its machines. */
const nodeDiagnostics: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'nodediagnostics.eks.amazonaws.com' },
  spec: {
    group: 'eks.amazonaws.com',
    scope: 'Cluster',
    names: { plural: 'nodediagnostics', singular: 'nodediagnostic', kind: 'NodeDiagnostic', listKind: 'NodeDiagnosticList' },
    versions: [
      { name: 'v1alpha1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } },
    ],
  },
}
const workloads = (): KubeObject[] => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'apps' } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'serverless' } },
  onSort('web', `${registry}/web:1.4.0`, { 'eks.amazonaws.com/nodegroup': 'general' }),
  onSort('web-auto', `${registry}/web:1.4.0`, { 'eks.amazonaws.com/compute-type': 'auto' }),
  onSort('edge', `${registry}/edge:2.0.1`, { 'eks.amazonaws.com/compute-type': 'hybrid' }),
  onSort('iis', `${registry}/iis:2026.11`, { 'kubernetes.io/os': 'windows' }, { tolerations: [{ key: 'os', value: 'windows', effect: 'NoSchedule' }] }),
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'report',
      namespace: 'serverless',
      labels: { 'eks.amazonaws.com/fargate-profile': 'serverless' },
      annotations: { CapacityProvisioned: '0.25vCPU 0.5GB' },
    },
    spec: {
      nodeName: fargateNode.metadata.name,
      schedulerName: 'fargate-scheduler',
      tolerations: [{ key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule' }],
      containers: [{ name: 'report', image: `${registry}/report:0.9.2` }],
    },
  },
]

export function mixed(): World {
  const nodes = mixedMachines.map((wish) => makeNode({ ...wish, cluster }))
  const kubelets = Object.fromEntries(
    // Fargate has no kubelet that one could ask; all others answer.
    mixedMachines.flatMap(({ sort }, at) =>
      sort === 'fargate' ? [] : [[nodes[at]!.metadata.name, sort === 'bottlerocket' || sort === 'auto' ? bottlerocketKubelet() : kubelet()]],
    ),
  )
  return {
    name: 'mixed',
    cluster,
    account,
    region,
    issuer: issuerOf(cluster),
    objects: [...eksObjects(), nodeDiagnostics, ...nodes, ...workloads()],
    kubelets,
    people,
    access,
    fargateProfiles: [{ fargateProfileName: 'serverless', selectors: [{ namespace: 'serverless' }] }],
  }
}
