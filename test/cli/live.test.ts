/** `ekshield scan` and `collect` of live clusters, as a user runs them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Assessment } from '../../src/model/assessment.ts'
import { type FakeApi, startFakeApi } from '../doors/fake-api.ts'
import { ekshield, ekshieldBeside, folderOf, root } from '../kit/cli.ts'

let api: FakeApi
beforeAll(async () => {
  api = await startFakeApi()
})
afterEach(() => {
  api.calls.length = 0
  api.fault = undefined
  api.tokens = undefined
  api.allow = () => true
})
afterAll(() => api.stop())

const home = folderOf({})
const bare = { HOME: home, KUBECONFIG: '', KUBERNETES_SERVICE_HOST: '', AWS_EC2_METADATA_DISABLED: 'true' }
const run = (args: readonly string[], env: Record<string, string> = {}, cwd = folderOf({})) => ekshieldBeside(args, { cwd, env: { ...bare, ...env } })
const only = ['--only', 'pod/privileged-container']
const read = (text: string) => JSON.parse(text) as Assessment
/** Two contexts of one kubeconfig. */
const two = (first: string, second: string) => {
  const config = JSON.parse(readFileSync(api.kubeconfig(undefined, first), 'utf8'))
  config.contexts.push({ name: second, context: { cluster: 'c', user: 'u' } })
  return join(folderOf({ config: JSON.stringify(config) }), 'config')
}

describe('scan without a target', () => {
  it('assesses the cluster of the current context, and says on stderr what it does', async () => {
    const { code, out, err } = await run(['scan', '-f', 'json', ...only], { KUBECONFIG: api.kubeconfig() })
    const { target, verdicts, findings } = read(out)
    expect(target).toEqual({ scope: 'cluster', target: 'shop-prod', collector: 'live' })
    expect(verdicts['pod/privileged-container']?.status).toBe('fail')
    expect(err).toMatch(/^ekshield: shop-prod: 10 kinds of objects: \d+ \(\d+\.\d s\)$/m)
    expect(err).toMatch(/ekshield: exit 1: /)
    expect(err).not.toContain('\u001b')
    expect(code).toBe(1)
    const dump = read(ekshield(['scan', join(root, 'examples/shop-prod'), '-f', 'json', ...only]).out)
    const { time: _, ...told } = { ...dump, target }
    expect({ verdicts, findings }).toEqual({ verdicts: told.verdicts, findings: told.findings })
  })

  it('takes a snapshot that gives the same result', async () => {
    const folder = folderOf({})
    const env = { KUBECONFIG: api.kubeconfig() }
    const collected = await run(['collect', '-o', 'x.json.gz', '--no-aws', '--as-of', '2026-11-24'], env, folder)
    expect(collected.err).toMatch(/things of \d+ kinds written to x\.json\.gz/)
    expect(collected.code).toBe(0)
    const live = read((await run(['scan', '-f', 'json', '--no-aws', '--as-of', '2026-11-24'], env)).out)
    const again = read(ekshield(['scan', 'x.json.gz', '-f', 'json'], { cwd: folder }).out)
    expect(again.verdicts).toEqual(live.verdicts)
    expect(again.findings).toEqual(live.findings)
  })

  it('is undecided, and exits 3, where it may not see', async () => {
    api.allow = ({ verb }) => verb !== 'list'
    const { code, out, err } = await run(['scan', '-f', 'json', ...only], { KUBECONFIG: api.kubeconfig() })
    expect(read(out).verdicts['pod/privileged-container']).toMatchObject({ status: 'unknown', examined: 0 })
    expect(read(out).coverage.gaps).toContainEqual(expect.objectContaining({ because: 'denied', lacks: 'list pods' }))
    expect(err).toMatch(/exit 3: 1 control could not be decided/)
    expect(code).toBe(3)
  })

  it('says that a cluster is no EKS cluster, and assesses what applies', async () => {
    const kind = await startFakeApi({ version: { major: '1', minor: '36', gitVersion: 'v1.36.3' } })
    for (const node of kind.objects.get('nodes') ?? []) node.metadata.labels = {}
    const { out, err } = await run(['scan', '-f', 'json', '--only', 'iam/public-endpoint', ...only], { KUBECONFIG: kind.kubeconfig(undefined, 'kind-kind') })
    await kind.stop()
    expect(err).toContain('kind-kind is no EKS cluster: 1 controls about AWS do not concern it')
    expect(read(out).verdicts).toMatchObject({ 'iam/public-endpoint': { status: 'n/a' }, 'pod/privileged-container': { status: 'fail' } })
  })

  it('leaves AWS out when it is told to', async () => {
    const { out } = await run(['scan', '-f', 'json', '--no-aws', '--only', 'iam/public-endpoint'], { KUBECONFIG: api.kubeconfig() })
    expect(read(out).coverage.gaps).toMatchObject([{ because: 'not asked', detail: 'AWS was not asked (--no-aws)' }])
  })

  it('assesses the cluster where nobody can sign in to AWS, and says so', async () => {
    const { code, out, err } = await run(['scan', '-f', 'json', '--region', 'us-west-2', '--only', 'iam/public-endpoint', ...only], {
      KUBECONFIG: api.kubeconfig(),
    })
    expect(read(out).verdicts).toMatchObject({ 'iam/public-endpoint': { status: 'unknown' }, 'pod/privileged-container': { status: 'fail' } })
    expect(err).toMatch(/not all could be seen: AWS could not be asked: .*credentials/)
    expect(code).toBe(3)
  })

  it('ends a phase when its time is up: what was seen is shown, exit 3', async () => {
    api.fault = ({ resource }) => (resource === 'replicasets.apps' ? 'hang' : undefined)
    const { code, out, err } = await run(['scan', '-f', 'json', '--timeout', '1s', ...only], { KUBECONFIG: api.kubeconfig() })
    expect(read(out).verdicts['pod/privileged-container']?.status).toBe('fail')
    expect(err).toMatch(/not all could be seen: list replicasets\.apps: the time for it was up \(--timeout 1\)/)
    expect(code).toBe(3)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves nothing behind on %s', async (signal) => {
    let kill = (_: NodeJS.Signals) => {}
    api.fault = ({ resource }) => {
      if (resource !== 'pods') return undefined
      setTimeout(() => kill(signal), 50)
      return 'hang'
    }
    const folder = folderOf({})
    const { code, out, err } = await ekshieldBeside(['collect', '-o', 'x.json.gz'], {
      cwd: folder,
      env: { ...bare, KUBECONFIG: api.kubeconfig() },
      until: (end) => {
        kill = end
      },
    })
    expect({ code, out, files: readdirSync(folder) }).toEqual({ code: signal === 'SIGINT' ? 130 : 143, out: '', files: [] })
    expect(err).toMatch(/stopped; nothing was left behind/)
  })
})

describe('several clusters', () => {
  it('give one assessment each, and the worst of all at the end', async () => {
    const folder = folderOf({})
    const kubeconfig = two('arn:aws:eks:us-west-2:111122223333:cluster/prod', 'arn:aws:eks:eu-west-1:111122223333:cluster/prod')
    const { contexts } = JSON.parse(readFileSync(kubeconfig, 'utf8')) as { contexts: { name: string }[] }
    const named = contexts.flatMap(({ name }) => ['--context', name])
    const { code, out, err } = await run(['scan', '--kubeconfig', kubeconfig, ...named, ...only, '-f', 'text', '-f', 'json=out.json'], {}, folder)
    expect(readdirSync(folder).sort()).toEqual(['out.prod-2.json', 'out.prod.json'])
    expect(out.match(/^ekshield {2}/gm)).toHaveLength(2)
    expect(out).toMatch(/Cluster +Worst +Undecided +Open/)
    expect(out).toMatch(/^pod +critical +all$/m)
    expect(err.match(/exit 1: /g)).toHaveLength(2)
    expect(code).toBe(1)
  })

  it('do not stop at one that cannot be reached', async () => {
    const config = JSON.parse(readFileSync(api.kubeconfig(undefined, 'good'), 'utf8'))
    config.clusters.push({ name: 'gone', cluster: { server: 'https://127.0.0.1:1' } })
    config.contexts.push({ name: 'gone', context: { cluster: 'gone', user: 'u' } })
    const folder = folderOf({ config: JSON.stringify(config) })
    const { code, out, err } = await run(['scan', '--kubeconfig', 'config', '--context', 'gone', '--context', 'good', ...only], {}, folder)
    expect(err).toMatch(/gone: https:\/\/127\.0\.0\.1:1: nothing listens there/)
    expect(out).toMatch(/^gone +not seen/m)
    expect(out).toMatch(/^good +critical/m)
    expect(code).toBe(3)
  })

  it('make no single document on stdout', async () => {
    const { code, err } = await run(['scan', '--kubeconfig', two('a', 'b'), '--context', 'a', '--context', 'b', '-f', 'json'])
    expect(err).toMatch(/several clusters make several documents: give json a file/)
    expect(code).toBe(2)
  })

  it('are collected into a file each', async () => {
    const folder = folderOf({})
    await run(['collect', '--kubeconfig', two('a', 'b'), '--context', 'a', '--context', 'b', '-o', 'x.json.gz'], {}, folder)
    expect(readdirSync(folder).sort()).toEqual(['x.a.json.gz', 'x.b.json.gz'])
  })
})

describe('what cannot be', () => {
  const sentence = ({ code, out, err }: Awaited<ReturnType<typeof run>>, words: RegExp) => {
    expect(err).toMatch(words)
    expect(err.trim().split('\n')).toHaveLength(1)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  }

  it('is told in one sentence', async () => {
    const kubeconfig = two('shop-prod', 'shop-stage')
    sentence(await run(['scan']), /no kubeconfig: .*name a target/)
    sentence(await run(['scan', '--kubeconfig', 'nowhere']), /no kubeconfig at nowhere/)
    sentence(await run(['scan', '--kubeconfig', kubeconfig, '--context', 'shop-prd']), /no context is called shop-prd \(did you mean shop-prod\?\)/)
    sentence(await run(['scan', '--context', 'x', root]), /--context is for live clusters; it does not go with/)
    sentence(await run(['scan', '--no-aws', root]), /--no-aws is for live clusters/)
    sentence(await run(['scan', '--no-aws', '--no-kube']), /leave nothing to ask/)
    sentence(await run(['scan', '--complete'], { KUBECONFIG: kubeconfig }), /--complete is for manifests/)
    sentence(await run(['scan', '--timeout', 'soon']), /Write seconds/)
  })

  it('is an unknown caller, with the way to renew', async () => {
    api.tokens = new Set()
    sentence(await run(['scan', ...only], { KUBECONFIG: api.kubeconfig() }), /does not accept the credentials \(401\); fetch a new token/)
    const exec = { command: 'aws', args: ['eks', 'get-token', '--cluster-name', 'shop', '--region', 'us-west-2'] }
    const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' }
    sentence(
      await run(['scan', ...only], { KUBECONFIG: api.kubeconfig({ exec }), ...keys }),
      /renew the AWS credentials \(aws sso login\), or see whether this identity has an access entry/,
    )
  })

  it('is a clock that goes wrong', async () => {
    api.fault = () => ({ status: 401, headers: { date: new Date(Date.now() - 1_800_000).toUTCString() }, body: { kind: 'Status', code: 401 } })
    sentence(await run(['scan', ...only], { KUBECONFIG: api.kubeconfig() }), /this machine's clock is 30 minutes ahead of the server's/)
  })

  it('is a server that is not there, or none', async () => {
    const started = Date.now()
    const refused = api.kubeconfig(undefined, 'x', { server: 'https://127.0.0.1:1' })
    sentence(await run(['scan', ...only], { KUBECONFIG: refused }), /https:\/\/127\.0\.0\.1:1: nothing listens there/)
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const server = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`
    sentence(await run(['scan', ...only], { KUBECONFIG: api.kubeconfig(undefined, 'x', { server }) }), /does not answer; is the endpoint private/)
    silent.close()
    expect(Date.now() - started).toBeLessThan(12_000)
    api.fault = () => ({ headers: { 'content-type': 'text/html' }, body: '<html><title>Corporate login</title></html>' })
    sentence(await run(['scan', ...only], { KUBECONFIG: api.kubeconfig() }), /answers HTML \(200, "Corporate login"\) in place of JSON; a proxy/)
    expect(existsSync(join(home, '.kube'))).toBe(false)
  })
})

describe('doctor', () => {
  it('tells what the caller lacks, and what that costs', async () => {
    api.allow = ({ resource }) => resource !== 'pods'
    const { code, out } = await run(['doctor', '--no-aws', '--only', 'network/missing-default-deny'], { KUBECONFIG: api.kubeconfig() })
    expect(out).toMatch(/^ekshield doctor {2}shop-prod$/m)
    expect(out).toMatch(/Kubernetes: \d+ rights needed, 1 lacking\n {4}list pods: leaves 1 control undecided, or in part:\s+network\/missing-default-deny/)
    expect(code).toBe(3)
    api.allow = () => true
    const well = await run(['doctor', '--no-aws'], { KUBECONFIG: api.kubeconfig() })
    expect(well.out).toContain('none lacking')
    expect(well.code).toBe(0)
  })

  it('prints the least policies of both planes, for those who write them down', async () => {
    const only = [
      '--only',
      'iam/public-endpoint',
      '--only',
      'network/missing-default-deny',
      '--region',
      'us-west-2',
      '--cluster',
      'prod',
      '--context',
      'shop-prod',
    ]
    const printed = async (format: string) => (await run(['doctor', '-f', format, ...only], { KUBECONFIG: api.kubeconfig() })).out
    expect(await printed('yaml')).toMatch(/^kind: ClusterRole$[\s\S]*^---$[\s\S]*eks:DescribeCluster[\s\S]*us-west-2[^\n]*cluster\/prod/m)
    expect(await printed('terraform')).toMatch(/resource "kubernetes_cluster_role_v1" "ekshield"[\s\S]*resource "aws_iam_policy" "ekshield"[\s\S]*jsonencode\(/)
  })

  it('prints the role that this cluster asks for, and the one for any', async () => {
    const role = async (env: Record<string, string>) => {
      const { out, err } = await run(['doctor', '--no-aws', '-f', 'json'], env)
      return { err, resources: (JSON.parse(out).clusterRole.rules as { resources: string[] }[]).flatMap(({ resources }) => resources) }
    }
    const here = await role({ KUBECONFIG: api.kubeconfig() })
    expect(here.resources).toContain('securitygrouppolicies')
    expect(here.resources).not.toContain('ciliumnetworkpolicies')
    const anywhere = await role({})
    expect(anywhere.resources).toContain('ciliumnetworkpolicies')
    expect(anywhere.err).toMatch(/nobody was asked: these are the rights for any cluster/)
  })
})
