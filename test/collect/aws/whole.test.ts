/** Answers that are not all there leave a gap: of AWS kinds, what was not asked, refused, failed or cut short. */
import { describe, expect, it } from 'vitest'
import { Answers, fileName } from '../../../src/collect/aws/answers.ts'
import { asks } from '../../../src/collect/aws/asks.ts'
import { type AwsKind, shelfOf } from '../../../src/collect/aws/calls.ts'
import { kinds } from '../../../src/model/kinds.ts'

const denied = { __error: { name: 'AccessDeniedException', message: 'no' } }
const absent = (name: string) => ({ __error: { name, message: 'not found' } })

function answers(given: Readonly<Record<string, unknown>>): Answers {
  const found = new Answers()
  for (const [key, body] of Object.entries(given)) {
    const [, call = '', name = ''] = /^([a-z0-9]+:[A-Za-z]+)(?:\.(.+))?$/.exec(key) ?? []
    found.add(call, fileName(name), body)
  }
  return found
}
const role = (name: string, principal: object = { Service: 'ec2.amazonaws.com' }) => ({
  RoleName: name,
  Arn: `arn:aws:iam::111122223333:role/${name}`,
  AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }] })),
})

/** A cluster with one of everything that names a role. */
const naming = {
  'sts:GetCallerIdentity': { Account: '111122223333' },
  'eks:DescribeCluster.shop': { cluster: { name: 'shop', roleArn: 'arn:aws:iam::111122223333:role/cluster' } },
  'eks:ListAccessEntries.shop': { accessEntries: ['arn:aws:iam::111122223333:role/path/admin', 'arn:aws:iam::111122223333:user/bo'] },
  'eks:ListNodegroups.shop': { nodegroups: ['general'] },
  'eks:DescribeNodegroup.general': { nodegroup: { nodegroupName: 'general', nodeRole: 'arn:aws:iam::111122223333:role/node' } },
  'eks:ListFargateProfiles.shop': { fargateProfileNames: [] },
  'eks:ListPodIdentityAssociations.shop': { associations: [] },
  'eks:ListAddons.shop': { addons: [] },
  'iam:ListRoles': {
    Roles: [role('cluster'), role('admin'), role('node'), role('pods', { Service: 'pods.eks.amazonaws.com' }), role('open', { AWS: '*' }), role('other')],
  },
}
const got = (...names: string[]) => Object.fromEntries(names.map((name) => [`iam:GetRole.${name}`, { Role: role(name) }]))

describe('iamRoles', () => {
  const needed = ['cluster', 'admin', 'node', 'pods', 'open']

  it('is whole when each role that the cluster names, and each that lets pods or everybody in, was looked at', () => {
    expect(shelfOf('iamRoles', answers({ ...naming, ...got(...needed) })).gap).toBeUndefined()
  })

  it.each(needed)('is not whole without %s', (left) => {
    const { gap } = shelfOf('iamRoles', answers({ ...naming, ...got(...needed.filter((name) => name !== left)) }))
    expect(gap).toMatchObject({ because: 'not asked', detail: `iam:GetRole was not called for ${left}`, lacks: 'iam:GetRole' })
  })

  it.each(Object.keys(naming).filter((key) => !key.startsWith('sts:')))('is not whole when %s was refused', (key) => {
    const { things, gap } = shelfOf('iamRoles', answers({ ...naming, ...got(...needed), [key]: denied }))
    expect(gap).toMatchObject({ because: 'denied', lacks: key.split('.')[0] })
    expect(things).toHaveLength(needed.length)
  })

  it('does not ask for roles of other accounts, and not for those that are gone', () => {
    const of = answers({ ...naming, ...got(...needed) })
    of.named = { roles: ['arn:aws:iam::444455556666:role/foreign', 'arn:aws:iam::111122223333:role/gone'] }
    expect(shelfOf('iamRoles', of).gap).toBeUndefined()
    const unlisted = answers({ ...naming, 'iam:ListRoles': denied, ...got('cluster', 'admin', 'node'), 'iam:GetRole.gone': absent('NoSuchEntityException') })
    unlisted.named = of.named
    expect(shelfOf('iamRoles', unlisted).gap).toMatchObject({ because: 'denied', lacks: 'iam:ListRoles' })
  })

  it('expects the roles that Kubernetes names', () => {
    const of = answers({ ...naming, ...got(...needed) })
    of.named = { roles: ['arn:aws:iam::111122223333:role/other'] }
    expect(shelfOf('iamRoles', of).gap).toMatchObject({ detail: 'iam:GetRole was not called for other' })
    of.named = { roles: [], rolesGap: { because: 'denied', detail: 'list serviceaccounts: Forbidden', lacks: 'list serviceaccounts' } }
    expect(shelfOf('iamRoles', of).gap).toMatchObject({ because: 'denied', lacks: 'list serviceaccounts' })
  })
})

describe('guardDutyFindings', () => {
  const listed = { 'guardduty:ListDetectors': { DetectorIds: ['d1'] }, 'guardduty:ListFindings.d1': { FindingIds: ['f1', 'f2'] } }
  it('is whole when each finding that was listed is told', () => {
    expect(shelfOf('guardDutyFindings', answers({ ...listed, 'guardduty:GetFindings.d1': { Findings: [{ Id: 'f1' }, { Id: 'f2' }] } })).gap).toBeUndefined()
  })
  it('is not whole when one is left out in silence', () => {
    const { things, gap } = shelfOf('guardDutyFindings', answers({ ...listed, 'guardduty:GetFindings.d1': { Findings: [{ Id: 'f1' }] } }))
    expect(things).toHaveLength(1)
    expect(gap).toMatchObject({ because: 'failed', detail: 'guardduty:GetFindings: nothing is told of 1 of 2 findings' })
  })
  it('is not whole when a detector was not asked for its list', () => {
    const { gap } = shelfOf('guardDutyFindings', answers({ ...listed, 'guardduty:ListDetectors': { DetectorIds: ['d1', 'd2'] } }))
    expect(gap).toMatchObject({ because: 'not asked', detail: 'guardduty:ListFindings was not called for d2' })
  })
})

it('an answer that says itself that more follows is not whole, and neither is what it names', () => {
  const cut = answers({ 'ecr:DescribeRepositories': { repositories: [{ repositoryName: 'a' }], nextToken: 'x' }, 'ecr:GetLifecyclePolicy.a': {} })
  expect(shelfOf('repositories', cut)).toMatchObject({ things: [{ repositoryName: 'a' }], gap: { because: 'untold' } })
  expect(shelfOf('lifecyclePolicies', cut).gap).toMatchObject({ because: 'untold', lacks: 'ecr:DescribeRepositories' })
})

it('keys are not all known where what names them was refused', () => {
  const seen = {
    'eks:DescribeCluster.shop': { cluster: { name: 'shop' } },
    'logs:DescribeLogGroups': { logGroups: [] },
    'ecr:DescribeRepositories': { repositories: [] },
    'cloudtrail:DescribeTrails': { trailList: [] },
    'ec2:DescribeVolumes': { Volumes: [] },
  }
  expect(shelfOf('kmsKeys', answers(seen)).gap).toBeUndefined()
  for (const call of Object.keys(seen)) expect(shelfOf('kmsKeys', answers({ ...seen, [call]: denied })).gap).toMatchObject({ because: 'denied' })
})

it('a cluster that aws-auth rules has no access entries', () => {
  const message = "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation."
  const of = answers({ 'eks:ListAccessEntries.shop': { __error: { name: 'InvalidRequestException', message } } })
  of.named = { cluster: 'shop' }
  expect(shelfOf('accessEntries', of)).toEqual({ things: [] })
})

it('of an image without a scan, the digest is remembered', () => {
  const scans = answers({
    'ecr:DescribeRepositories': { repositories: [{ repositoryName: 'shop/web' }] },
    'ecr:DescribeImageScanFindings.shop/web@sha256:aa': absent('ScanNotFoundException'),
    'ecr:DescribeImageScanFindings.shop/web': absent('ScanNotFoundException'),
  })
  expect(shelfOf('imageScans', scans).things).toEqual([{ repositoryName: 'shop/web', imageId: { imageDigest: 'sha256:aa' } }, { repositoryName: 'shop/web' }])
})

it('names that are too long for a file are cut, and stay apart', () => {
  const [a, b] = [fileName(`${'x'.repeat(250)}a`), fileName(`${'x'.repeat(250)}b`)]
  expect(a).not.toBe(b)
  expect(a.length).toBeLessThanOrEqual(200)
  expect(fileName('payments/api')).toBe('payments_api')
  expect(fileName('../\\\u0000x')).toBe('.._' + '__x')
})

it('what a kind says it asks is what asking it takes, no more and no less', () => {
  const closure = (call: string, seen = new Set<string>()): Set<string> => {
    for (const before of [...(asks[call]?.after ?? []), ...(asks[call]?.with ?? [])]) closure(before, seen)
    return seen.add(call)
  }
  for (const [kind, info] of Object.entries(kinds)) {
    if (info.plane !== 'aws') continue
    const calls: readonly string[] = info.calls
    expect([...new Set(calls)].sort(), kind).toEqual([...closure(calls.at(-1) as string)].sort())
    for (const [i, call] of calls.entries())
      for (const before of asks[call]?.after ?? []) expect(calls.indexOf(before), `${kind}: ${before} comes before ${call}`).toBeLessThan(i)
  }
})

it('nothing asked is nothing seen, of every kind', () => {
  const nothing = new Answers()
  for (const [kind, info] of Object.entries(kinds)) {
    if (info.plane !== 'aws') continue
    expect(shelfOf(kind as AwsKind, nothing), kind).toMatchObject({ things: [], gap: { because: 'not asked' } })
  }
})
