/** Collecting an account live gives what its dump gives, by the calls that the chosen kinds name and no others. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '../../../src/collect/aws/answers.ts'
import { type AwsKind, shelfOf } from '../../../src/collect/aws/calls.ts'
import { dumpAnswers } from '../../../src/collect/aws/dump.ts'
import { callsFor, collectAccount } from '../../../src/collect/aws/live.ts'
import { namedIn } from '../../../src/collect/aws/named.ts'
import { collectDump } from '../../../src/collect/dump/dump.ts'
import { kinds } from '../../../src/model/kinds.ts'
import type { Shelf, Snapshot } from '../../../src/model/snapshot.ts'
import { iamAction } from '../../../src/world/permissions.ts'
import { root } from '../../kit/cli.ts'
import { dumpedAws, failure } from '../../kit/dumped-aws.ts'

const folder = join(root, 'examples/shop-prod')
const every = new Set(Object.keys(kinds).filter((kind) => kinds[kind as AwsKind].plane === 'aws')) as ReadonlySet<AwsKind>
const never = new AbortController().signal
const quiet = () => undefined
let dump: Snapshot

beforeAll(async () => {
  dump = await collectDump(folder)
})

const live = (aws = dumpedAws(folder), of: ReadonlySet<AwsKind> = every, signal = never) => collectAccount(aws, 'shop-prod', of, quiet, signal, namedIn(dump))

describe('the account behind shop-prod', () => {
  /** Its dump holds roles and a bucket that the cluster does not name, and asks for scans by repository. */
  const otherwise = new Set<AwsKind>([
    'iamRoles',
    'attachedRolePolicies',
    'inlineRolePolicies',
    'managedPolicies',
    'imageScans',
    'ecrImages',
    'bucketPublicAccess',
    'bucketEncryption',
  ])

  it('gives the shelves that its dump gives', async () => {
    const answers = await live()
    for (const kind of every) {
      const [was, is] = [dump.facts[kind] as Shelf<object>, shelfOf(kind, answers) as Shelf<object>]
      if (was.gap?.because === 'not asked') expect(is.gap, kind).toBeDefined()
      else if (!otherwise.has(kind)) expect(is, kind).toEqual(was)
    }
  })

  it('looks at every role that the dump holds, but those that nothing in the cluster names', async () => {
    const answers = await live()
    const names = (shelf: Shelf<{ RoleName: string }>) => shelf.things.map(({ RoleName }) => RoleName)
    const seen = names(shelfOf('iamRoles', answers))
    expect(names(dump.facts.iamRoles).filter((name) => !seen.includes(name))).toEqual(['shop-prod-flow-logs'])
    expect(shelfOf('iamRoles', answers).gap).toBeUndefined()
    expect(shelfOf('inlineRolePolicies', answers).gap).toBeUndefined()
    const whole = (shelf: Shelf<{ RoleName?: string; RoleName_?: string }>) =>
      JSON.stringify(shelf.things.filter(({ RoleName }) => RoleName !== 'shop-prod-flow-logs'))
    expect(whole(shelfOf('iamRoles', answers))).toBe(whole(dump.facts.iamRoles))
  })

  it('asks for the scan of each image that runs, by its digest', async () => {
    const aws = dumpedAws(folder)
    const answers = await live(aws, new Set<AwsKind>(['imageScans']))
    const asked = aws.calls.filter((call) => call.startsWith('ecr:DescribeImageScanFindings'))
    expect(asked.length).toBeGreaterThan(3)
    for (const call of asked) expect(call).toMatch(/"imageDigest":"sha256:[0-9a-f]{64}"/)
    const scans = new Set(shelfOf('imageScans', answers).things.map((scan) => JSON.stringify(scan)))
    for (const scan of dump.facts.imageScans.things) if (scan.imageId) expect(scans).toContain(JSON.stringify(scan))
  })

  it('gives the same snapshot again from the dump that it writes', async () => {
    const answers = await live()
    const place = mkdtempSync(join(tmpdir(), 'ekshield-'))
    const written = await dumpAnswers(place, answers)
    expect(written).toBeGreaterThan(200)
    const again = await collectDump(place, dump.time)
    for (const kind of every) {
      // Service accounts and aws-auth are not in this dump; that is told of roles, and is tested elsewhere.
      if (['iamRoles', 'attachedRolePolicies', 'inlineRolePolicies', 'managedPolicies'].includes(kind))
        expect(again.facts[kind].things, kind).toEqual(shelfOf(kind, answers).things)
      else expect(again.facts[kind], kind).toEqual(shelfOf(kind, answers))
    }
  })
})

it.each([...every])('%s takes the calls it names, and no others', async (kind) => {
  const aws = dumpedAws(folder)
  const granted = new Set([...callsFor(new Set([kind]))].map(iamAction))
  await live(
    {
      ...aws,
      call: (service, operation, ...rest) => {
        expect([...granted, 'sts:GetCallerIdentity']).toContain(iamAction(`${service}:${operation}`))
        return aws.call(service, operation, ...rest)
      },
    },
    new Set([kind]),
  )
})

it('no call is made twice', async () => {
  const aws = dumpedAws(folder)
  await live(aws)
  expect(aws.calls.length).toBe(new Set(aws.calls).size)
})

describe('without one action, what needs it is not whole, and all else is as before', () => {
  let before: Answers
  beforeAll(async () => {
    before = await live()
  })

  it.each([...new Set([...callsFor(every)].map(iamAction))].filter((action) => action !== 'sts:GetCallerIdentity'))('%s', async (lost) => {
    let refused = 0
    const after = await live(
      dumpedAws(folder, {
        allows: (action) => {
          if (action === lost) refused += 1
          return action !== lost
        },
      }),
    )
    for (const kind of every) {
      const [was, is] = [shelfOf(kind, before) as Shelf<object>, shelfOf(kind, after) as Shelf<object>]
      if (!kinds[kind].calls.some((call) => iamAction(call) === lost)) expect(is, kind).toEqual(was)
      else {
        const known = new Set(was.things.map((thing) => JSON.stringify(thing)))
        expect(
          is.things.filter((thing) => !known.has(JSON.stringify(thing))),
          kind,
        ).toEqual([])
        if (refused > 0) expect(is.gap, kind).toBeDefined()
      }
    }
  })
})

describe('faults', () => {
  const only = (...of: AwsKind[]) => new Set<AwsKind>(of)

  it('an error of one call costs that call', async () => {
    const answers = await live(
      dumpedAws(folder, { throws: (call) => (call === 'ec2:DescribeVpcs' ? failure('ThrottlingException', 'Rate exceeded') : undefined) }),
      only('vpcs', 'subnets'),
    )
    expect(shelfOf('vpcs', answers)).toEqual({ things: [], gap: { because: 'failed', detail: 'ec2:DescribeVpcs: ThrottlingException: Rate exceeded' } })
    expect(shelfOf('subnets', answers).gap).toBeUndefined()
  })

  it('pages that came before an error are kept, and are not taken for all', async () => {
    const aws = dumpedAws(folder, { pageSize: 2 })
    const answers = await live(
      {
        ...aws,
        async *call(service, operation, input, signal) {
          let count = 0
          for await (const page of aws.call(service, operation, input, signal)) {
            if (operation === 'DescribeSubnets' && ++count === 2) throw failure('InternalError', 'An internal error has occurred')
            yield page
          }
        },
      },
      only('subnets'),
    )
    const { things, gap } = shelfOf('subnets', answers)
    expect(things).toHaveLength(2)
    expect(gap).toMatchObject({ because: 'failed', detail: 'ec2:DescribeSubnets: InternalError: An internal error has occurred' })
  })

  it('what is endless is cut, and says so', async () => {
    const aws = dumpedAws(folder)
    const answers = await live(
      {
        ...aws,
        async *call(service, operation, input, signal) {
          if (operation !== 'DescribeLogStreams') return yield* aws.call(service, operation, input, signal)
          for (let i = 0; ; i += 50) yield { logStreams: Array.from({ length: 50 }, (_, n) => ({ logStreamName: `s${i + n}` })), nextToken: `t${i}` }
        },
      },
      only('logStreams'),
    )
    const { things, gap } = shelfOf('logStreams', answers)
    expect(things).toHaveLength(500)
    expect(gap).toMatchObject({ because: 'untold', lacks: 'logs:DescribeLogStreams' })
  })

  it('what was deleted since it was listed is no gap', async () => {
    const gone = dumpedAws(folder, {
      throws: (call) => (call === 'eks:DescribeAddon' ? failure('ResourceNotFoundException', 'No addon: coredns found') : undefined),
    })
    expect(shelfOf('addons', await live(gone, only('addons')))).toEqual({ things: [] })
  })

  it('two that are called alike by the end of their ARNs are both seen, live and from the dump', async () => {
    const aws = dumpedAws(folder)
    const arns = ['arn:aws:iam::111122223333:role/ops', 'arn:aws:iam::111122223333:user/ops']
    const answers = await live(
      {
        ...aws,
        async *call(_service, operation, input) {
          yield operation === 'ListAccessEntries'
            ? { accessEntries: arns }
            : { accessEntry: { principalArn: (input as { principalArn?: string }).principalArn } }
        },
      },
      only('accessEntries'),
    )
    const both = { things: arns.map((principalArn) => ({ principalArn })) }
    expect(shelfOf('accessEntries', answers)).toEqual(both)
    const place = mkdtempSync(join(tmpdir(), 'ekshield-'))
    await dumpAnswers(place, answers)
    expect((await collectDump(place, dump.time)).facts.accessEntries).toEqual(both)
  })

  it('a stop leaves what was answered, and the rest as failed', async () => {
    const stop = new AbortController()
    const aws = dumpedAws(folder)
    const answers = await live(
      {
        ...aws,
        async *call(service, operation, input, signal) {
          if (operation === 'DescribeNodegroup') stop.abort()
          yield* aws.call(service, operation, input, signal)
        },
      },
      only('nodegroups', 'addons'),
      stop.signal,
    )
    expect(shelfOf('nodegroups', answers).gap).toMatchObject({ because: 'failed', detail: expect.stringContaining('stopped before it was answered') })
  })

  it('credentials that nobody knows end it in one sentence', async () => {
    const aws = dumpedAws(folder, { throws: () => failure('ExpiredTokenException', 'The security token included in the request is expired') })
    await expect(live(aws)).rejects.toThrow(/^the AWS credentials have expired: renew them/)
  })

  it('hostile words in an error stay on one line', async () => {
    const answers = await live(
      dumpedAws(folder, { throws: (call) => (call === 'ec2:DescribeVpcs' ? failure('Evil\u001b[2J', `a\n\u0007${'b'.repeat(9000)}`) : undefined) }),
      only('vpcs'),
    )
    const detail = shelfOf('vpcs', answers).gap?.detail ?? ''
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
    expect(detail).not.toMatch(/[\u0000-\u001f]/)
    expect(detail.length).toBeLessThan(600)
  })

  it('without a cluster, the account is asked and the cluster is a gap', async () => {
    const answers = await collectAccount(dumpedAws(folder), undefined, only('vpcs', 'nodegroups', 'logStreams'), quiet, never)
    expect(shelfOf('vpcs', answers).gap).toBeUndefined()
    expect(shelfOf('nodegroups', answers).gap).toMatchObject({ because: 'not asked', lacks: 'eks:ListNodegroups' })
    expect(shelfOf('logStreams', answers).gap).toMatchObject({ because: 'not asked' })
  })
})
