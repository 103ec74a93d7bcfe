/** Logs of the nodes themselves do not outlive them. */
import { control } from '../../model/control.ts'
import { hasNodes, isShipper } from '../../reach/node-agents.ts'

const sorts = ['host', 'dataplane'] as const

export default control({
  title: 'Logs of nodes, kubelet and container runtime leave the node',
  severity: 'medium',
  about: 'clusters',
  needs: ['logGroups', 'hosts', 'workloads'],
  why: `
    Nodes come and go by the hour. What the kernel, the kubelet and containerd wrote about a break-in goes with them, unless an
    agent carries it off like the logs of containers. Auto Mode nodes need that agent too.`,
  fix: 'Enable the host and dataplane logs of the CloudWatch Observability add-on, or let your own agent read /var/log/messages and the journal of kubelet and containerd.',
  refs: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-setup-logs-FluentBit.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: a}}
---
eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeLogGroups: {logGroups: [{logGroupName: /aws/containerinsights/shop/host}, {logGroupName: /aws/containerinsights/shop/dataplane}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Node, metadata: {name: a}}
---
eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeLogGroups: {logGroups: [{logGroupName: /aws/containerinsights/shop/host}, {logGroupName: /aws/containerinsights/shop/application}]}`,
      `{apiVersion: v1, kind: Node, metadata: {name: a}}
---
eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeLogGroups: {logGroups: [{logGroupName: /aws/containerinsights/other/host}, {logGroupName: /aws/containerinsights/other/dataplane}]}`,
    ],
  },
  applies: (_, world) => hasNodes('Linux', world),
  judge({ name }, world) {
    const missing = sorts.filter((sort) => !world.find('logGroups', `/aws/containerinsights/${name}/${sort}`))
    if (missing.length === 0) return undefined
    const agent = world.some('workloads', (workload) => isShipper(workload) && !workload.addon)
    // An agent of another make may send them to a place we do not know.
    if (agent) return { because: 'untold', detail: `what ${agent.metadata.name} sends, and where, is not known` }
    const what = { host: 'the operating system', dataplane: 'kubelet and containerd' }
    return {
      says: `logs of ${missing.map((sort) => what[sort]).join(', ')} stay on the nodes: there is no log group /aws/containerinsights/${name}/${missing[0]}`,
      wanted: missing.map((sort) => `/aws/containerinsights/${name}/${sort}`),
    }
  },
})
