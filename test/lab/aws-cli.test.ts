/** The command line against the stand-in: an account scanned by its own rights, and what `doctor` says when some are lacking. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Aws, startAws } from '../../lab/aws/index.ts'
import { iamPolicy } from '../../src/collect/aws/permissions.ts'
import type { AwsKind } from '../../src/collect/aws/calls.ts'
import { mendingCalls } from '../../src/cli/live/rights.ts'
import { controls } from '../../src/controls/index.ts'
import { actionsOfCall } from '../../src/fix/aws/calls.ts'
import type { Assessment } from '../../src/model/assessment.ts'
import { kinds } from '../../src/model/kinds.ts'
import { kindsRead } from '../../src/world/permissions.ts'
import { ekshieldBeside, folderOf } from '../kit/cli.ts'

const every = new Set(
  Object.values(controls)
    .flatMap(kindsRead)
    .filter((kind): kind is AwsKind => kinds[kind].plane === 'aws'),
)
let lab: Aws
beforeAll(async () => {
  lab = await startAws({ world: 'good', pageSize: 50 })
})
afterAll(() => lab.stop())

interface Caller {
  /** Beyond what reading takes. */
  readonly rights?: readonly string[]
  readonly lacking?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Another than the good one, and the name of its cluster. */
  readonly account?: Aws
  readonly cluster?: string
}

function run(args: readonly string[], { rights = [], lacking = [], env = {}, account = lab, cluster = 'good' }: Caller = {}) {
  const { Version, Statement } = iamPolicy(every, { region: account.region, account: account.account, cluster }, rights)
  const kept = Statement.map((statement) => ({ ...statement, Action: statement.Action.filter((action) => !lacking.includes(action)) }))
  account.allow('auditor', [{ Version, Statement: kept.filter(({ Action }) => Action.length > 0) }])
  const { accessKeyId, secretAccessKey } = account.credentials('auditor')
  const cwd = folderOf({})
  return ekshieldBeside(args, {
    cwd,
    env: {
      HOME: cwd,
      KUBECONFIG: '',
      AWS_ENDPOINT_URL: account.endpoint,
      AWS_REGION: account.region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_PROFILE: '',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...env,
    },
  })
}

it('scans an account with the printed rights alone', async () => {
  const { out, err } = await run(['scan', '--no-kube', '--cluster', 'good', '-f', 'json', '--only', 'data/missing-ebs-default', '--only', 'audit/*'])
  const { verdicts, coverage } = JSON.parse(out) as Assessment
  expect(verdicts['data/missing-ebs-default']).toEqual({ status: 'pass', examined: 1 })
  expect(verdicts['audit/missing-trail']?.status).toBe('pass')
  expect(coverage.gaps.filter(({ because }) => because === 'denied')).toEqual([])
  expect(err).toMatch(/^ekshield: good: the AWS account: \d+ calls \(\d+\.\d s\)$/m)
  expect(err).not.toContain('NodeVersionSupportWarning')
})

it('names the nearest cluster for one that is not there', async () => {
  const { accessKeyId, secretAccessKey } = lab.credentials('admin')
  const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
  const { code, err } = await run(['scan', '--no-kube', '--cluster', 'goood'], { env })
  expect(code).toBe(2)
  expect(err).toContain('no cluster is called goood in us-west-2 (did you mean good?); there is good')
})

it('tells what the caller lacks, and what that costs', async () => {
  const { code, out } = await run(['doctor', '--no-kube', '--cluster', 'good'], { lacking: ['ec2:GetEbsEncryptionByDefault', 'eks:ListNodegroups'] })
  expect(out).toMatch(/^AWS: \d+ rights needed, 4 lacking$/m)
  expect(out.replace(/\s+/g, ' ')).toContain(
    'ec2:GetEbsEncryptionByDefault: leaves 2 controls undecided, or in part: data/missing-ebs-default, data/unencrypted-storage-class',
  )
  expect(out.replace(/\s+/g, ' ')).toContain('eks:DescribeNodegroup (not tried: what to ask about was not told)')
  expect(code).toBe(3)
})

it('lacks nothing with the policy that it prints for this cluster', async () => {
  const { code, out } = await run(['doctor', '--no-kube', '--cluster', 'good', '-f', 'json'])
  const told = JSON.parse(out) as { iamPolicy: object; lacks: readonly object[] }
  expect(told.lacks).toEqual([])
  expect(told.iamPolicy).toEqual(iamPolicy(every, { region: lab.region, account: lab.account, cluster: 'good' }))
  expect(code).toBe(0)
})

describe('doctor --fix', () => {
  const doctor = ['doctor', '--fix', '--no-kube', '--cluster', 'good']
  const fixing = Object.keys(mendingCalls).flatMap(actionsOfCall)
  const rights = [...fixing, 'iam:SimulatePrincipalPolicy']

  it('lacks nothing with the rights that it prints, which IAM is asked about', async () => {
    const { code, out } = await run([...doctor, '-f', 'json'], { rights })
    const { iamPolicy: policy, lacks } = JSON.parse(out) as { iamPolicy: object; lacks: readonly object[] }
    expect(lacks).toEqual([])
    expect(policy).toEqual(iamPolicy(every, { region: lab.region, account: lab.account, cluster: 'good' }, fixing))
    expect(code).toBe(0)
  })

  it('names each right to write that is lacking, and has changed nothing to learn it', async () => {
    lab.forget()
    const { code, out } = await run(doctor, { rights, lacking: ['eks:UpdateClusterConfig', 'ecr:PutImageTagMutability'] })
    expect(out).toMatch(/^AWS: \d+ rights needed, 2 lacking$/m)
    expect(out).toMatch(/eks:UpdateClusterConfig: without it nothing is mended of 6 controls:\s+\S+/)
    expect(out).toMatch(/ecr:PutImageTagMutability: without it nothing is mended of 1 control:\s+image\/mutable-repository/)
    expect(lab.calls().filter(({ operation }) => fixing.includes(operation) && !/:(Get|List|Describe|Batch)/.test(operation))).toEqual([])
    expect(code).toBe(3)
  })

  it('says so where IAM may not be asked', async () => {
    const { code, out } = await run(doctor, { rights: fixing })
    expect(out.replace(/\s+/g, ' ')).toMatch(/\d+ actions that fix \(not tried: IAM was asked, and said AccessDenied: .*iam:SimulatePrincipalPolicy/)
    expect(code).toBe(3)
  })
})

describe('a plan of calls', () => {
  let bad: Aws
  beforeAll(async () => {
    bad = await startAws({ world: 'bad' })
  })
  afterAll(() => bad.stop())
  const plan = ['fix', '--no-kube', '--cluster', 'bad', '--only', 'data/missing-ebs-default', '--only', 'compliance/config-recorder-off']
  const rights = ['ec2:EnableEbsEncryptionByDefault', 'iam:SimulatePrincipalPolicy']

  it('names beforehand the rights that are lacking', async () => {
    const { out, err } = await run(plan, { account: bad, cluster: 'bad', rights })
    expect(out).toContain('data/missing-ebs-default')
    expect(err.match(/^ekshield: to apply this you lack a right: .*$/gm)).toEqual([
      'ekshield: to apply this you lack a right: config:StartConfigurationRecorder',
      'ekshield: to apply this you lack a right: config:StopConfigurationRecorder',
      'ekshield: to apply this you lack a right: ec2:DisableEbsEncryptionByDefault',
    ])
  })

  it('says so where IAM may not be asked', async () => {
    const { code, err } = await run(plan, { account: bad, cluster: 'bad' })
    expect(err).toMatch(/whether you may make the calls was not told: IAM was asked, and said AccessDenied: /)
    expect(code).toBe(0)
  })
})

it('tells the rights where nobody can sign in, and says that nothing was tried', async () => {
  const { code, out, err } = await run(['doctor', '--no-kube', '--cluster', 'good'], { env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' } })
  expect(err).toContain('AWS was not asked: no AWS credentials were found')
  expect(out).toMatch(/^AWS: \d+ rights needed$/m)
  expect(code).toBe(0)
})

it('prints the policy for the cluster that is named, and tries nothing', async () => {
  lab.forget()
  const { out } = await run(['doctor', '--no-kube', '--cluster', 'good', '-f', 'terraform'])
  expect(out).toContain('"arn:aws:eks:us-west-2:*:cluster/good"')
  expect(lab.calls()).toEqual([])
})
