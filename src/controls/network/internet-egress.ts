/** A NetworkPolicy lets pods out to the internet at large. */
import { control } from '../../model/control.ts'
import { allowsEverything, reachesInternet, rulesOf } from '../../reach/network.ts'

const policy = (egress: string) =>
  `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: web, namespace: shop}, spec: {podSelector: {}, policyTypes: [Egress], egress: ${egress}}}`

export default control({
  title: 'Network policies let no pod out to the whole internet',
  severity: 'high',
  about: 'networkPolicies',
  why: `
    Port 443 to anywhere is all that a thief needs to carry data out, and all that a loader needs to fetch the rest of
    itself. Most pods talk to the cluster and to a few AWS services, which VPC endpoints bring inside.`,
  fix: 'Allow the addresses that are needed: cluster pods by label, AWS services by VPC endpoints, the rest by the address of an egress proxy or firewall. Waive the policies whose pods must reach the internet.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html',
  ],
  examples: {
    good: [
      policy('[{to: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 5432}]}]'),
      policy('[{to: [{ipBlock: {cidr: 203.0.113.7/32}}], ports: [{port: 443}]}]'),
      policy('[]'),
      // Nothing but the address ranges of private networks is left of it.
      policy('[{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [0.0.0.0/1, 128.0.0.0/2]}}], ports: [{port: 443}]}]'),
    ],
    bad: [
      policy('[{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.254/32]}}], ports: [{port: 443}]}]'),
      policy('[{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16]}}], ports: [{port: 443}]}]'),
      policy('[{ports: [{port: 443, protocol: TCP}]}]'),
      policy("[{to: [{ipBlock: {cidr: '::/0'}}], ports: [{port: 443}]}]"),
      policy('[{to: [{ipBlock: {cidr: 0.0.0.0/1}}, {ipBlock: {cidr: 128.0.0.0/1}}], ports: [{port: 443}]}]'),
    ],
  },
  judge: (policy) =>
    rulesOf(policy, 'egress')
      // A rule that names no port either is network/allow-all-policy's.
      .filter((rule) => reachesInternet(rule) && !allowsEverything(rule))
      .map(({ at, peers, ports }) => {
        const blocks = peers.flatMap(({ ipBlock }) => ipBlock?.cidr ?? [])
        const to = blocks.length === 0 ? 'any address' : blocks.slice(0, 3).join(', ')
        return { says: `egress to ${to} on port ${ports.map(({ port }) => port).join(', ')}`, at, wanted: 'the addresses that the pods need' }
      }),
})
