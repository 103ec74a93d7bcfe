/** A flow log does not record the addresses of pods. */
import { control } from '../../model/control.ts'

const wanted = ['pkt-srcaddr', 'pkt-dstaddr', 'flow-direction'] as const
const log = (format: string, resource = 'vpc-1') => `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {vpcId: vpc-1}}}
---
ec2:DescribeFlowLogs: {FlowLogs: [{FlowLogId: fl-1, ResourceId: ${resource}, LogFormat: '${format}'}]}`

export default control({
  title: 'Flow logs name the pods behind the interfaces',
  severity: 'low',
  about: 'flowLogs',
  needs: ['clusters', 'subnets'],
  why: `
    The default format has the address of the interface. Pods share the interfaces of their node, so the record ends at the
    node; the packet's own addresses and the direction lead on to the pod.`,
  fix: `Create the flow log anew with --log-format that holds \${pkt-srcaddr} \${pkt-dstaddr} \${flow-direction} beside the default fields, and keep a history of pod addresses.`,
  refs: ['https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html'],
  examples: {
    good: [log(`\${srcaddr} \${dstaddr} \${pkt-srcaddr} \${pkt-dstaddr} \${flow-direction} \${action}`)],
    bad: [log(`\${version} \${srcaddr} \${dstaddr} \${action}`), log(`\${pkt-srcaddr} \${pkt-dstaddr} \${action}`)],
  },
  applies({ ResourceId: id }, world) {
    const vpcs = world.all('clusters').flatMap(({ resourcesVpcConfig }) => resourcesVpcConfig?.vpcId ?? [])
    return id !== undefined && (vpcs.includes(id) || (id.startsWith('subnet-') && vpcs.includes(world.find('subnets', id)?.VpcId ?? '')))
  },
  judge({ LogFormat: format = '' }) {
    const missing = wanted.filter((field) => !format.includes(`\${${field}}`))
    return missing.length === 0 ? undefined : { says: `the format lacks ${missing.join(', ')}`, at: 'LogFormat', wanted: wanted.join(', ') }
  },
})
