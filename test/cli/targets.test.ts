/** Which clusters the flags mean. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AccountDoor } from '../../src/cli/live/account.ts'
import type { LiveFlags } from '../../src/cli/live/flags.ts'
import { fileFor, filesOf } from '../../src/cli/live/several.ts'
import { findTargets } from '../../src/cli/live/targets.ts'
import { clusterAt } from '../../src/collect/aws/clusters.ts'
import { folderOf } from '../kit/cli.ts'

const address = (id: string, region: string) => `https://${id}.gr7.${region}.eks.amazonaws.com`
const arn = (region: string, name: string) => `arn:aws:eks:${region}:111122223333:cluster/${name}`
const exec = (name: string, profile: string) => ({ command: 'aws', args: ['eks', 'get-token', '--cluster-name', name, '--profile', profile] })

const file = join(
  folderOf({
    config: JSON.stringify({
      'current-context': 'prod',
      clusters: [
        { name: 'a', cluster: { server: address('A', 'us-west-2') } },
        { name: arn('eu-west-1', 'shop'), cluster: { server: address('B', 'eu-west-1') } },
        { name: arn('us-east-1', 'shop'), cluster: { server: address('C', 'us-east-1') } },
        { name: 'kind', cluster: { server: 'https://127.0.0.1:6443' } },
      ],
      users: [{ name: 'u', user: { exec: exec('prod', 'sre') } }, { name: 'k' }],
      contexts: [
        { name: 'prod', context: { cluster: 'a', user: 'u' } },
        { name: 'shop-eu', context: { cluster: arn('eu-west-1', 'shop'), user: 'k' } },
        { name: 'shop-us', context: { cluster: arn('us-east-1', 'shop'), user: 'k' } },
        { name: 'kind', context: { cluster: 'kind', user: 'k' } },
        { name: 'torn', context: { cluster: 'nowhere', user: 'k' } },
      ],
    }),
  }),
  'config',
)

const account: AccountDoor = {
  openAws: async ({ region = 'us-west-2' }) => ({
    region,
    credentials: () => Promise.reject(new Error('none')),
    also: () => expect.unreachable('nothing is written here'),
    async *call(service, operation, input) {
      if (`${service}:${operation}` === 'eks:ListClusters') yield* [{ clusters: ['shop'] }, { clusters: ['prod'] }]
      else {
        const { name } = input as { name: string }
        if (name !== 'shop' && name !== 'prod') throw Object.assign(new Error('No cluster found'), { name: 'ResourceNotFoundException' })
        yield { cluster: { endpoint: address(name.toUpperCase(), region), certificateAuthority: { data: 'Q0E=' }, status: 'ACTIVE' } }
      }
    },
  }),
  collectAccount: () => Promise.reject(new Error('none')),
}

const find = (flags: LiveFlags, door: AccountDoor | undefined = account) => findTargets({ kubeconfig: file, ...flags }, door)
const told = async (flags: LiveFlags) => (await find(flags)).map(({ name, place, identity, cluster }) => ({ name, server: place?.server, identity, cluster }))

describe('the flags', () => {
  it('mean the current context, the region of its address, and the profile of its token', async () => {
    expect(await told({})).toEqual([{ name: 'prod', server: address('A', 'us-west-2'), identity: { region: 'us-west-2', profile: 'sre' }, cluster: 'prod' }])
    expect(await told({ region: 'eu-west-3', profile: 'audit' })).toMatchObject([{ identity: { region: 'eu-west-3', profile: 'audit' } }])
    expect(await told({ context: ['kind'] })).toMatchObject([{ identity: {}, cluster: undefined }])
  })

  it('mean each context once, in the order they were named', async () => {
    expect((await told({ context: ['shop-us', 'prod', 'shop-us'] })).map(({ name }) => name)).toEqual(['shop-us', 'prod'])
  })

  it('mean a cluster of the account, without any context', async () => {
    expect(await told({ cluster: 'shop', region: 'eu-west-1' })).toEqual([
      { name: 'shop', server: address('SHOP', 'eu-west-1'), identity: { region: 'eu-west-1' }, cluster: 'shop' },
    ])
    expect((await told({ allClusters: true })).map(({ name }) => name)).toEqual(['prod', 'shop'])
    expect(await told({ cluster: 'prod', kube: false })).toMatchObject([{ server: undefined, cluster: 'prod' }])
  })

  it('mean the context that leads to the cluster, where AWS is not to be asked', async () => {
    expect(await told({ cluster: 'shop', region: 'eu-west-1', aws: false })).toMatchObject([{ name: 'shop-eu' }])
  })

  it.each<[LiveFlags, RegExp]>([
    [{ cluster: 'shop' }, /several clusters are called shop \(111122223333 eu-west-1, 111122223333 us-east-1\); say --region/],
    [{ cluster: 'shop', aws: false }, /2 contexts lead to clusters called shop \(shop-eu, shop-us\); say --context/],
    [{ cluster: 'shp', region: 'us-west-2' }, /no cluster is called shp in us-west-2 \(did you mean shop\?\)/],
    [{ cluster: 'none', aws: false }, /no context of .* leads to a cluster called none/],
    [{ context: ['shop-uk'] }, /no context is called shop-uk \(did you mean shop-us\?\)/],
    [{ context: ['torn'] }, /context torn names cluster nowhere, which the kubeconfig does not hold/],
    [{ context: ['kind'], kube: false }, /nothing tells which cluster context kind is; say --cluster/],
    [{ allClusters: true, context: ['prod'] }, /--all-clusters means each/],
    [{ cluster: 'x', context: ['prod', 'kind'] }, /--cluster names one cluster/],
  ])('that mean none or several are refused: %j', async (flags, words) => {
    await expect(find(flags)).rejects.toThrow(words)
  })

  it('say what AWS says where it refuses', async () => {
    const denying: AccountDoor = {
      ...account,
      openAws: async (identity) => ({
        ...(await account.openAws(identity)),
        // biome-ignore lint/correctness/useYield: a call that fails gives no pages
        async *call() {
          throw Object.assign(new Error('User: me is not authorized'), { name: 'AccessDeniedException' })
        },
      }),
    }
    await expect(find({ cluster: 'prod' }, denying)).rejects.toThrow(/^eks:DescribeCluster in us-west-2: AccessDeniedException: User: me is not authorized$/)
    await expect(find({ allClusters: true }, denying)).rejects.toThrow(/^eks:ListClusters in us-west-2: AccessDenied/)
  })

  it('that need AWS say so where it cannot be asked', async () => {
    await expect(findTargets({ kubeconfig: file, allClusters: true }, undefined)).rejects.toThrow(/--all-clusters asks AWS; leave out --no-aws/)
  })
})

it('a cluster is found by the address of its API server', async () => {
  const aws = await account.openAws({})
  expect(await clusterAt(aws, 'https://shop.gr7.us-west-2.eks.amazonaws.com:443')).toBe('shop')
  expect(await clusterAt(aws, 'https://127.0.0.1:6443')).toBeUndefined()
})

it('files bear the names of clusters, each once, and nothing that a path could be', () => {
  expect(filesOf(['prod', arn('x', 'prod'), '../../etc/passwd', '...', 'a b\u0000c', 'PROD'])).toEqual([
    'prod',
    'prod-2',
    'passwd',
    'cluster',
    'a-b-c',
    'PROD-3',
  ])
  expect(fileFor('out.d/x.json.gz', 'prod')).toBe('out.d/x.prod.json.gz')
  expect(fileFor('out.d/report', 'prod')).toBe('out.d/report.prod')
  expect(fileFor('report.html', 'prod')).toBe('report.prod.html')
})
