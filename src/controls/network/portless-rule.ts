/** A rule allows peers of other namespaces or addresses on all ports, or on a long range of them. */
import { control } from '../../model/control.ts'
import type { PolicyPeer, PolicyPort } from '../../model/kubernetes.ts'
import { allowsEverything, directions, isEveryPort, rulesOf } from '../../reach/network.ts'

const policy = (ingress: string) =>
  `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: web, namespace: shop}, spec: {podSelector: {}, ingress: ${ingress}}}`

export default control({
  title: 'Rules for peers outside the namespace name their ports',
  severity: 'low',
  about: 'networkPolicies',
  why: `
    A caller from another namespace needs one port. All others that the pod listens on, its debugger, its metrics, its
    administration, come as a gift with a rule that names none.`,
  fix: 'List the container ports in ports; a range by port and endPort, no longer than it must be.',
  refs: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  examples: {
    good: [
      policy('[{from: [{namespaceSelector: {matchLabels: {team: web}}}], ports: [{port: 8080}, {port: 9000, endPort: 9010}]}]'),
      policy('[{from: [{podSelector: {}}]}]'),
    ],
    bad: [
      policy('[{from: [{namespaceSelector: {matchLabels: {team: web}}}]}]'),
      policy('[{from: [{ipBlock: {cidr: 10.0.0.0/16}}], ports: []}]'),
      policy('[{from: [{namespaceSelector: {matchLabels: {team: web}}}], ports: [{port: 30000, endPort: 32767}]}]'),
    ],
  },
  judge: (policy) =>
    directions.flatMap((direction) =>
      rulesOf(policy, direction)
        .filter((rule) => rule.peers.some(isOutside) && !allowsEverything(rule))
        .flatMap(({ at, ports }) => {
          if (isEveryPort(ports))
            return [{ says: `an ${direction} rule for peers outside the namespace names no port`, at: `${at}.ports`, wanted: 'the ports that are needed' }]
          const long = ports.findIndex(isLong)
          const { port, endPort } = ports[long] ?? {}
          return long === -1
            ? []
            : [
                {
                  says: `an ${direction} rule allows ports ${port} to ${endPort}`,
                  at: `${at}.ports[${long}].endPort`,
                  actual: endPort,
                  wanted: 'at most 100 ports',
                },
              ]
        }),
    ),
})

const isOutside = ({ namespaceSelector, ipBlock }: PolicyPeer): boolean => Boolean(namespaceSelector ?? ipBlock)
const isLong = ({ port, endPort }: PolicyPort): boolean => typeof port === 'number' && endPort !== undefined && endPort - port >= 100
