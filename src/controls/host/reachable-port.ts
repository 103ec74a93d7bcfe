/** Inspector found a way from the internet to a port of a node. */
import type { InspectorFinding } from '../../model/aws.ts'
import { control } from '../../model/control.ts'
import { inspectsMachines, openFindings } from '../../reach/inspector.ts'
import { instanceOf } from '../../reach/machines.ts'
import { showPorts } from '../../reach/security-groups.ts'

const grave = new Set(['CRITICAL', 'HIGH', 'MEDIUM'])

const node = `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1}]}]}
inspector2:BatchGetAccountStatus: {accounts: [{accountId: '111122223333', resourceState: {ec2: {status: ENABLED}}}]}
`
const found = (severity: string, more = '', id = 'i-1') =>
  `${node}inspector2:ListFindings: {findings: [{findingArn: 'arn:aws:inspector2:us-west-2:111122223333:finding/1', type: NETWORK_REACHABILITY, severity: ${severity}, status: ACTIVE, resources: [{type: AWS_EC2_INSTANCE, id: ${id}}], networkReachabilityDetails: {openPortRange: {begin: 22, end: 22}, protocol: TCP}${more}}]}`

export default control({
  title: 'Inspector finds no way from the internet to a port of a node',
  severity: 'high',
  about: 'hosts',
  needs: ['inspectorStatuses', 'inspectorFindings', 'instances'],
  responsible: { fargate: 'n/a', hybrid: 'n/a', auto: 'aws' },
  applies: (_, world) => inspectsMachines(world),
  why: `
    Inspector follows routes, gateways, network ACLs and security groups together. What it finds is open, whatever each of
    them says alone.`,
  fix: 'Open the finding: it names the path. Close it where it begins: take the public address or the internet gateway route away, or the rule of the security group.',
  refs: ['https://docs.aws.amazon.com/inspector/latest/user/findings-types.html'],
  examples: {
    good: [`${node}inspector2:ListFindings: {findings: []}`, found('LOW'), found('HIGH', '', 'i-other')],
    bad: [found('MEDIUM'), found('HIGH', `, firstObservedAt: '2026-11-23T00:00:00Z'`)],
  },
  judge(host, world) {
    const instance = instanceOf(host, world)
    if (!instance) return undefined
    const open = openFindings(instance.InstanceId, world).filter(({ type, severity = '' }) => type === 'NETWORK_REACHABILITY' && grave.has(severity))
    if (open.length === 0) {
      world.all('inspectorFindings')
      return undefined
    }
    return {
      says: `the internet reaches ${[...new Set(open.map(portsIn))].join(', ')} of ${instance.InstanceId}`,
      wanted: 'no way in',
      via: open.slice(0, 10).map(({ findingArn }) => ({ kind: 'Amazon Inspector finding', name: findingArn })),
    }
  },
})

/** `TCP 22`. */
function portsIn({ networkReachabilityDetails: { openPortRange, protocol } = {} }: InspectorFinding): string {
  const { begin: from = 0, end: to = 65_535 } = openPortRange ?? {}
  return `${protocol ?? 'TCP'} ${showPorts({ from, to })}`
}
