import { describe, expect, it } from 'vitest'
import { exampleWorld } from '../../test/kit/example-world.ts'
import type { NetworkPolicy, PolicyPeer, PolicyPort } from '../model/kubernetes.ts'
import { isDeniedAbove, matchesExpression } from './cluster-policies.ts'
import { covers, enginesOf, flagOf, whyOff } from './network-engine.ts'
import { allowsEverything, defaultOf, governs, isEveryPeer, isEveryPort, policiesOf, reachesInternet, rulesOf } from './network.ts'

const policy = (spec: NetworkPolicy['spec']): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'p', namespace: 'shop' },
  ...(spec && { spec }),
})
const rule = (peers: readonly PolicyPeer[], ports: readonly PolicyPort[] = []) => ({ direction: 'ingress' as const, at: '', peers, ports })

describe('policyTypes', () => {
  it.each([
    [{}, true, false],
    [{ egress: [] }, true, false],
    [{ egress: [{}] }, true, true],
    [{ policyTypes: [] }, true, false],
    [{ policyTypes: ['Egress'] }, false, true],
    [{ policyTypes: ['Ingress'], egress: [{}] }, true, false],
    [undefined, true, false],
  ])('%j governs ingress %s and egress %s', (spec, ingress, egress) => {
    expect(governs(spec, 'ingress')).toBe(ingress)
    expect(governs(spec, 'egress')).toBe(egress)
  })

  it('keeps rules of a direction that is not governed out', () => {
    expect(rulesOf(policy({ policyTypes: ['Ingress'], egress: [{}] }), 'egress')).toEqual([])
    expect(rulesOf(policy({ egress: [{ ports: [{ port: 53 }] }] }), 'egress')).toEqual([
      { direction: 'egress', at: 'spec.egress[0]', peers: [], ports: [{ port: 53 }] },
    ])
  })

  it('takes null lists and null rules', () => {
    const odd = policy({ podSelector: {}, ingress: [null, { from: null }] } as never)
    expect(rulesOf(odd, 'ingress').every(allowsEverything)).toBe(true)
  })
})

describe('rules', () => {
  it.each([
    [[], true],
    [[{ namespaceSelector: {} }], true],
    [[{ namespaceSelector: {}, podSelector: {} }], true],
    [[{ podSelector: {} }], false],
    [[{ namespaceSelector: { matchLabels: { team: 'web' } } }], false],
    [[{ ipBlock: { cidr: '0.0.0.0/0' } }], true],
    [[{ ipBlock: { cidr: '::/0' } }], true],
    [[{ ipBlock: { cidr: '10.0.0.0/8' } }], false],
    [[{ ipBlock: { cidr: '0.0.0.0/1' } }, { ipBlock: { cidr: '128.0.0.0/1' } }], true],
    [[{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] } }], true],
    [[{ ipBlock: { cidr: '0.0.0.0/0', except: ['0.0.0.0/1', '128.0.0.0/2'] } }], false],
    [[{ ipBlock: { cidr: 'nonsense' } }], false],
  ] as [PolicyPeer[], boolean][])('%j is every peer: %s', (peers, every) => {
    expect(isEveryPeer(rule(peers))).toBe(every)
  })

  it('tells the internet from the cluster', () => {
    expect(reachesInternet(rule([{ namespaceSelector: {} }]))).toBe(false)
    expect(reachesInternet(rule([]))).toBe(true)
  })

  it.each([
    [[], true],
    [[{ protocol: 'TCP' }], true],
    [[{ port: 1, endPort: 65535 }], true],
    [[{ port: 443 }], false],
    [[{ port: 'https' }], false],
    [[{ port: 30000, endPort: 32767 }], false],
  ] as [PolicyPort[], boolean][])('%j is every port: %s', (ports, every) => {
    expect(isEveryPort(ports)).toBe(every)
  })
})

describe('defaults and coverage', () => {
  const two = (first: string, second: string) =>
    exampleWorld(`{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a, namespace: shop}, spec: ${first}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: b, namespace: shop}, spec: ${second}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: web}}, spec: {containers: []}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: api, namespace: shop}, spec: {template: {metadata: {labels: {app: api}}, spec: {containers: []}}}}`)
      .world

  it('finds the deny and what opens it again', () => {
    const { deny, open } = defaultOf('shop', 'ingress', two('{podSelector: {}}', '{podSelector: {}, ingress: [{}]}'))
    expect([deny?.metadata.name, open?.metadata.name]).toEqual(['a', 'b'])
    expect(defaultOf('shop', 'egress', two('{podSelector: {}}', '{podSelector: {}}'))).toEqual({})
    expect(defaultOf('other', 'ingress', two('{podSelector: {}}', '{podSelector: {}}'))).toEqual({})
  })

  it('matches templates and live pods', () => {
    const world = two('{podSelector: {matchLabels: {app: web}}}', '{podSelector: {matchExpressions: [{key: app, operator: In, values: [web, api]}]}}')
    const names = (name: string) => policiesOf(world.find('workloads', name, 'shop')!, world).map(({ metadata }) => metadata.name)
    expect(names('web')).toEqual(['a', 'b'])
    expect(names('api')).toEqual(['b'])
  })
})

describe('engines', () => {
  const node = (name: string, labels: string, more = '') => `---\n{apiVersion: v1, kind: Node, metadata: {name: ${name}, labels: {${labels}}}${more}}`
  const agent = (name: string) =>
    `---\n{apiVersion: v1, kind: Pod, metadata: {name: aws-node-${name}, namespace: kube-system, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: aws-node, controller: true}]}, spec: {nodeName: ${name}}}`
  const world = exampleWorld(`apiVersion: apps/v1
kind: DaemonSet
metadata: {name: aws-node, namespace: kube-system}
spec: {template: {spec: {containers: [{name: aws-eks-nodeagent, image: agent:1, args: [--enable-network-policy=true]}]}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: amazon-vpc-cni, namespace: kube-system}, data: {enable-network-policy-controller: 'true'}}
${node('a', 'eks.amazonaws.com/nodegroup: g')}
${node('b', 'eks.amazonaws.com/nodegroup: g')}
${node('f', 'eks.amazonaws.com/compute-type: fargate')}
${node('w', 'eks.amazonaws.com/nodegroup: w', ', status: {nodeInfo: {operatingSystem: windows}}')}
${agent('a')}
${agent('w')}`).world

  it('covers Linux nodes on which the agent runs', () => {
    const [engine] = enginesOf(world)
    expect(engine?.name).toBe('VPC CNI')
    expect(world.all('hosts').map((host) => [host.name, engine && covers(engine, host)])).toEqual([
      ['a', true],
      ['b', false],
      ['f', false],
      ['w', false],
    ])
  })

  it('says why there is none', () => {
    expect(whyOff(world)).toBeUndefined()
    expect(whyOff(exampleWorld('').world)).toBe('no DaemonSet of an engine runs')
  })

  it.each([
    [['--enable-network-policy=true'], 'true'],
    [['--enable-network-policy', 'false'], 'false'],
    [['--enable-network-policy', '--v=2'], 'true'],
    [['--enable-network-policy-x=true'], undefined],
  ])('%j -> %s', (args, value) => expect(flagOf({ name: 'a', args }, 'enable-network-policy')).toBe(value))
})

describe('policies above namespaces', () => {
  it.each([
    ['', true],
    ['all()', true],
    ['projectcalico.org/name == "shop"', true],
    ['projectcalico.org/name != "shop"', false],
    ['has(projectcalico.org/name) && projectcalico.org/name not in {"kube-system", "calico-system"}', true],
    ["team in {'web', 'pay'}", true],
    ['!has(team)', false],
    ['team == "web" || all()', undefined],
  ])('%s', (expression, answer) => expect(matchesExpression(expression, { 'projectcalico.org/name': 'shop', team: 'web' })).toBe(answer))

  const asked = (policy: string, direction: 'ingress' | 'egress' = 'ingress') => {
    const { world } = exampleWorld(`{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: web}}}\n---\n${policy}`)
    return isDeniedAbove({ namespace: world.find('namespaces', 'shop')! }, direction, world)
  }
  const cilium = (spec: string) => `{apiVersion: cilium.io/v2, kind: CiliumClusterwideNetworkPolicy, metadata: {name: c}, ${spec}}`

  it.each([
    [cilium('spec: {endpointSelector: {}, ingress: [{}]}'), true],
    [cilium('spec: {endpointSelector: {}, ingress: []}'), false],
    [cilium('spec: {endpointSelector: {}, enableDefaultDeny: {ingress: false}, ingress: [{}]}'), false],
    [cilium("spec: {endpointSelector: {matchLabels: {'k8s:io.kubernetes.pod.namespace': shop}}, ingress: [{}]}"), true],
    [cilium("spec: {endpointSelector: {matchLabels: {'k8s:io.cilium.k8s.namespace.labels.team': web}}, ingress: [{}]}"), true],
    [cilium('spec: {endpointSelector: {matchLabels: {app: web}}, ingress: [{}]}'), false],
    [cilium('spec: {endpointSelector: {}, ingress: [{fromEntities: [all]}]}'), false],
    [cilium('specs: [{endpointSelector: {}, ingress: [{}]}]'), true],
    ['{apiVersion: crd.projectcalico.org/v1, kind: GlobalNetworkPolicy, metadata: {name: c}, spec: {selector: all(), types: [Ingress]}}', true],
    ['{apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: c}, spec: {selector: app == "web", types: [Ingress]}}', false],
    ['{apiVersion: crd.projectcalico.org/v1, kind: GlobalNetworkPolicy, metadata: {name: c}, spec: {types: [Ingress], ingress: [{action: Allow}]}}', false],
    ['{apiVersion: crd.projectcalico.org/v1, kind: NetworkPolicy, metadata: {name: c, namespace: shop}, spec: {selector: all()}}', true],
    ['{apiVersion: crd.projectcalico.org/v1, kind: NetworkPolicy, metadata: {name: c, namespace: other}, spec: {selector: all()}}', false],
    ['{apiVersion: networking.k8s.aws/v1alpha1, kind: ApplicationNetworkPolicy, metadata: {name: c, namespace: shop}, spec: {podSelector: {}}}', true],
    [
      '{apiVersion: networking.k8s.aws/v1alpha1, kind: ClusterNetworkPolicy, metadata: {name: c}, spec: {tier: Admin, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {matchLabels: {team: pay}}}]}]}}',
      false,
    ],
  ])('%s', (policy, answer) => expect(asked(policy)).toBe(answer))

  it('is a gap where a selector cannot be read', () => {
    expect(
      asked(
        '{apiVersion: crd.projectcalico.org/v1, kind: GlobalNetworkPolicy, metadata: {name: odd}, spec: {namespaceSelector: \'team contains "we"\', types: [Ingress]}}',
      ),
    ).toMatchObject({ because: 'untold' })
  })
})
