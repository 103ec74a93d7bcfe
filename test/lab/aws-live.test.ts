/** Live collection from the stand-in: by the SDK, over the wire, with the rights that ekshield prints for itself and no others. */
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Aws as StandIn, startAws } from '../../lab/aws/index.ts'
import { fileName } from '../../lab/aws/store.ts'
import { worlds } from '../../lab/aws/worlds.ts'
import { good } from '../../lab/worlds/good/aws.ts'
import { Answers, type Named } from '../../src/collect/aws/answers.ts'
import { type AwsKind, shelfOf } from '../../src/collect/aws/calls.ts'
import { collectAccount } from '../../src/collect/aws/live.ts'
import { type IamPolicy, iamActions, iamPolicy, refusals } from '../../src/collect/aws/permissions.ts'
import { namedIn } from '../../src/collect/aws/named.ts'
import { collectDump } from '../../src/collect/dump/dump.ts'
import { openAws } from '../../src/doors/aws.ts'
import { kinds } from '../../src/model/kinds.ts'
import type { Shelf } from '../../src/model/snapshot.ts'
import { iamAction } from '../../src/world/permissions.ts'
import { root } from '../kit/cli.ts'
import { same } from './aws-client.ts'

const every = new Set(Object.keys(kinds).filter((kind) => kinds[kind as AwsKind].plane === 'aws')) as ReadonlySet<AwsKind>
const never = new AbortController().signal

/** Asks the stand-in as a user with that policy would, by the environment that a user sets. */
async function collect(
  lab: StandIn,
  cluster: string,
  policy: IamPolicy,
  of: ReadonlySet<AwsKind> = every,
  named: Named = { roles: [], images: [] },
): Promise<Answers> {
  lab.allow('auditor', [policy as never])
  const { accessKeyId, secretAccessKey } = lab.credentials('auditor')
  vi.stubEnv('AWS_ENDPOINT_URL', lab.endpoint)
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey)
  vi.stubEnv('AWS_MAX_ATTEMPTS', '2')
  return collectAccount(await openAws({ region: lab.region }), cluster, of, () => undefined, never, named)
}
const shelves = (answers: Answers, of: Iterable<AwsKind> = every) => new Map([...of].map((kind) => [kind, shelfOf(kind, answers) as Shelf<object>]))
/** With the keys of every map in one order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, ordered(item)]),
  )
}
const without = (policy: IamPolicy, action: string): IamPolicy => ({
  ...policy,
  Statement: policy.Statement.map((statement) => ({ ...statement, Action: statement.Action.filter((one) => one !== action) })).filter(
    ({ Action }) => Action.length > 0,
  ),
})

afterEach(() => vi.unstubAllEnvs())

describe.each([['stock'], ['good'], ['bad'], ['mixed']])('the account of %s', (name) => {
  let lab: StandIn
  let cluster: string
  let told: Answers
  beforeAll(async () => {
    const world = await (worlds[name] as NonNullable<(typeof worlds)[string]>)(new Date())
    lab = await startAws({ world })
    told = new Answers()
    for (const [key, body] of Object.entries(world.answers)) {
      const [, call = '', of = ''] = /^([a-z0-9-]+:[A-Za-z0-9]+)(?:\.(.+))?$/s.exec(key) ?? []
      told.add(call, fileName(of), body)
    }
    cluster = told.of('eks:DescribeCluster')[0]?.name ?? ''
  })
  afterAll(() => lab.stop())

  it('is seen whole, and as it is', async () => {
    const answers = await collect(lab, cluster, iamPolicy(every, { region: lab.region, account: lab.account, cluster }))
    expect(refusals(answers)).toEqual([])
    const [live, stored] = [shelves(answers), shelves(told)]
    const gaps = [...live].flatMap(([kind, { gap }]) => (gap ? [`${kind}: ${gap.because}: ${gap.detail}`] : []))
    expect(gaps).toEqual([])
    for (const kind of every) {
      // The caller is another; only images that run are asked about, and findings that nobody archived.
      if (['callerIdentities', 'imageScans', 'ecrImages', 'guardDutyFindings'].includes(kind)) continue
      const sorted = (shelf: Shelf<object> | undefined) =>
        (shelf?.things ?? [])
          .filter((thing) => kind !== 'subscriptionFilters' || 'subscriptionFilters' in thing)
          .map((thing) => JSON.stringify(ordered(same(thing))))
          .sort()
      const [is, was] = [sorted(live.get(kind)), sorted(stored.get(kind))]
      // Of these only what something names is asked about; here no object of Kubernetes names any.
      const named = ['iamRoles', 'attachedRolePolicies', 'inlineRolePolicies', 'managedPolicies', 'kmsKeys', 'kmsKeyPolicies', 'kmsKeyRotations']
      if (named.includes(kind) || kind.startsWith('bucket')) expect(was, kind).toEqual(expect.arrayContaining(is))
      else expect(is, kind).toEqual(was)
    }
  })
})

it('Inspector is asked for what is open and grave, of packages and of ports', async () => {
  const world = await good(new Date())
  const finding = (findingArn: string, type: string, severity: string, status = 'ACTIVE') => ({
    findingArn,
    type,
    severity,
    status,
    firstObservedAt: '2026-05-20T02:00:00.000Z',
    resources: [{ type: 'AWS_EC2_INSTANCE', id: 'i-1' }],
  })
  const findings = [
    finding('a', 'PACKAGE_VULNERABILITY', 'HIGH'),
    finding('b', 'PACKAGE_VULNERABILITY', 'MEDIUM'),
    finding('c', 'PACKAGE_VULNERABILITY', 'CRITICAL', 'SUPPRESSED'),
    finding('d', 'NETWORK_REACHABILITY', 'MEDIUM'),
    { ...finding('e', 'PACKAGE_VULNERABILITY', 'CRITICAL'), resources: [{ type: 'AWS_ECR_CONTAINER_IMAGE', id: 'sha256:1' }] },
  ]
  const lab = await startAws({ world: { ...world, answers: { ...world.answers, 'inspector2:ListFindings': { findings } } }, pageSize: 1 })
  onTestFinished(() => lab.stop())
  const wanted = new Set<AwsKind>(['inspectorFindings'])
  const answers = await collect(lab, 'good', iamPolicy(wanted, { region: lab.region, account: lab.account, cluster: 'good' }), wanted)
  const { things, gap } = shelfOf('inspectorFindings', answers)
  expect([things.map(({ findingArn }) => findingArn), gap]).toEqual([['a', 'd'], undefined])
})

describe('the printed policy', () => {
  let lab: StandIn
  let whole: ReturnType<typeof shelves>
  let policy: IamPolicy
  let cluster: string
  const idle: string[] = []
  beforeAll(async () => {
    const world = await (worlds['bad'] as NonNullable<(typeof worlds)[string]>)(new Date())
    cluster =
      Object.keys(world.answers)
        .find((key) => key.startsWith('eks:DescribeCluster.'))
        ?.slice('eks:DescribeCluster.'.length) ?? ''
    lab = await startAws({ world, pageSize: 50 })
    policy = iamPolicy(every, { region: lab.region, account: lab.account, cluster })
    whole = shelves(await collect(lab, cluster, policy))
  })
  afterAll(() => lab.stop())

  it.each(iamActions(every))('without %s there is a gap, and nothing is seen that was not', async (lost) => {
    const needy = [...every].filter((kind) => kinds[kind].calls.some((call) => iamAction(call) === lost))
    lab.forget()
    const answers = await collect(lab, cluster, without(policy, lost), new Set(needy))
    const after = shelves(answers, needy)
    // Where there is nothing to ask about, nothing is asked.
    const asked = lab.calls().filter(({ service, operation }) => iamAction(`${service}:${operation}`) === lost).length
    if (asked === 0) return void idle.push(lost)
    expect(refusals(answers).every(({ action }) => action === lost)).toBe(true)
    expect([...after.values()].filter(({ gap }) => gap !== undefined).length).toBeGreaterThan(0)
    for (const [kind, { things, gap }] of after) {
      const known = new Set(whole.get(kind)?.things.map((thing) => JSON.stringify(thing)))
      expect(
        things.filter((thing) => !known.has(JSON.stringify(thing))),
        kind,
      ).toEqual([])
      if (things.length < known.size) expect(gap, kind).toBeDefined()
    }
  })

  it('holds little that this account has no use for, and the account of shop-prod has', async () => {
    const shop = await startAws({ world: 'shop-prod', pageSize: 50 })
    const named = namedIn(await collectDump(join(root, 'examples/shop-prod')))
    const unused: string[] = []
    for (const lost of idle) {
      const needy = new Set([...every].filter((kind) => kinds[kind].calls.some((call) => iamAction(call) === lost)))
      shop.forget()
      const rights = iamPolicy(every, { region: shop.region, account: shop.account, cluster: 'shop-prod' })
      const after = shelves(await collect(shop, 'shop-prod', without(rights, lost), needy, named), needy)
      if (!shop.calls().some(({ service, operation }) => iamAction(`${service}:${operation}`) === lost)) unused.push(lost)
      else
        expect(
          [...after.values()].some(({ gap }) => gap?.because === 'denied'),
          lost,
        ).toBe(true)
    }
    await shop.stop()
    expect(unused).toEqual(['eks:DescribeIdentityProviderConfig'])
  })

  it.each(['denied', 'throttled', 'failing', 'unavailable', 'cut', 'reset', 'endless', 'html', 'garbled'] as const)(
    'of calls that are %s nothing is taken for all',
    async (sort) => {
      for (const on of ['eks:*', 'iam:*', 'ec2:*']) {
        const clear = lab.faults.add({ sort, on })
        try {
          const of = new Set([...every].filter((kind) => kinds[kind].calls.at(-1)?.startsWith(on.slice(0, -1))))
          const after = shelves(await collect(lab, cluster, policy, of), of)
          for (const [kind, { things, gap }] of after) {
            const known = new Set(whole.get(kind)?.things.map((thing) => JSON.stringify(thing)))
            if (things.length < known.size) expect(gap, `${on} ${kind}`).toBeDefined()
          }
          if (sort !== 'endless') expect([...after].filter(([kind, { gap }]) => !gap && whole.get(kind)?.things.length !== 0).map(([kind]) => kind)).toEqual([])
        } finally {
          clear()
        }
      }
    },
    60_000,
  )

  it('spent credentials are told in one sentence', async () => {
    const clear = lab.faults.add({ sort: 'expired', on: '*' })
    await expect(collect(lab, cluster, policy)).rejects.toThrow(/^the AWS credentials have expired: renew them/)
    clear()
  })

  it('a clock that is an hour wrong is put right by the SDK, or told', async () => {
    lab.faults.clock = 3_600_000
    try {
      const answers = await collect(lab, cluster, policy, new Set<AwsKind>(['vpcs']))
      expect(shelfOf('vpcs', answers).gap).toBeUndefined()
    } catch (error) {
      expect((error as Error).message).toMatch(/^the clock of this machine is wrong/)
    } finally {
      lab.faults.clear()
    }
  })
})
