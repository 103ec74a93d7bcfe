/** Hostile names pass through unharmed, nonsense is refused in words, and what is not there is never "not implemented". */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Aws, startAws } from '../../lab/aws/index.ts'
import { subjects } from '../../lab/aws/subjects.ts'
import { worlds } from '../../lab/aws/worlds.ts'
import { kinds } from '../../src/model/kinds.ts'
import { send } from './aws-client.ts'

const nasty = `<b>&amp;"'\u202e ${'a'.repeat(300)} \u00e9\u{1f600}`

describe('hostile names', () => {
  let aws: Aws
  beforeAll(async () => {
    const made = await worlds['stock']!(new Date())
    const answers = structuredClone(made.answers) as Record<string, unknown>
    const cluster = answers['eks:DescribeCluster.stock'] as { cluster: { tags: Record<string, string> } }
    cluster.cluster.tags[nasty] = nasty
    const { SecurityGroups } = answers['ec2:DescribeSecurityGroups'] as { SecurityGroups: { Description: string }[] }
    SecurityGroups[0]!.Description = nasty
    aws = await startAws({ world: { ...made, answers } })
  })
  afterAll(() => aws?.stop())

  it('come through JSON and XML as they are', async () => {
    expect((await send(aws, 'eks:DescribeCluster', { name: 'stock' })).cluster.tags).toEqual({ [nasty]: nasty })
    expect((await send(aws, 'ec2:DescribeSecurityGroups')).SecurityGroups[0].Description).toBe(nasty)
  })

  it('come back in refusals', async () => {
    const refused = (call: string, input: Record<string, unknown>) => send(aws, call, input).catch((error: Error) => error.message)
    expect(await refused('eks:DescribeCluster', { name: nasty })).toBe(`No cluster found for name: ${nasty}.`)
    expect(await refused('iam:GetRole', { RoleName: nasty })).toBe(`The role with name ${nasty} cannot be found.`)
  })

  it('do not shake the server: no signature, no such path, no such encoding', async () => {
    for (const path of ['/', '/%', '/_lab/', '/_lab/%', '/clusters/%E0%A4%A'])
      expect((await fetch(`${aws.endpoint}${path}`)).status, path).toBeGreaterThanOrEqual(400)
    expect((await send(aws, 'eks:ListClusters')).clusters).toEqual(['stock'])
  })
})

it('a world that holds what no AWS service answers does not start', async () => {
  const { account, region } = await worlds['stock']!(new Date())
  const start = (answers: Record<string, unknown>) => startAws({ world: { account, region, answers } })
  await expect(start({ 'eks:ListClusters': { clusters: ['a'], colour: 'red' } })).rejects.toThrow(
    'eks:ListClusters.colour: ListClustersResponse has no such member',
  )
  await expect(start({ 'eks:ListClusters': { clusters: 'a' } })).rejects.toThrow('eks:ListClusters.clusters: a string where a list belongs')
  await expect(start({ 'eks:DescribeCluster.a': { cluster: { createdAt: 'yesterday' } } })).rejects.toThrow('a string where a time belongs')
  await expect(start({ 'eks:ListPlanets': {} })).rejects.toThrow('eks has no such operation')
  await expect(start({ 'moon:ListClusters': {} })).rejects.toThrow('the stand-in does not speak moon')
  await expect(startAws({ world: 'none' })).rejects.toThrow("there is no world 'none'; there are stock, mixed, good, bad, several, shop-prod")
})

/** Inputs for things that no world has. */
const nothing: Readonly<Record<string, Record<string, unknown>>> = {
  'eks:DescribeIdentityProviderConfig': { identityProviderConfig: { type: 'oidc', name: 'none' } },
  'ecr:DescribeImageScanFindings': { imageId: { imageTag: 'none' } },
  'guardduty:GetFindings': { FindingIds: ['none'] },
  'iam:GetRolePolicy': { PolicyName: 'none' },
  'iam:GetPolicyVersion': { VersionId: 'v1' },
}

it.each(Object.keys(worlds))('%s: what is not there is refused as its service refuses it', async (world) => {
  const aws = await startAws({ world })
  const calls = [...new Set(Object.values(kinds).flatMap((kind) => (kind.plane === 'aws' ? kind.calls : [])))].filter((call) => call in subjects)
  const refusals = await Promise.all(
    calls.map(async (call) => {
      const names = Object.fromEntries(
        (subjects[call]?.by ?? []).map((member) => [member, /Arn$/.test(member) ? 'arn:aws:iam::111122223333:role/none' : 'none']),
      )
      const { registryId: _, ExpectedBucketOwner: __, PolicyName: ___, ...input } = { ...names, ...nothing[call] } as Record<string, unknown>
      const error = await send(aws, call, { ...input, ...(call === 'iam:GetRolePolicy' && { PolicyName: 'none' }) }).catch((thrown: Error) => thrown.name)
      return typeof error === 'string' && error !== 'NotImplemented' ? [] : [`${call}: ${JSON.stringify(error)}`]
    }),
  )
  await aws.stop()
  expect(refusals.flat()).toEqual([])
})
