/** EKS clusters are known by their kubeconfig, and their tokens are made as AWS makes them. */
import { describe, expect, it } from 'vitest'
import { eksExecOf, eksNameOf } from '../../src/doors/eks-name.ts'
import { eksToken } from '../../src/doors/eks-token.ts'

const address = 'https://0123456789ABCDEF0123456789ABCDEF.gr7.us-west-2.eks.amazonaws.com'
const arn = 'arn:aws:eks:eu-central-1:111122223333:cluster/shop-prod'

describe('the name of a cluster', () => {
  it.each([
    ['its address', address, [], undefined, { region: 'us-west-2' }],
    ['an address of both IP families', 'https://abc123.eks-cluster.eu-west-1.api.aws', [], undefined, { region: 'eu-west-1' }],
    ['an address in China', 'https://ABC.sk1.cn-north-1.eks.amazonaws.com.cn', [], undefined, { region: 'cn-north-1' }],
    ['an ARN', 'https://10.0.0.1', ['x', arn], undefined, { cluster: 'shop-prod', region: 'eu-central-1', account: '111122223333' }],
    ['eksctl', 'https://10.0.0.1', ['me@shop.us-east-1.eksctl.io'], undefined, { cluster: 'shop', region: 'us-east-1' }],
    ['its exec', 'https://10.0.0.1', [], { cluster: 'shop', region: 'ap-south-1' }, { cluster: 'shop', region: 'ap-south-1' }],
    [
      'all of them: the address knows the region best',
      address,
      [arn],
      { cluster: 'other' },
      { cluster: 'other', region: 'us-west-2', account: '111122223333' },
    ],
    ['nothing', 'https://10.0.0.1:6443', ['kind-kind'], undefined, undefined],
    ['nothing: a stranger with a like name', 'https://x.eks.amazonaws.com.evil.example', [], undefined, undefined],
  ] as const)('comes from %s', (_, server, names, exec, wanted) => {
    expect(eksNameOf(server, names, exec)).toEqual(wanted)
  })

  it.each([
    ['aws', ['--region', 'us-west-2', 'eks', 'get-token', '--cluster-name', 'shop', '--output', 'json'], { cluster: 'shop', region: 'us-west-2' }],
    [
      '/usr/local/bin/aws',
      ['eks', 'get-token', '--cluster-name=shop', '--role-arn', 'arn:aws:iam::1:role/x', '--profile', 'p'],
      { cluster: 'shop', roleArn: 'arn:aws:iam::1:role/x', profile: 'p' },
    ],
    ['aws-iam-authenticator', ['token', '-i', 'shop', '-r', 'arn:aws:iam::1:role/x'], { cluster: 'shop', roleArn: 'arn:aws:iam::1:role/x' }],
    ['aws', ['eks', 'get-token'], undefined],
    ['aws', ['s3', 'ls', '--cluster-name', 'shop'], undefined],
    ['aws', ['eks', 'get-token', '--cluster-name', 'shop', '--endpoint-url', 'http://x'], undefined],
    ['gke-gcloud-auth-plugin', [], undefined],
  ] as const)('is read from %s %j', (command, args, wanted) => {
    expect(eksExecOf({ command, args })).toEqual(wanted)
  })

  it('is read from a command only where its environment is understood', () => {
    const exec = (name: string, value: string) => ({ command: 'aws', args: ['eks', 'get-token', '--cluster-name', 'shop'], env: [{ name, value }] })
    expect(eksExecOf(exec('AWS_PROFILE', 'prod'))).toEqual({ cluster: 'shop', profile: 'prod' })
    expect(eksExecOf(exec('AWS_CONFIG_FILE', '/else'))).toBeUndefined()
  })
})

describe('the token', () => {
  const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
  const at = new Date('2026-11-23T12:00:00Z')
  const read = (token: string) => new URL(Buffer.from(token.replace('k8s-aws-v1.', ''), 'base64url').toString())

  // The signatures were made by botocore 1.43, which is what `aws eks get-token` signs with.
  it.each([
    [undefined, '48480712641fd72c766fd09c784d2f500144e3031b6c4d685c2964b1c968e607'],
    ['session/token+with=signs', 'e9ad998a1609ea44393ccc0005f6c71f5f5fba058951dcd67aca78c034fd93ed'],
  ])('is signed as the AWS CLI signs it (session token %s)', async (sessionToken, signature) => {
    const token = await eksToken('shop-prod', 'us-west-2', { ...keys, ...(sessionToken !== undefined && { sessionToken }) }, { env: {}, at })
    const url = read(token)
    expect(url.origin).toBe('https://sts.us-west-2.amazonaws.com')
    expect(url.searchParams.get('X-Amz-Signature')).toBe(signature)
    expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('host;x-k8s-aws-id')
    expect(url.searchParams.get('X-Amz-Expires')).toBe('60')
    expect(url.searchParams.get('X-Amz-Security-Token')).toBe(sessionToken ?? null)
  })

  it('asks the STS that the environment names', async () => {
    const origin = async (env: Record<string, string>) => read(await eksToken('shop', 'us-west-2', keys, { env, at })).origin
    expect(await origin({ AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' })).toBe('http://127.0.0.1:4566')
    expect(await origin({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_STS: 'https://sts.internal' })).toBe('https://sts.internal')
    expect(await origin({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })).toBe('https://sts.us-west-2.amazonaws.com')
    expect(read(await eksToken('shop', 'cn-north-1', keys, { env: {}, at })).origin).toBe('https://sts.cn-north-1.amazonaws.com.cn')
  })
})
