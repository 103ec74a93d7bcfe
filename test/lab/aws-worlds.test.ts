/** What ekshield finds in the accounts of the worlds: all of it for the customer to mend, nothing in `good`, each planted fault in `bad`. */
import { describe, expect, it } from 'vitest'
import { type Body, fileName } from '../../lab/aws/store.ts'
import type { World } from '../../lab/aws/world.ts'
import { bad, broken, faults, planted } from '../../lab/worlds/bad/aws.ts'
import { good } from '../../lab/worlds/good/aws.ts'
import { stock } from '../../lab/worlds/stock/aws.ts'
import { assess, type Controls } from '../../src/assess/assess.ts'
import { Gathering } from '../../src/collect/gathering.ts'
import { controls } from '../../src/controls/index.ts'
import type { Assessment } from '../../src/model/assessment.ts'
import { kinds } from '../../src/model/kinds.ts'
import { view } from '../../src/world/view.ts'

const now = new Date()
const ofAccount = (kind: string): boolean => kind === 'hosts' || kinds[kind as keyof typeof kinds]?.plane === 'aws'
/** Controls that look at the account and its machines alone: the cluster's objects are the other half of the lab. */
const chosen = Object.fromEntries(
  Object.entries(controls as unknown as Controls).filter(
    ([, { about, needs = [], ask }]) => ask === undefined && [about, ...needs].every((kind) => ofAccount(String(kind))),
  ),
) as Controls

/** The node that each instance registers as. */
function node(instance: Body): Body {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: instance.PrivateDnsName,
      labels: { 'eks.amazonaws.com/nodegroup': 'general', 'kubernetes.io/os': 'linux' },
      creationTimestamp: instance.LaunchTime,
    },
    spec: { providerID: `aws:///${instance.Placement.AvailabilityZone}/${instance.InstanceId}` },
    status: {
      addresses: [{ type: 'InternalIP', address: instance.PrivateIpAddress }],
      nodeInfo: { osImage: 'Bottlerocket OS 1.57.0 (aws-k8s-1.36)', operatingSystem: 'linux', kubeletVersion: 'v1.36.2-eks-3f1d9ab' },
    },
  }
}

function judge({ answers }: World): Assessment {
  const gathering = new Gathering()
  for (const reservation of (answers['ec2:DescribeInstances'] as Body).Reservations)
    for (const instance of reservation.Instances) gathering.add('nodes', node(instance) as never)
  for (const [key, body] of Object.entries(answers)) {
    const [, call = '', name = ''] = /^([a-z0-9-]+:[A-Za-z0-9]+)(?:\.(.+))?$/s.exec(key) ?? []
    gathering.answers.add(call, fileName(name), body)
  }
  return assess(view(gathering.finish({ scope: 'cluster', target: 'lab', collector: 'dump' }, now.toISOString(), () => undefined)), chosen)
}
const failing = ({ verdicts }: Assessment): string[] =>
  Object.entries(verdicts)
    .filter(([, { status }]) => status === 'fail')
    .map(([id]) => id)
    .sort()
const unknown = ({ verdicts }: Assessment): unknown[] => Object.entries(verdicts).filter(([, { status }]) => status === 'unknown')

it('stock: only what the customer can mend', async () => {
  const { findings } = judge(await stock(now))
  expect(findings.length).toBeGreaterThan(20)
  expect(findings.filter(({ responsible }) => responsible !== 'customer')).toEqual([])
})

it('good: nothing, and nothing unseen', async () => {
  const found = judge(await good(now))
  expect([failing(found), unknown(found)]).toEqual([[], []])
})

describe('bad', () => {
  // Faults that show in the cluster's objects too are the live lab's to show.
  const ofAccountAlone = faults.filter(({ breaks }) => breaks in chosen)
  const seen = (ids: readonly string[]): string[] => ids.filter((id) => id in chosen).sort()
  it.each(ofAccountAlone)('$breaks', async (fault) => {
    const found = judge(await broken(now, fault))
    expect(failing(found)).toEqual(seen([fault.breaks, ...(fault.also ?? [])]))
  })

  it('holds every fault at once, and no other', async () => {
    expect(failing(judge(await bad(now)))).toEqual(seen(planted))
  })
})
