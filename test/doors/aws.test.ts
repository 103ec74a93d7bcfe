/** The door to AWS, against a server on loopback that speaks its protocols: pages, errors, retries, signing in. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { asks } from '../../src/collect/aws/asks.ts'
import { type AwsOptions, openAws, type Page } from '../../src/doors/aws.ts'
import { nextOf } from '../../src/doors/aws/pages.ts'
import { folderOf, root } from '../kit/cli.ts'
import { type Asked, type HttpAws, httpAws, type Reply } from '../kit/http-aws.ts'

let server: HttpAws | undefined

beforeEach(() => {
  const files = folderOf({
    config: '[profile prod]\nregion = eu-west-1\n[profile bare]\noutput = json\n',
    credentials: '[prod]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = secret\n',
  })
  for (const name of ['AWS_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL', 'HTTPS_PROXY', 'https_proxy'])
    vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_CONFIG_FILE', join(files, 'config'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(files, 'credentials'))
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example')
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await server?.stop()
  server = undefined
})

async function serve(answer: (asked: Asked, count: number) => Reply | undefined, options: AwsOptions = { region: 'us-west-2' }) {
  server = await httpAws(answer)
  vi.stubEnv('AWS_ENDPOINT_URL', server.endpoint)
  return openAws(options)
}

async function pages(answer: AsyncIterable<Page>): Promise<Page[]> {
  const found: Page[] = []
  for await (const page of answer) found.push(page)
  return found
}

describe('pages', () => {
  it('follows nextToken (JSON by path)', async () => {
    const aws = await serve(({ query }) =>
      query.get('nextToken') === 'b' ? { body: { clusters: ['three'] } } : { body: { clusters: ['one', 'two'], nextToken: 'b' } },
    )
    expect(await pages(aws.call('eks', 'ListClusters', {}))).toEqual([{ clusters: ['one', 'two'], nextToken: 'b' }, { clusters: ['three'] }])
    expect(server?.asked[0]?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-west-2\/eks\//)
  })

  it('follows Marker where the answer says it is cut, and reads policies (XML by query)', async () => {
    const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] }
    const role = (name: string) =>
      `<member><Path>/</Path><RoleName>${name}</RoleName><RoleId>AROA</RoleId><Arn>arn:aws:iam::111122223333:role/${name}</Arn><CreateDate>2025-09-01T08:30:00Z</CreateDate><AssumeRolePolicyDocument>${encodeURIComponent(JSON.stringify(trust))}</AssumeRolePolicyDocument></member>`
    const list = (names: string[], rest: string) =>
      `<ListRolesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListRolesResult><Roles>${names.map(role).join('')}</Roles>${rest}</ListRolesResult></ListRolesResponse>`
    const aws = await serve(({ input }) => ({
      body: input['Marker'] === 'm' ? list(['b'], '<IsTruncated>false</IsTruncated>') : list(['a'], '<IsTruncated>true</IsTruncated><Marker>m</Marker>'),
    }))
    const [first, second] = await pages(aws.call('iam', 'ListRoles', { MaxItems: 1000 }))
    expect(first?.['Roles']).toMatchObject([{ RoleName: 'a', CreateDate: '2025-09-01T08:30:00.000Z', AssumeRolePolicyDocument: trust }])
    expect(second?.['Roles']).toMatchObject([{ RoleName: 'b' }])
    expect(server?.asked[0]?.input).toMatchObject({ Action: 'ListRoles', MaxItems: '1000' })
  })

  it('follows NextToken of EC2', async () => {
    const page = (id: string, rest = '') =>
      `<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><vpcSet><item><vpcId>${id}</vpcId><isDefault>true</isDefault></item></vpcSet>${rest}</DescribeVpcsResponse>`
    const aws = await serve(({ input }) => ({ body: input['NextToken'] === 'n' ? page('vpc-2') : page('vpc-1', '<nextToken>n</nextToken>') }))
    expect(await pages(aws.call('ec2', 'DescribeVpcs', {}))).toEqual([
      { Vpcs: [{ VpcId: 'vpc-1', IsDefault: true }], NextToken: 'n' },
      { Vpcs: [{ VpcId: 'vpc-2', IsDefault: true }] },
    ])
  })

  it('does not take an echoed Marker for a next page', async () => {
    const aws = await serve(({ query }) => ({ body: query.get('Marker') === 'x' ? { Marker: 'x', FileSystems: [] } : { FileSystems: [], NextMarker: 'x' } }))
    expect(await pages(aws.call('efs', 'DescribeFileSystems', {}))).toHaveLength(2)
  })

  it('follows tokens that the SDK has no paginator for', async () => {
    const aws = await serve(({ input, headers }) => {
      expect(headers['x-amz-target']).toBe('AWSEvents.ListRules')
      return { body: input['NextToken'] === 'n' ? { Rules: [{ Name: 'b' }] } : { Rules: [{ Name: 'a' }], NextToken: 'n' } }
    })
    expect(await pages(aws.call('events', 'ListRules', {}))).toHaveLength(2)
  })

  it('refuses pages that lead in a circle', async () => {
    let turn = 0
    const aws = await serve(() => ({ body: { clusters: [], nextToken: ['a', 'b'][turn++ % 2] as string } }))
    await expect(pages(aws.call('eks', 'ListClusters', {}))).rejects.toMatchObject({
      name: 'RepeatedToken',
      message: 'the pages of eks:ListClusters lead in a circle',
    })
    expect(server?.asked).toHaveLength(3)
  })

  /** What the SDK's own paginators do, read from their source. */
  it.each(Object.keys(asks))('knows how the pages of %s lead on', async (call) => {
    const [service = '', operation = ''] = call.split(':')
    const source = readFileSync(join(root, `src/doors/aws/${service}.ts`), 'utf8')
    expect(source).toContain(`${operation}Command as ${operation},`)
    const [, sdk] = /from '(.+)'/.exec(source) ?? []
    let paginator: string
    try {
      paginator = readFileSync(join(root, 'node_modules', sdk ?? '', `dist-es/pagination/${operation}Paginator.js`), 'utf8')
    } catch {
      return
    }
    const [, parameter = '', field = ''] = /createPaginator\(\w+, \w+, "(\w+)", "(\w+)"/.exec(paginator) ?? []
    expect(nextOf({ [field]: 'token', IsTruncated: true })).toEqual({ [parameter]: 'token' })
  })
})

describe('errors', () => {
  it('a denial is told at once, by its name', async () => {
    const aws = await serve(() => ({
      status: 403,
      body: { message: 'User is not authorized to perform: eks:ListClusters' },
      headers: { 'x-amzn-errortype': 'AccessDeniedException' },
    }))
    await expect(pages(aws.call('eks', 'ListClusters', {}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('eks:ListClusters'),
    })
    expect(server?.asked).toHaveLength(1)
  })

  it.each([
    ['throttling', { status: 429, body: { message: 'slow down' }, headers: { 'x-amzn-errortype': 'ThrottlingException' } }],
    ['an error of the server', { status: 503, body: { message: 'busy' }, headers: { 'x-amzn-errortype': 'ServiceUnavailable' } }],
    ['a cut connection', { cut: true }],
  ] satisfies [string, Reply][])('%s is tried again', async (_, reply) => {
    const aws = await serve((_asked, count) => (count < 3 ? reply : { body: { clusters: ['shop'] } }))
    expect(await pages(aws.call('eks', 'ListClusters', {}))).toEqual([{ clusters: ['shop'] }])
    expect(server?.asked).toHaveLength(3)
  })

  it('gives up in the end', async () => {
    vi.stubEnv('AWS_MAX_ATTEMPTS', '2')
    const aws = await serve(() => ({ status: 503, body: {}, headers: { 'x-amzn-errortype': 'ServiceUnavailable' } }))
    await expect(pages(aws.call('eks', 'ListClusters', {}))).rejects.toMatchObject({ name: 'ServiceUnavailable' })
    expect(server?.asked).toHaveLength(2)
  })

  it.each([
    ['HTML', '<html><body>Sign in to the network</body></html>', 'text/html; charset=utf-8'],
    ['HTML by another name', '<html><body>Sign in to the network</body></html>', 'text/plain'],
    ['JSON of somebody else', '{"error": "blocked"}', 'application/json'],
    ['nothing', '', 'application/json'],
  ])('%s in place of an answer is an error, never an empty list', async (_, body, type) => {
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
    const aws = await serve(() => ({ body, headers: { 'content-type': type } }))
    for (const [i, call] of Object.keys(asks).entries()) {
      const [service = '', operation = ''] = call.split(':')
      const input = {
        name: 'x',
        clusterName: 'x',
        nodegroupName: 'x',
        addonName: 'x',
        fargateProfileName: 'x',
        principalArn: 'x',
        associationId: 'x',
        DetectorId: 'x',
        Bucket: 'x',
      }
      await expect(pages(aws.call(service, operation, input)), call).rejects.toThrow()
      expect(server?.asked, call).toHaveLength(i + 1)
    }
  })

  it('a stop ends a call that is not answered', async () => {
    const aws = await serve(() => undefined)
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 50)
    await expect(pages(aws.call('eks', 'ListClusters', {}, stop.signal))).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('a call that is not built in is a bug', async () => {
    const aws = await openAws({ region: 'us-west-2' })
    await expect(pages(aws.call('eks', 'DeleteCluster', {}))).rejects.toThrow('no eks:DeleteCluster is built in')
    await expect(pages(aws.call('constructor', 'x', {}))).rejects.toThrow('no client of constructor is built in')
  })
})

describe('signing in', () => {
  const error = (options: AwsOptions) => openAws(options).then((aws) => aws.credentials())

  it('takes the Region that is named, else the environment, else the profile', async () => {
    expect((await openAws({ region: 'eu-central-1' })).region).toBe('eu-central-1')
    expect((await openAws({ profile: 'prod' })).region).toBe('eu-west-1')
    vi.stubEnv('AWS_REGION', 'ap-south-1')
    expect((await openAws({})).region).toBe('ap-south-1')
    expect(await (await openAws({ profile: 'prod' })).credentials()).toMatchObject({ accessKeyId: 'AKIDPROFILE' })
  })

  it('says what is wrong in one sentence', async () => {
    await expect(error({})).rejects.toThrow('no AWS Region is set: name one by --region, AWS_REGION or in the profile')
    await expect(error({ region: 'us_west' })).rejects.toThrow('us_west is no AWS Region; one looks like us-west-2')
    await expect(error({ region: 'us-west-2', profile: 'prd' })).rejects.toThrow('there is no AWS profile prd; there are prod, bare')
    await expect(error({ region: 'us-west-2', roleArn: 'shop' })).rejects.toThrow("--role-arn shop: a role's ARN looks like")
    await expect(error({ region: 'us-west-2', profile: 'bare' })).rejects.toThrow(
      'no AWS credentials were found by profile bare: sign in by aws sso login or aws configure',
    )
  })

  it('assumes a role, once for all services', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString()
    const aws = await serve(
      ({ input }) =>
        input['Action'] === 'AssumeRole'
          ? {
              body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${until}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
            }
          : { body: { clusters: [], DetectorIds: [], detectorIds: [] } },
      { region: 'us-west-2', roleArn: 'arn:aws:iam::111122223333:role/audit' },
    )
    await Promise.all([pages(aws.call('eks', 'ListClusters', {})), pages(aws.call('guardduty', 'ListDetectors', {})), aws.credentials()])
    const [assumed, ...others] = server?.asked ?? []
    expect(assumed?.input).toMatchObject({ Action: 'AssumeRole', RoleArn: 'arn:aws:iam::111122223333:role/audit' })
    expect(assumed?.headers.authorization).toContain('Credential=AKIDEXAMPLE/')
    expect(others).toHaveLength(2)
    for (const { headers } of others) expect(headers.authorization).toContain('Credential=ASIAROLE/')
  })

  it('says why a role cannot be assumed', async () => {
    const body =
      '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User x is not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>'
    const aws = await serve(() => ({ status: 403, body }), { region: 'us-west-2', roleArn: 'arn:aws:iam::111122223333:role/audit' })
    await expect(aws.credentials()).rejects.toThrow('the role arn:aws:iam::111122223333:role/audit cannot be assumed: User x is not authorized')
  })
})

it('goes through the proxy that the environment names', async () => {
  const tunnels: string[] = []
  const proxy = createServer().on('connect', (request, socket) => {
    tunnels.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`)
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const { port } = proxy.address() as AddressInfo
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
  vi.stubEnv('HTTPS_PROXY', `http://user:word@127.0.0.1:${port}`)
  try {
    const aws = await openAws({ region: 'us-west-2' })
    await expect(pages(aws.call('eks', 'ListClusters', {}))).rejects.toThrow()
    const assumed = await openAws({ region: 'us-west-2', roleArn: 'arn:aws:iam::111122223333:role/audit' })
    await expect(assumed.credentials()).rejects.toThrow()
    expect(tunnels).toEqual([`eks.us-west-2.amazonaws.com:443 Basic ${btoa('user:word')}`, `sts.us-west-2.amazonaws.com:443 Basic ${btoa('user:word')}`])
  } finally {
    proxy.closeAllConnections()
    await new Promise((resolve) => proxy.close(resolve))
  }
})

it('buckets are asked for by path where an endpoint of one is own', async () => {
  const aws = await serve(() => ({
    body: '<ServerSideEncryptionConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>',
  }))
  expect(await pages(aws.call('s3', 'GetBucketEncryption', { Bucket: 'trail' }))).toEqual([
    { ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] } },
  ])
  expect(server?.asked[0]?.path).toMatch(/^\/trail\/?$/)
})
