/** Who calls the stand-in, and what it lets them do: signatures, sessions, policies, and the refusals in AWS's words. */
import { Sha256 } from '@smithy/core/checksum'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Aws, startAws } from '../../lab/aws/index.ts'
import { kinds } from '../../src/model/kinds.ts'
import { ask, forgetClients, send } from './aws-client.ts'

let aws: Aws
beforeAll(async () => {
  aws = await startAws({ world: 'shop-prod' })
})
afterAll(() => aws.stop())
afterEach(() => {
  aws.faults.clear()
  forgetClients()
})

const refusal = async (answer: Promise<unknown>): Promise<{ name: string; message: string; status: number | undefined }> => {
  const error = await answer.then(
    () => new Error('was not refused'),
    (thrown) => thrown,
  )
  return { name: error.name, message: error.message, status: error.$metadata?.httpStatusCode }
}

describe('identity', () => {
  it('knows users by their keys', async () => {
    expect(await send(aws, 'sts:GetCallerIdentity', {}, { keys: aws.credentials('auditor') })).toMatchObject({
      Arn: 'arn:aws:iam::111122223333:user/auditor',
      Account: '111122223333',
    })
  })

  it('gives sessions of roles', async () => {
    const keys = aws.credentials('role/SecurityAudit')
    expect(await send(aws, 'sts:GetCallerIdentity', {}, { keys })).toMatchObject({ Arn: 'arn:aws:sts::111122223333:assumed-role/SecurityAudit/lab' })
  })

  it('refuses a wrong secret, in each protocol', async () => {
    const keys = { ...aws.credentials('admin'), secretAccessKey: 'not-the-secret' }
    expect(await refusal(send(aws, 'eks:ListClusters', {}, { keys }))).toMatchObject({ name: 'InvalidSignatureException', status: 403 })
    expect(await refusal(send(aws, 'logs:DescribeLogGroups', {}, { keys }))).toMatchObject({ name: 'InvalidSignatureException', status: 400 })
    expect(await refusal(send(aws, 'iam:ListRoles', {}, { keys }))).toMatchObject({ name: 'SignatureDoesNotMatch', status: 403 })
    expect(await refusal(send(aws, 'ec2:DescribeVpcs', {}, { keys }))).toMatchObject({ name: 'AuthFailure', status: 401 })
    expect(await refusal(send(aws, 's3:GetBucketEncryption', { Bucket: 'shop-prod-reports' }, { keys }))).toMatchObject({
      name: 'SignatureDoesNotMatch',
      status: 403,
    })
  })

  it('refuses keys that nobody has, and sessions without their token', async () => {
    const unknown = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }
    expect((await refusal(send(aws, 'eks:ListClusters', {}, { keys: unknown }))).name).toBe('UnrecognizedClientException')
    expect((await refusal(send(aws, 'sts:GetCallerIdentity', {}, { keys: unknown }))).name).toBe('InvalidClientTokenId')
    const { sessionToken: _, ...keys } = aws.credentials('role/SecurityAudit')
    expect((await refusal(send(aws, 'eks:ListClusters', {}, { keys }))).name).toBe('UnrecognizedClientException')
  })

  it('knows when a session has ended', async () => {
    const { Credentials } = await send(aws, 'sts:AssumeRole', {
      RoleArn: 'arn:aws:iam::111122223333:role/LegacyOps',
      RoleSessionName: 'x',
      DurationSeconds: 900,
    })
    const keys = { accessKeyId: Credentials.AccessKeyId, secretAccessKey: Credentials.SecretAccessKey, sessionToken: Credentials.SessionToken }
    expect((await send(aws, 'sts:GetCallerIdentity', {}, { keys })).Arn).toBe('arn:aws:sts::111122223333:assumed-role/LegacyOps/x')
    aws.faults.clock = 16 * 60_000
    // The SDK learns the clock of AWS from the first refusal, and signs again by it.
    expect(await refusal(send(aws, 'eks:ListClusters', {}, { keys, tries: 2 }))).toMatchObject({
      name: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    })
    expect((await refusal(send(aws, 'sts:GetCallerIdentity', {}, { keys, tries: 2 }))).name).toBe('ExpiredToken')
  })
})

describe('clock', () => {
  it('refuses what was signed by another clock, and says both times', async () => {
    aws.faults.clock = 10 * 60_000
    const late = await refusal(send(aws, 'eks:ListClusters'))
    expect(late.message).toMatch(/^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/)
    expect((await refusal(send(aws, 's3:GetBucketEncryption', { Bucket: 'shop-prod-reports' }))).name).toBe('RequestTimeTooSkewed')
    aws.faults.clock = -10 * 60_000
    expect((await refusal(send(aws, 'iam:ListRoles'))).message).toMatch(/^Signature not yet current: /)
  })

  it('lets the SDK correct its clock by the answer', async () => {
    aws.faults.clock = 10 * 60_000
    expect((await send(aws, 'eks:ListClusters', {}, { tries: 2 })).clusters).toEqual(['shop-prod'])
  })
})

describe('a presigned GetCallerIdentity, as tokens for EKS carry it', () => {
  const presign = async (expiresIn = 60, cluster = 'shop-prod') => {
    const signer = new SignatureV4({ service: 'sts', region: aws.region, credentials: aws.credentials('admin'), sha256: Sha256 })
    const request = new HttpRequest({
      method: 'GET',
      protocol: 'https:',
      hostname: 'sts.us-west-2.amazonaws.com',
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host: 'sts.us-west-2.amazonaws.com', 'x-k8s-aws-id': cluster },
    })
    const { query } = await signer.presign(request, { expiresIn })
    return `https://sts.us-west-2.amazonaws.com/?${new URLSearchParams(query as Record<string, string>)}`
  }

  it('tells who signed it', async () => {
    expect(await aws.identify(await presign(), { 'x-k8s-aws-id': 'shop-prod' })).toMatchObject({
      Arn: 'arn:aws:iam::111122223333:user/admin',
      canonicalArn: 'arn:aws:iam::111122223333:user/admin',
    })
  })

  it('counts for the cluster alone for which it was signed', async () => {
    await expect(aws.identify(await presign(60, 'other'), { 'x-k8s-aws-id': 'shop-prod' })).rejects.toThrow(/signature we calculated does not match/)
  })

  it('counts for its time alone', async () => {
    const url = await presign(60)
    aws.faults.clock = 61_000
    await expect(aws.identify(url, { 'x-k8s-aws-id': 'shop-prod' })).rejects.toThrow(/Signature expired/)
  })

  it('is answered over HTTP as well', async () => {
    const url = new URL(await presign())
    const { request } = await import('node:http')
    const text = await new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(aws.endpoint)
      request({ hostname, port, path: `/${url.search}`, headers: { host: url.host, 'x-k8s-aws-id': 'shop-prod' } }, (response) => {
        let body = ''
        response.on('data', (chunk) => {
          body += chunk
        })
        response.on('end', () => resolve(body))
      })
        .on('error', reject)
        .end()
    })
    expect(text).toContain('<Arn>arn:aws:iam::111122223333:user/admin</Arn>')
  })
})

describe('rights', () => {
  it('refuses what no policy allows, in the words of each service', async () => {
    const keys = aws.credentials('nobody')
    const arn = 'arn:aws:iam::111122223333:user/nobody'
    expect(await refusal(send(aws, 'eks:DescribeCluster', { name: 'shop-prod' }, { keys }))).toEqual({
      name: 'AccessDeniedException',
      status: 403,
      message: `User: ${arn} is not authorized to perform: eks:DescribeCluster on resource: arn:aws:eks:us-west-2:111122223333:cluster/shop-prod because no identity-based policy allows the eks:DescribeCluster action`,
    })
    expect(await refusal(send(aws, 'ec2:DescribeInstances', {}, { keys }))).toEqual({
      name: 'UnauthorizedOperation',
      status: 403,
      message: `You are not authorized to perform this operation. User: ${arn} is not authorized to perform: ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action`,
    })
    expect(await refusal(send(aws, 'iam:GetRole', { RoleName: 'shop-prod-cluster' }, { keys }))).toMatchObject({ name: 'AccessDenied', status: 403 })
    expect(await refusal(send(aws, 'kms:DescribeKey', { KeyId: 'alias/shop-prod-eks' }, { keys }))).toMatchObject({
      name: 'AccessDeniedException',
      status: 400,
    })
    const s3 = await refusal(send(aws, 's3:GetPublicAccessBlock', { Bucket: 'shop-prod-reports' }, { keys }))
    expect(s3).toMatchObject({ name: 'AccessDenied', status: 403 })
    expect(s3.message).toContain('s3:GetBucketPublicAccessBlock on resource: "arn:aws:s3:::shop-prod-reports"')
  })

  it('asks a right for every call that ekshield makes, and that right alone', async () => {
    const calls = [...new Set(Object.values(kinds).flatMap((kind) => (kind.plane === 'aws' ? kind.calls : [])))].filter(
      (call) => call !== 'sts:GetCallerIdentity',
    )
    const keys = aws.credentials('one-right')
    for (const call of calls) {
      const [stored] = aws.store.all(call)
      if (!stored || '__error' in stored.body) continue
      aws.allow('one-right', [])
      const refused = await ask(aws, call, stored.name, stored.body, { keys })
      const action = / is not authorized to perform: (\S+) /.exec(refused.__error?.message ?? '')?.[1]
      expect(action, call).toMatch(/^[a-z0-9]+:[A-Za-z]+$/)
      aws.allow('one-right', [String(action)])
      expect((await ask(aws, call, stored.name, stored.body, { keys })).__error, call).toBeUndefined()
    }
  })

  it('follows policies that change while it runs: actions, resources, denials', async () => {
    const keys = aws.credentials('changing')
    const clusters = () => send(aws, 'eks:DescribeCluster', { name: 'shop-prod' }, { keys })
    aws.allow('changing', ['eks:Describe*'])
    expect((await clusters()).cluster.name).toBe('shop-prod')
    aws.allow('changing', [{ Statement: [{ Effect: 'Allow', Action: 'eks:DescribeCluster', Resource: 'arn:aws:eks:us-west-2:111122223333:cluster/other' }] }])
    expect((await refusal(clusters())).name).toBe('AccessDeniedException')
    aws.allow('changing', ['*', { Statement: [{ Effect: 'Deny', Action: 'eks:DescribeCluster', Resource: '*' }] }])
    expect((await refusal(clusters())).message).toMatch(/with an explicit deny in an identity-based policy$/)
  })

  it('judges a role by the policies that the world gives it', async () => {
    const keys = aws.credentials('role/shop-prod-payments-api')
    expect((await refusal(send(aws, 'eks:ListClusters', {}, { keys }))).name).toBe('AccessDeniedException')
  })

  it('lets nobody assume a role that does not trust them', async () => {
    const name = 'sts:AssumeRole'
    expect((await refusal(send(aws, name, { RoleArn: 'arn:aws:iam::111122223333:role/shop-prod-node-general', RoleSessionName: 'x' }))).name).toBe(
      'AccessDenied',
    )
    expect((await refusal(send(aws, name, { RoleArn: 'arn:aws:iam::111122223333:role/none', RoleSessionName: 'x' }))).name).toBe('AccessDenied')
  })

  it('simulates by the same evaluation', async () => {
    aws.credentials('auditor')
    aws.allow('auditor', ['eks:List*'])
    const input = { PolicySourceArn: 'arn:aws:iam::111122223333:user/auditor', ActionNames: ['eks:ListClusters', 'eks:DescribeCluster'] }
    const { EvaluationResults } = await send(aws, 'iam:SimulatePrincipalPolicy', input)
    expect(EvaluationResults.map((one: { EvalDecision: string }) => one.EvalDecision)).toEqual(['allowed', 'implicitDeny'])
  })
})
