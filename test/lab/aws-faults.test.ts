/** What goes wrong on demand, as an SDK client meets it; pages, filters, and what the stand-in will not pretend. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Aws, startAws } from '../../lab/aws/index.ts'
import { send, sendAll } from './aws-client.ts'

let aws: Aws
beforeAll(async () => {
  aws = await startAws({ world: 'shop-prod', pageSize: 3 })
})
afterAll(() => aws.stop())
afterEach(() => {
  aws.faults.clear()
  aws.forget()
})

const nameOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'was answered',
    (error) => error.name,
  )
const errorOf = (answer: Promise<unknown>): Promise<Error> =>
  answer.then(
    () => new Error('was answered'),
    (error) => error,
  )

/** One call in each protocol family. */
const families: readonly (readonly [string, Record<string, unknown>])[] = [
  ['eks:ListClusters', {}],
  ['logs:DescribeLogGroups', {}],
  ['iam:ListRoles', {}],
  ['ec2:DescribeVpcs', {}],
  ['s3:GetBucketEncryption', { Bucket: 'shop-prod-reports' }],
]

describe('errors', () => {
  it.each([
    ['denied', ['AccessDeniedException', 'AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation', 'AccessDenied']],
    ['throttled', ['ThrottlingException', 'ThrottlingException', 'Throttling', 'RequestLimitExceeded', 'SlowDown']],
    ['failing', ['InternalFailure', 'InternalFailure', 'InternalFailure', 'InternalError', 'InternalError']],
    ['unavailable', ['ServiceUnavailable', 'ServiceUnavailable', 'ServiceUnavailable', 'Unavailable', 'ServiceUnavailable']],
    ['expired', ['ExpiredTokenException', 'ExpiredTokenException', 'ExpiredToken', 'RequestExpired', 'ExpiredToken']],
  ] as const)('%s', async (sort, names) => {
    aws.faults.add({ sort, on: '*' })
    expect(await Promise.all(families.map(([call, input]) => nameOf(send(aws, call, input))))).toEqual(names)
  })

  it('befall as many calls as was said, and those alone that were named', async () => {
    aws.faults.add({ sort: 'throttled', on: 'eks:ListClusters', times: 2 })
    expect((await send(aws, 'eks:ListClusters', {}, { tries: 3 })).clusters).toEqual(['shop-prod'])
    expect(aws.calls().map(({ error }) => error?.code)).toEqual(['ThrottlingException', 'ThrottlingException', undefined])
    const lift = aws.faults.add({ sort: 'failing', on: 'eks:*' })
    expect(await nameOf(send(aws, 'logs:DescribeLogGroups'))).toBe('was answered')
    expect(await nameOf(send(aws, 'eks:ListClusters'))).toBe('InternalFailure')
    lift()
    expect(await nameOf(send(aws, 'eks:ListClusters'))).toBe('was answered')
  })

  it('may befall one user', async () => {
    aws.allow('unlucky', ['*'])
    aws.faults.add({ sort: 'denied', on: '*', user: 'unlucky' })
    expect(await nameOf(send(aws, 'eks:ListClusters', {}, { keys: aws.credentials('unlucky') }))).toBe('AccessDeniedException')
    expect(await nameOf(send(aws, 'eks:ListClusters'))).toBe('was answered')
  })
})

describe('the wire', () => {
  it('is cut before the answer, or within it', async () => {
    aws.faults.add({ sort: 'reset', on: 'eks:ListClusters', times: 1 })
    expect((await errorOf(send(aws, 'eks:ListClusters'))).message).toMatch(/socket hang up|ECONNRESET/)
    aws.faults.add({ sort: 'cut', on: 'ec2:DescribeVpcs', times: 1 })
    expect((await errorOf(send(aws, 'ec2:DescribeVpcs'))).message).toMatch(/aborted|ECONNRESET|hang up/)
  })

  it('is slow', async () => {
    aws.faults.add({ sort: 'slow', on: 'eks:ListClusters', ms: 200 })
    const start = performance.now()
    await send(aws, 'eks:ListClusters')
    expect(performance.now() - start).toBeGreaterThan(190)
  })

  it('carries half a document', async () => {
    aws.faults.add({ sort: 'garbled', on: '*' })
    for (const [call, input] of families) expect(await nameOf(send(aws, call, input)), call).not.toBe('was answered')
  })

  it("carries a proxy's page, which the SDK takes for an empty answer where it expects XML", async () => {
    aws.faults.add({ sort: 'html', on: '*' })
    const answers = await Promise.all(families.map(([call, input]) => send(aws, call, input).catch((error: Error) => error.name)))
    expect(answers).toEqual(['SyntaxError', 'SyntaxError', {}, {}, { ServerSideEncryptionConfiguration: {} }])
  })
})

describe('pages', () => {
  it('are few things each, and together all', async () => {
    const { output, pages } = await sendAll(aws, 'eks:ListAccessEntries', { clusterName: 'shop-prod' })
    expect([output.accessEntries.length, pages]).toEqual([10, 4])
    expect((await sendAll(aws, 'iam:ListRoles', { MaxItems: 2 })).pages).toBe(13)
  })

  it('have tokens that are taken back from the same call alone', async () => {
    const { nextToken } = await send(aws, 'eks:ListAccessEntries', { clusterName: 'shop-prod' })
    expect(await nameOf(send(aws, 'eks:ListAddons', { clusterName: 'shop-prod', nextToken }))).toBe('InvalidParameterException')
    expect(await nameOf(send(aws, 'eks:ListAddons', { clusterName: 'shop-prod', nextToken: 'made up' }))).toBe('InvalidParameterException')
  })

  it.each([
    ['eks:ListAddons', { clusterName: 'shop-prod' }, 'nextToken'],
    ['iam:ListRoles', {}, 'Marker'],
    ['ec2:DescribeSubnets', {}, 'NextToken'],
    ['logs:DescribeLogGroups', {}, 'nextToken'],
  ])('may never end: %s gives the same token again', async (call, input, token) => {
    aws.faults.add({ sort: 'endless', on: '*' })
    const first = await send(aws, call, input)
    const second = await send(aws, call, { ...input, [token]: first[token] })
    expect(first[token]).toBeTruthy()
    expect(second[token]).toBe(first[token])
  })
})

describe('what is asked for', () => {
  it('is filtered as EC2 filters', async () => {
    const ids = async (input: Record<string, unknown>) =>
      (await sendAll(aws, 'ec2:DescribeInstances', input)).output.Reservations.flatMap((one: { Instances: { InstanceId: string }[] }) => one.Instances)
    const all = await ids({})
    const some = await ids({ Filters: [{ Name: 'instance-type', Values: ['m5.*'] }] })
    expect(some.length).toBeGreaterThan(0)
    expect(some.length).toBeLessThan(all.length)
    expect(await ids({ Filters: [{ Name: 'tag:kubernetes.io/cluster/shop-prod', Values: ['owned'] }] })).not.toEqual([])
    expect(await ids({ InstanceIds: [all[0].InstanceId] })).toHaveLength(1)
    expect(await nameOf(ids({ InstanceIds: ['i-0123456789abcdef0'] }))).toBe('InvalidInstanceID.NotFound')
    expect(await nameOf(ids({ Filters: [{ Name: 'no-such-filter', Values: ['x'] }] }))).toBe('InvalidParameterValue')
  })

  it('is never left unheard', async () => {
    expect((await errorOf(send(aws, 'ec2:DescribeImages', { ExecutableUsers: ['all'] }))).message).toBe(
      'The stand-in does not heed ExecutableUsers of ec2:DescribeImages.',
    )
  })

  it('is refused as AWS refuses it where there is no such thing', async () => {
    expect(await nameOf(send(aws, 'eks:DescribeCluster', { name: 'none' }))).toBe('ResourceNotFoundException')
    expect(await nameOf(send(aws, 'eks:DescribeNodegroup', { clusterName: 'none', nodegroupName: 'general' }))).toBe('ResourceNotFoundException')
    expect(await nameOf(send(aws, 'iam:GetRole', { RoleName: 'none' }))).toBe('NoSuchEntityException')
    expect(await nameOf(send(aws, 's3:GetBucketEncryption', { Bucket: 'none' }))).toBe('NoSuchBucket')
    expect(await nameOf(send(aws, 'kms:DescribeKey', { KeyId: 'none' }))).toBe('NotFoundException')
  })

  it('is refused where the world does not tell', async () => {
    const { message } = await errorOf(send(aws, 'ec2:DescribeAddresses'))
    expect(message).toBe('This world does not say what ec2:DescribeAddresses answers.')
  })

  it('is nothing in another region', async () => {
    expect((await send(aws, 'eks:ListClusters', {}, { region: 'eu-central-1' })).clusters).toEqual([])
    expect(await nameOf(send(aws, 'eks:DescribeCluster', { name: 'shop-prod' }, { region: 'eu-central-1' }))).toBe('ResourceNotFoundException')
    expect((await send(aws, 'iam:GetRole', { RoleName: 'shop-prod-cluster' }, { region: 'eu-central-1' })).Role.RoleName).toBe('shop-prod-cluster')
  })
})

it('several clusters of one account are told apart', async () => {
  const both = await startAws({ world: 'several' })
  const ask = async (call: string, input: Record<string, unknown>) => (await sendAll(both, call, input)).output
  expect((await ask('eks:ListClusters', {})).clusters).toEqual(['mixed', 'stock'])
  for (const clusterName of ['mixed', 'stock']) {
    const { nodegroups } = await ask('eks:ListNodegroups', { clusterName })
    expect(nodegroups).toEqual(clusterName === 'stock' ? ['default'] : ['general', 'arm', 'bottlerocket', 'windows'])
    const entry = { clusterName, principalArn: 'arn:aws:iam::111122223333:role/node' }
    expect((await ask('eks:DescribeAccessEntry', entry)).accessEntry.clusterName).toBe(clusterName)
    expect((await ask('eks:ListAssociatedAccessPolicies', entry)).clusterName).toBe(clusterName)
  }
  expect((await ask('ec2:DescribeVpcs', {})).Vpcs).toHaveLength(2)
  await both.stop()
})

describe('control over HTTP', () => {
  it('sets faults, rights and clocks, and tells the calls', async () => {
    const put = (path: string, method: string, body?: unknown) =>
      fetch(`${aws.endpoint}/_lab/${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })
    expect((await put('faults', 'POST', { sort: 'throttled', on: '*' })).status).toBe(200)
    expect(await nameOf(send(aws, 'eks:ListClusters'))).toBe('ThrottlingException')
    await put('faults', 'DELETE')
    await put('users/remote/grants', 'PUT', ['eks:ListClusters'])
    const keys = (await (await put('users/remote', 'GET')).json()) as { accessKeyId: string; secretAccessKey: string }
    expect(await nameOf(send(aws, 'eks:ListClusters', {}, { keys }))).toBe('was answered')
    const calls = (await (await put('calls', 'GET')).json()) as { operation: string; user: string }[]
    expect(calls.at(-1)).toMatchObject({ operation: 'ListClusters', user: 'remote' })
    expect((await put('faults', 'POST', { sort: 'flood' })).status).toBe(400)
  })
})
