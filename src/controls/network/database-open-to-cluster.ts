/** A database lets in every pod of the cluster, since it lets in the group that all nodes carry. */
import { control } from '../../model/control.ts'
import { hostsInGroup } from '../../reach/machines.ts'
import { portsOf, showPorts } from '../../reach/security-groups.ts'

/** Ports of RDS, Aurora, Redshift, ElastiCache, DocumentDB, MSK and Neptune. EFS is mounted by the node itself and not among them. */
const dataPorts: Readonly<Record<number, string>> = {
  1433: 'SQL Server',
  1521: 'Oracle',
  3306: 'MySQL',
  5432: 'PostgreSQL',
  5439: 'Redshift',
  6379: 'Redis',
  8182: 'Neptune',
  9092: 'Kafka',
  9094: 'Kafka',
  9096: 'Kafka',
  9098: 'Kafka',
  11211: 'Memcached',
  27017: 'DocumentDB',
}

const rule = (
  source: string,
  port = 5432,
  group = 'sg-db',
) => `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {clusterSecurityGroupId: sg-cluster}}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, SecurityGroups: [{GroupId: sg-cluster}, {GroupId: sg-nodes}], Tags: [{Key: kubernetes.io/cluster/shop, Value: owned}]}]}]}
---
ec2:DescribeSecurityGroupRules: {SecurityGroupRules: [{SecurityGroupRuleId: sgr-1, GroupId: ${group}, IsEgress: false, IpProtocol: tcp, FromPort: ${port}, ToPort: ${port}, ReferencedGroupInfo: {GroupId: ${source}}}]}`

export default control({
  title: 'Databases admit pods by their own group, not all nodes',
  severity: 'medium',
  about: 'securityGroupRules',
  needs: ['clusters', 'hosts', 'instances', 'networkInterfaces'],
  why: `
    All nodes and their pods share the node or cluster group. A database that trusts it trusts every pod: the one that was
    broken into needs a password at most, and often finds it.`,
  fix: 'Give the pods that need the database a security group (SecurityGroupPolicy), or nodes of their own, and let the rule of the database name that group.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
  ],
  examples: {
    good: [
      rule('sg-payments'),
      rule('sg-cluster', 5432, 'sg-db').replace('ReferencedGroupInfo: {GroupId: sg-cluster}', 'ReferencedGroupInfo: {GroupId: sg-bastion}'),
    ],
    bad: [rule('sg-cluster'), rule('sg-nodes', 6379)],
  },
  applies(rule, world) {
    if (rule.IsEgress === true || rule.ReferencedGroupInfo?.GroupId === undefined || rule.ReferencedGroupInfo.GroupId === rule.GroupId) return false
    const ports = portsOf(rule)
    // A rule for a thousand ports is a rule between nodes.
    if (!ports || ports.to - ports.from > 1000 || nameOf(ports.from, ports.to) === undefined) return false
    return !isClusters(rule.GroupId, world.all('clusters'))
  },
  judge(rule, world) {
    const source = rule.ReferencedGroupInfo?.GroupId ?? ''
    const ports = portsOf(rule)
    if (!ports) return undefined
    const cluster = isClusters(source, world.all('clusters'))
    if (!cluster && hostsInGroup(source, world).length === 0) return undefined
    // A database that runs on the nodes themselves is reached through their own group.
    if (rule.GroupId !== undefined && hostsInGroup(rule.GroupId, world).length > 0) return undefined
    return {
      says: `${rule.GroupId} admits ${cluster ? 'the cluster security group' : 'the nodes'} (${source}) on ${nameOf(ports.from, ports.to)} port ${showPorts(ports)}`,
      at: 'ReferencedGroupInfo.GroupId',
      actual: source,
      wanted: 'the security group of the pods that need it',
    }
  },
})

const nameOf = (from: number, to: number): string | undefined => Object.entries(dataPorts).find(([port]) => from <= Number(port) && Number(port) <= to)?.[1]

const isClusters = (group: string | undefined, clusters: readonly { resourcesVpcConfig?: { clusterSecurityGroupId?: string } }[]): boolean =>
  clusters.some(({ resourcesVpcConfig }) => group !== undefined && resourcesVpcConfig?.clusterSecurityGroupId === group)
