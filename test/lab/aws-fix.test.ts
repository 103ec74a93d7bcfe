/** The account of the bad world put right: every call that remedies name is planned, made, judged and taken back, whatever befalls it. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Aws as StandIn, startAws } from '../../lab/aws/index.ts'
import type { World } from '../../lab/aws/world.ts'
import { broken, faults } from '../../lab/worlds/bad/aws.ts'
import { assess } from '../../src/assess/assess.ts'
import { Gathering } from '../../src/collect/gathering.ts'
import type { AwsKind } from '../../src/collect/aws/calls.ts'
import { collectAccount } from '../../src/collect/aws/live.ts'
import { namedIn } from '../../src/collect/aws/named.ts'
import { iamActions, type IamPolicy, iamPolicy } from '../../src/collect/aws/permissions.ts'
import { controls } from '../../src/controls/index.ts'
import { type AwsDoor, openAws } from '../../src/doors/aws.ts'
import { actionsOfCall, joinCalls, keyOfCall, rowOf } from '../../src/fix/aws/calls.ts'
import { commandOf } from '../../src/fix/aws/command.ts'
import { awsHand } from '../../src/fix/aws/hand.ts'
import { AlreadySo, planAws, Unplanned } from '../../src/fix/aws/plan.ts'
import type { AwsWrite } from '../../src/fix/write.ts'
import { asked, fill } from '../../src/model/asked.ts'
import type { Change } from '../../src/model/change.ts'
import type { Finding } from '../../src/model/finding.ts'
import { kinds } from '../../src/model/kinds.ts'
import { showRef } from '../../src/model/ref.ts'
import { Refused } from '../../src/model/refused.ts'
import { view } from '../../src/world/view.ts'
import { exampleWorld } from '../kit/example-world.ts'
import { send } from './aws-client.ts'

type AwsChange = Extract<Change, { do: 'aws' }>

const name = 'bad'
const every = new Set(Object.keys(kinds).filter((kind) => kinds[kind as AwsKind].plane === 'aws')) as ReadonlySet<AwsKind>
const never = new AbortController().signal
const answers = { 'endpoint-networks': ['203.0.113.0/24', '198.51.100.7/32'] }
/** How long the updates of the stand-in take, and how often they are looked at. */
const patience = { most: 5_000, pause: 20 }

let lab: StandIn
let aws: AwsDoor
beforeEach(() => open(name))

async function open(world: string | World): Promise<void> {
  lab = await startAws({ world, pageSize: 50 })
  lab.faults.updates = { takes: 60 }
  vi.stubEnv('AWS_ENDPOINT_URL', lab.endpoint)
  vi.stubEnv('AWS_MAX_ATTEMPTS', '2')
  // With the rights that `doctor --fix` prints, and no other.
  aws = await signedIn('fixer', [iamPolicy(every, { region: lab.region, account: lab.account, cluster: name }, calls.flatMap(actionsOfCall))])
}

afterEach(async () => {
  vi.unstubAllEnvs()
  await lab.stop()
})

async function signedIn(user: string, rights: readonly string[] | readonly IamPolicy[]): Promise<AwsDoor> {
  lab.allow(user, rights)
  const { accessKeyId, secretAccessKey } = lab.credentials(user)
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey)
  const door = await openAws({ region: lab.region })
  await door.credentials()
  return door
}

/** The calls that remedies of bad examples name. */
const named: readonly { id: string; change: AwsChange }[] = Object.entries(controls).flatMap(([id, control]) =>
  control.examples.bad.flatMap((yaml) => {
    const { world } = exampleWorld(yaml)
    const { findings } = assess(world, { [id]: control })
    return [...findings].flatMap(({ remedy }) => (remedy?.steps ?? []).flatMap((step) => (step.do === 'aws' ? [{ id, change: step }] : [])))
  }),
)
const calls = [...new Set(named.map(({ change }) => change.call))].sort()

/** The account as it is, beside a cluster that runs one pod of each repository. */
async function judged(): Promise<Finding[]> {
  const gathering = new Gathering()
  for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) if (kinds[kind].plane !== 'aws') gathering.open(kind)
  for (const { repositoryName, repositoryUri } of lab.store.find('ecr:DescribeRepositories', '').repositories)
    gathering.add('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: repositoryName.replaceAll('/', '-'), namespace: 'shop' },
      spec: { containers: [{ name: 'one', image: `${repositoryUri}:1` }] },
    } as never)
  const source = { scope: 'cluster', target: name, collector: 'live' } as const
  const time = new Date().toISOString()
  const kube = gathering.finish(source, time, () => undefined)
  gathering.answers.take(await collectAccount(aws, name, every, () => undefined, never, namedIn(kube)))
  return [...assess(view(gathering.finish(source, time, () => undefined)), controls).findings]
}

const isAws = (change: Change): change is AwsChange => change.do === 'aws'
const keyOf = ({ rule, subject }: Finding): string => `${rule} at ${showRef(subject)}`

/** What the findings ask to be changed, each thing once. */
function changesOf(findings: readonly Finding[]): AwsChange[] {
  const joined = new Map<string, AwsChange>()
  for (const { remedy } of findings)
    for (const step of (remedy?.steps ?? []).filter(isAws)) {
      const change = fill(step, answers)
      const known = joined.get(keyOfCall(change))
      const both = known && joinCalls(known, change)
      joined.set(keyOfCall(change), both ? { do: 'aws', ...both } : change)
    }
  return [...joined.values()]
}

const healable = ({ remedy, responsible }: Finding): boolean => responsible !== 'aws' && remedy !== undefined && remedy.steps.every(isAws)

describe('remedies', () => {
  it.each(calls)('%s is in the table, and has a command', (call) => {
    expect(rowOf(call)).toBeDefined()
    for (const { change } of named.filter((one) => one.change.call === call)) expect(commandOf(change)).toMatch(/^aws [a-z0-9]+ [a-z0-9-]+( --\S+.*)?$/)
  })

  it('put right what they are about, bring nothing, and can be taken back', async () => {
    const { before, healed } = await healedAndBack()
    expect(healed.length).toBeGreaterThan(20)
    for (const rule of [
      'iam/public-endpoint',
      'audit/control-plane-log-off',
      'iam/metadata-open-to-pods',
      'image/unscanned-repository',
      'audit/short-log-retention',
    ])
      expect(before.map((finding) => finding.rule)).toContain(rule)
  })

  const ids = new Set(named.map(({ id }) => id))
  // Below: one shows only where the repository is in use, of the other the world breaks what a person must mend.
  for (const id of ['image/unscanned-repository', 'data/endangered-cluster-key']) ids.delete(id)
  it.each(faults.filter(({ breaks }) => ids.has(breaks)).map((fault) => [fault.breaks, fault] as const))('put right %s alone', async (rule, fault) => {
    await lab.stop()
    await open(await broken(new Date(), fault))
    const { healed } = await healedAndBack()
    expect(healed.map((finding) => finding.rule)).toContain(rule)
  })
})

describe('image scanning', () => {
  it.each([
    ['by the flag of the repository', { scanType: 'BASIC', rules: [] }, 'ecr:PutImageScanningConfiguration'],
    [
      'by the rules of the registry',
      { scanType: 'ENHANCED', rules: [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilters: [{ filter: 'none/*', filterType: 'WILDCARD' }] }] },
      'ecr:PutRegistryScanningConfiguration',
    ],
  ] as const)('is switched on %s', async (_, scanningConfiguration, call) => {
    lab.store.find('ecr:GetRegistryScanningConfiguration', '').scanningConfiguration = structuredClone(scanningConfiguration)
    for (const one of lab.store.find('ecr:DescribeRepositories', '').repositories) one.imageScanningConfiguration = { scanOnPush: false }
    const of = (findings: readonly Finding[]) => findings.filter(({ rule }) => rule === 'image/unscanned-repository')
    const found = of(await judged())
    expect(found.length).toBeGreaterThan(0)
    const hand = awsHand(aws, patience)
    const writes: AwsWrite[] = []
    for (const change of changesOf(found)) {
      const write = await planAws(aws, change)
      expect(write.call).toBe(call)
      await hand.make(write)
      writes.push(write)
    }
    expect(of(await judged())).toEqual([])
    for (const write of writes) await hand.takeBack(write)
    expect(lab.store.find('ecr:GetRegistryScanningConfiguration', '').scanningConfiguration).toEqual(scanningConfiguration)
  })
})

const logging = (...types: string[]): AwsChange => ({
  do: 'aws',
  call: 'eks:UpdateClusterConfig',
  input: { name, logging: { clusterLogging: [{ types, enabled: true }] } },
})
const protect: AwsChange = { do: 'aws', call: 'eks:UpdateClusterConfig', input: { name, deletionProtection: true } }
const made = (call: string) => lab.calls().filter(({ service, operation, error }) => `${service}:${operation}` === call && !error).length
const updates = async (): Promise<number> => ((await send(lab, 'eks:ListUpdates', { name })).updateIds as string[]).length
const thrownBy = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => {
      throw new Error('nothing was thrown')
    },
    (error) => error as Error,
  )

describe('a call', () => {
  it('waits for the update of somebody else', async () => {
    const hand = awsHand(aws, patience)
    const write = await planAws(aws, logging('scheduler'))
    lab.faults.updates = { takes: 400 }
    await send(lab, 'eks:UpdateClusterConfig', { name, upgradePolicy: { supportType: 'EXTENDED' } })
    const begun = Date.now()
    await hand.make(write)
    expect(Date.now() - begun).toBeGreaterThan(700)
    expect(await hand.look(write)).toBe('after')
  })

  it('gives way where two come at once, and both are made', async () => {
    const hand = awsHand(aws, patience)
    const writes = await Promise.all([logging('scheduler'), protect].map((change) => planAws(aws, change)))
    await Promise.all(writes.map((write) => hand.make(write)))
    expect(lab.calls().some(({ error }) => error?.code === 'ResourceInUseException')).toBe(true)
    for (const write of writes) expect(await hand.look(write)).toBe('after')
    expect(made('eks:UpdateClusterConfig')).toBe(2)
  })

  it('is not made where the update in its way never ends', async () => {
    const hand = awsHand(aws, { most: 100, pause: 20 })
    const write = await planAws(aws, protect)
    lab.faults.updates = { takes: 3_000 }
    await send(lab, 'eks:UpdateClusterConfig', { name, upgradePolicy: { supportType: 'EXTENDED' } })
    const error = await thrownBy(hand.make(write))
    expect(error).toBeInstanceOf(Refused)
    expect(error.message).toMatch(/still UPDATING/)
  })

  it('is tried again where AWS throttles, and refused where it does so for long', async () => {
    const hand = awsHand(aws, patience)
    const write = await planAws(aws, protect)
    const free = lab.faults.add({ sort: 'throttled', on: 'eks:UpdateClusterConfig' })
    const error = await thrownBy(hand.make(write))
    expect(error).toBeInstanceOf(Refused)
    expect(error.message).toBe('AWS takes no more calls for now, eks:UpdateClusterConfig among them: Rate exceeded')
    free()
    expect(await hand.look(write)).toBe('before')
    lab.faults.add({ sort: 'throttled', on: 'eks:UpdateClusterConfig', times: 1 })
    await hand.make(write)
    expect(await hand.look(write)).toBe('after')
  })

  it('is refused in the words of AWS where its update fails, and has changed nothing', async () => {
    const hand = awsHand(aws, patience)
    const write = await planAws(aws, logging('scheduler'))
    lab.faults.updates = { takes: 30, fails: { errorCode: 'InsufficientFreeAddresses', errorMessage: 'One or more of the subnets have no free address.' } }
    const error = await thrownBy(hand.make(write))
    expect(error).toBeInstanceOf(Refused)
    expect(error.message).toMatch(/^update \S+ of bad ended Failed: InsufficientFreeAddresses: One or more of the subnets have no free address\.$/)
    expect(await hand.look(write)).toBe('before')
  })

  it.each(['reset', 'cut'] as const)('is made once where its answer is lost by %s', async (sort) => {
    const hand = awsHand(aws, patience)
    const write = await planAws(aws, protect)
    const before = await updates()
    lab.faults.add({ sort, on: 'eks:UpdateClusterConfig', times: 1 })
    await hand.make(write)
    expect(await hand.look(write)).toBe('after')
    expect(await updates()).toBe(before + 1)
  })

  it('that nobody answers is told by a look', async () => {
    const hand = awsHand(aws, patience)
    const write = await planAws(aws, protect)
    const free = lab.faults.add({ sort: 'reset', on: 'eks:UpdateClusterConfig' })
    const error = await thrownBy(hand.make(write))
    expect(error).not.toBeInstanceOf(Refused)
    free()
    // Another process, after this one was killed.
    const next = awsHand(await signedIn('fixer', [...iamActions(every), ...calls.flatMap(actionsOfCall)]), patience)
    expect(await next.look(write)).toBe('after')
    await next.settle(write, 'after')
    await next.takeBack(write)
    expect(await next.look(write)).toBe('before')
  })

  it('names the right that is lacking', async () => {
    const hand = awsHand(await signedIn('reader', iamActions(every)), patience)
    for (const change of [protect, { call: 'ec2:EnableEbsEncryptionByDefault', input: {} }]) {
      if (change.call.startsWith('ec2')) lab.store.put('ec2:GetEbsEncryptionByDefault', '', { EbsEncryptionByDefault: false })
      const write = await planAws(aws, change)
      const error = await thrownBy(change.call.startsWith('ec2') ? hand.tryOut(write) : hand.make(write))
      expect(error).toBeInstanceOf(Refused)
      expect(error.message).toContain(`${change.call} needs the IAM action ${change.call}: `)
      expect(await awsHand(aws, patience).look(write)).toBe('before')
    }
  })

  it('is not made, and not taken back, over the head of somebody who came between', async () => {
    const hand = awsHand(aws, patience)
    const [group] = lab.store.find('logs:DescribeLogGroups', '').logGroups
    group.retentionInDays = 7
    const write = await planAws(aws, { call: 'logs:PutRetentionPolicy', input: { logGroupName: group.logGroupName, retentionInDays: 365 } })
    group.retentionInDays = 30
    expect((await thrownBy(hand.tryOut(write))).message).toBe('logs:PutRetentionPolicy: not as it was planned on: it is {"retentionInDays":30} by now')
    expect((await thrownBy(hand.takeBack(write))).message).toBe('logs:PutRetentionPolicy is not taken back: it is {"retentionInDays":30} by now')
    expect(group.retentionInDays).toBe(30)
  })

  it('is not planned where it would lose something, contradicts what there is, or leaves a question open', async () => {
    const [group] = lab.store.find('logs:DescribeLogGroups', '').logGroups
    const reason = async (call: string, input: object) => {
      const error = await thrownBy(planAws(aws, { call, input: input as AwsChange['input'] }))
      expect(error).toBeInstanceOf(Unplanned)
      return error.message
    }
    delete group.retentionInDays
    expect(await reason('logs:PutRetentionPolicy', { logGroupName: group.logGroupName, retentionInDays: 365 })).toBe(
      'events that are kept now would be deleted',
    )
    expect(await reason('eks:UpdateClusterConfig', { name, resourcesVpcConfig: { publicAccessCidrs: [] } })).toMatch(/opens the endpoint to everybody/)
    expect(await reason('eks:UpdateClusterConfig', { name, resourcesVpcConfig: { publicAccessCidrs: ['10.0.0.0'] } })).toBe('10.0.0.0 is no CIDR')
    expect(await reason('eks:UpdateClusterConfig', { name, resourcesVpcConfig: { subnetIds: ['subnet-1'] } })).toBe('no program changes subnetIds here')
    expect(await reason('eks:UpdateClusterConfig', { name, resourcesVpcConfig: { publicAccessCidrs: asked('endpoint-networks') } })).toBe(
      'only a person knows endpoint-networks',
    )
    expect(await reason('eks:DeleteCluster', { name })).toBe('no program makes eks:DeleteCluster by itself')
  })
})

it.each(['PendingDeletion', 'Disabled'])('a cluster key that is %s is saved', async (KeyState) => {
  await lab.stop()
  const world = await broken(new Date(), { breaks: 'data/endangered-cluster-key', plant: () => undefined })
  await open(world)
  const id = String(lab.store.find('eks:DescribeCluster', name).cluster.encryptionConfig[0].provider.keyArn.split('/').at(-1))
  Object.assign(lab.store.find('kms:DescribeKey', id).KeyMetadata, { KeyState, Enabled: false })
  const found = (await judged()).filter(({ rule }) => rule === 'data/endangered-cluster-key')
  expect(found).toHaveLength(1)
  const hand = awsHand(aws, patience)
  const writes = await Promise.all(changesOf(found).map((change) => planAws(aws, change)))
  for (const write of writes) {
    await hand.tryOut(write)
    await hand.make(write)
    await hand.settle(write, 'after')
  }
  expect((await judged()).filter(({ rule }) => rule === 'data/endangered-cluster-key')).toEqual([])
  if (KeyState === 'PendingDeletion')
    expect((await thrownBy(hand.takeBack(writes[0] as AwsWrite))).message).toBe('AWS has no call that takes kms:CancelKeyDeletion back')
})

/** Makes all that remedies name, and takes it back. */
async function healedAndBack(): Promise<{ before: Finding[]; healed: Finding[] }> {
  const before = await judged()
  const healed = before.filter(healable)
  const hand = awsHand(aws, patience)
  const writes: AwsWrite[] = []
  for (const change of changesOf(healed)) {
    const write = await planAws(aws, change).catch((error) => {
      if (!(error instanceof AlreadySo)) throw error
    })
    if (!write) continue
    await hand.tryOut(write)
    await hand.make(write)
    await hand.settle(write, 'after')
    expect(await hand.look(write)).toBe('after')
    writes.push(write)
  }
  const after = await judged()
  const wanted = new Set(healed.map(keyOf))
  expect(after.map(keyOf).filter((key) => wanted.has(key))).toEqual([])
  const known = new Set(before.map(keyOf))
  expect(after.map(keyOf).filter((key) => !known.has(key))).toEqual([])
  const noWayBack = writes.filter(({ back }) => !back).map(({ call }) => call)
  expect(noWayBack.filter((call) => call !== 'guardduty:CreateDetector')).toEqual([])
  for (const write of writes.filter(({ back }) => back).reverse()) {
    await hand.takeBack(write)
    // Once is enough, and twice does no harm.
    await hand.takeBack(write)
    expect(await hand.look(write)).toBe('before')
  }
  if (noWayBack.length === 0) expect((await judged()).map(keyOf).sort()).toEqual(before.map(keyOf).sort())
  return { before, healed }
}
