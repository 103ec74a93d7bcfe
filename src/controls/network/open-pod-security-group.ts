/** A security group for pods lets the internet in or everything out, or keeps its pods from DNS. */
import type { SecurityGroupRule } from '../../model/aws.ts'
import { control } from '../../model/control.ts'
import type { Evidence } from '../../model/finding.ts'
import { cidrOf, openings, portsOf, showPorts } from '../../reach/security-groups.ts'
import { isWorld } from '../../reach/cidrs.ts'

const dns =
  'IsEgress: true, IpProtocol: udp, FromPort: 53, ToPort: 53, ReferencedGroupInfo: {GroupId: sg-cluster}|IsEgress: true, IpProtocol: tcp, FromPort: 53, ToPort: 53, ReferencedGroupInfo: {GroupId: sg-cluster}'
const policy = (
  rules: string,
) => `{apiVersion: vpcresources.k8s.aws/v1beta1, kind: SecurityGroupPolicy, metadata: {name: web, namespace: shop}, spec: {podSelector: {matchLabels: {app: web}}, securityGroups: {groupIds: [sg-1]}}}
---
ec2:DescribeSecurityGroups: {SecurityGroups: [{GroupId: sg-1}]}
---
ec2:DescribeSecurityGroupRules: {SecurityGroupRules: [${rules
  .split('|')
  .map((rule, i) => `{SecurityGroupRuleId: sgr-${i}, GroupId: sg-1, ${rule}}`)
  .join(', ')}]}`

export default control({
  title: 'Security groups for pods let through DNS and what is needed',
  severity: 'medium',
  about: 'securityGroupPolicies',
  needs: ['securityGroups', 'securityGroupRules'],
  why: `
    A new security group comes with a rule that lets everything out, and pods that wear it may talk to the whole internet.
    Without that rule they need two for DNS, or nothing works and somebody puts the first one back.`,
  fix: 'Revoke the egress rule for 0.0.0.0/0; authorize egress to the cluster security group on 53/UDP and 53/TCP, and to each service the pods use.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
  ],
  examples: {
    good: [policy(`${dns}|IsEgress: false, IpProtocol: tcp, FromPort: 8080, ToPort: 8080, ReferencedGroupInfo: {GroupId: sg-cluster}`)],
    bad: [
      policy("IsEgress: true, IpProtocol: '-1', CidrIpv4: 0.0.0.0/0"),
      policy(`${dns}|IsEgress: false, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIpv4: 0.0.0.0/0`),
      policy('IsEgress: true, IpProtocol: udp, FromPort: 53, ToPort: 53, ReferencedGroupInfo: {GroupId: sg-cluster}'),
    ],
  },
  judge({ spec }, world) {
    const ids = spec?.securityGroups?.groupIds ?? []
    // Groups that are gone are network/missing-pod-security-group's.
    const known = ids.filter((id) => world.find('securityGroups', id) !== undefined)
    if (known.length === 0) return undefined
    const all = world.all('securityGroupRules')
    const rulesOf = (id: string) => all.filter(({ GroupId }) => GroupId === id)
    const found = known.flatMap((id) => faultsOf(id, rulesOf(id), `spec.securityGroups.groupIds[${ids.indexOf(id)}]`))
    // The groups of a pod add up: one of them must let DNS out.
    const out = known.flatMap(rulesOf).filter(({ IsEgress }) => IsEgress === true)
    const deaf = (['udp', 'tcp'] as const).filter((protocol) => !out.some((rule) => hasDns(rule, protocol)))
    return deaf.length === 0
      ? found
      : [
          ...found,
          {
            says: `no group of ${known.join(', ')} lets DNS out over ${deaf.join(' and ')}`,
            at: 'spec.securityGroups.groupIds',
            wanted: 'egress on 53/UDP and 53/TCP',
          },
        ]
  },
})

function hasDns(rule: SecurityGroupRule, protocol: 'udp' | 'tcp'): boolean {
  const ports = portsOf(rule, protocol)
  return ports !== undefined && ports.from <= 53 && 53 <= ports.to
}

function faultsOf(id: string, rules: readonly SecurityGroupRule[], at: string): Evidence[] {
  const outward = rules.filter((rule) => rule.IsEgress === true && (portsOf(rule)?.to ?? 0) - (portsOf(rule)?.from ?? 0) > 60_000)
  const everywhere = isWorld(outward.flatMap((rule) => cidrOf(rule) ?? []))
  return [
    ...openings(rules).map((opening) => ({
      says: `${id} lets the internet in on ${opening.protocol} ${showPorts(opening)}`,
      at,
      actual: id,
      wanted: 'callers by their groups',
    })),
    ...(everywhere ? [{ says: `${id} lets everything out to everywhere`, at, actual: id, wanted: 'DNS and what the pods need' }] : []),
  ]
}
