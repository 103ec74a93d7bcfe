/** `ekshield scan` of a real API server and the account beside it, with no AWS CLI and no kubectl. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dump } from '../../lab/dump.ts'
import { type Lab, startLab } from '../../lab/lab.ts'
import type { ClusterRole } from '../../src/collect/kube/rights.ts'
import type { Assessment } from '../../src/model/assessment.ts'
import { ekshieldBeside, type Ran } from '../kit/cli.ts'

/** In this world everybody who is known may see nearly everything: it is one of its faults. */
let lab: Lab
let folder: string
beforeAll(async () => {
  lab = await startLab({ world: 'shop-prod' })
  folder = mkdtempSync(join(tmpdir(), 'ekshield-live-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await lab?.stop()
})

const time = ['--as-of', '2026-11-23T16:00:00Z']
const run = (args: readonly string[], env: Record<string, string> = {}): Promise<Ran> =>
  ekshieldBeside(args, { cwd: folder, env: { PATH: '/nowhere', KUBECONFIG: '', AWS_EC2_METADATA_DISABLED: 'true', ...env } })
const statuses = ({ verdicts }: Assessment) => Object.fromEntries(Object.entries(verdicts).map(([id, { status }]) => [id, status]))
const findings = (assessment: Assessment) =>
  [...new Set(assessment.findings.map(({ rule, subject }) => [rule, subject.kind, subject.namespace, subject.name].join(' ')))].sort()
const read = ({ out, err }: Ran): Assessment => {
  expect(out, err).toMatch(/^\{/)
  return JSON.parse(out) as Assessment
}

/** The user's rights are the role and nothing else. */
async function grant({ api }: Lab, user: string, { rules }: Pick<ClusterRole, 'rules'>): Promise<void> {
  const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: `live-${user}` } }
  await api.apply({ ...rbac, kind: 'ClusterRole', rules })
  const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }]
  await api.apply({
    ...rbac,
    kind: 'ClusterRoleBinding',
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: rbac.metadata.name },
    subjects,
  })
}

it('live, dump and snapshot give the same verdicts and findings', async () => {
  const env = { KUBECONFIG: lab.kubeconfig() }
  const live = read(await run(['scan', '-f', 'json', '--no-aws', '--allow-node-proxy', ...time], env))
  await run(['collect', '-o', 'live.json.gz', '--no-aws', '--allow-node-proxy', ...time], env)
  await dump(lab.api, join(folder, 'dump'))
  const [stored, snapped] = [read(await run(['scan', 'dump', '-f', 'json', ...time])), read(await run(['scan', 'live.json.gz', '-f', 'json']))]
  expect(statuses(snapped)).toEqual(statuses(live))
  expect(findings(snapped)).toEqual(findings(live))
  expect(statuses(stored)).toEqual(statuses(live))
  expect(findings(stored)).toEqual(findings(live))
})

it('comes in with a token made in this process', async (context) => {
  if (!lab.aws) return context.skip()
  const keys: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } = lab.aws.credentials(`role/${lab.world.people['admin']?.split('/')[1]}`)
  const env = {
    AWS_ENDPOINT_URL: lab.aws.endpoint,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    ...(keys.sessionToken !== undefined && { AWS_SESSION_TOKEN: keys.sessionToken }),
    AWS_REGION: lab.world.region,
  }
  const ran = await run(['scan', '-f', 'json', '--only', 'pod/*', '--no-aws'], { ...env, KUBECONFIG: lab.kubeconfig('admin', 'exec') })
  expect(read(ran).coverage.seen['pods']).toBeGreaterThan(20)
  const whole = read(await run(['scan', '-f', 'json', '--cluster', lab.world.cluster, '--kubeconfig', 'none'], env))
  expect(whole.coverage.seen).toMatchObject({ clusters: 1, pods: expect.any(Number) })
})

describe('rights', () => {
  let good: Lab
  beforeAll(async () => {
    good = await startLab({ world: 'good' })
  })
  afterAll(() => good?.stop())

  it('that doctor prints suffice, and without any one of them verdicts become unknown and nothing else', async () => {
    const only = ['--no-aws', '--allow-node-proxy', '--only', 'pod/*', '--only', 'network/*', '--only', 'tenancy/*']
    const role = (JSON.parse((await run(['doctor', '-f', 'json', ...only], { KUBECONFIG: good.kubeconfig() })).out) as { clusterRole: ClusterRole }).clusterRole
    const env = { KUBECONFIG: await good.user('reader') }
    const scan = async () => read(await run(['scan', '-f', 'json', ...only, ...time], env))
    await grant(good, 'reader', role)
    expect((await run(['doctor', ...only], env)).out).toMatch(/none lacking/)
    const whole = await scan()
    expect(whole.coverage.gaps.filter(({ because }) => because === 'denied')).toEqual([])
    for (const { verbs, apiGroups, resources } of role.rules) {
      for (const resource of resources) {
        const rules = role.rules.map((rule) =>
          rule.apiGroups[0] === apiGroups[0] && rule.verbs[0] === verbs[0] ? { ...rule, resources: rule.resources.filter((one) => one !== resource) } : rule,
        )
        await grant(good, 'reader', { rules: rules.filter((rule) => rule.resources.length > 0) })
        const less = await scan()
        const says = `${verbs[0]} ${resource}${apiGroups[0] === '' ? '' : `.${apiGroups[0]}`}`
        expect((await run(['doctor', '-f', 'json', ...only], env)).out).toContain(JSON.stringify(says))
        const moved = Object.entries(less.verdicts).filter(([id, { status }]) => status !== whole.verdicts[id]?.status)
        expect(
          moved.filter(([, { status }]) => status !== 'unknown'),
          says,
        ).toEqual([])
      }
    }
  })

  it('that are lacking altogether leave everything unknown, exit 3', async () => {
    const ran = await run(['scan', '-f', 'json', '--no-aws', '--only', 'pod/*'], { KUBECONFIG: await good.user('nobody') })
    expect(Object.values(read(ran).verdicts).filter(({ status }) => status === 'pass' || status === 'fail')).toEqual([])
    expect(ran.code).toBe(3)
  })
})

it('doctor tells which calls AWS refuses, and what that costs', async (context) => {
  if (!lab.aws) return context.skip()
  const { accessKeyId, secretAccessKey } = lab.aws.credentials('nobody')
  const env = { AWS_ENDPOINT_URL: lab.aws.endpoint, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_REGION: lab.world.region }
  const ran = await run(['doctor', '-f', 'json', '--cluster', lab.world.cluster, '--context', lab.world.cluster, '--only', 'iam/public-endpoint'], {
    ...env,
    KUBECONFIG: lab.kubeconfig(),
  })
  const { lacks, iamPolicy } = JSON.parse(ran.out) as { lacks: object[]; iamPolicy: { Statement: { Action: string[] }[] } }
  expect(lacks).toContainEqual({ says: 'eks:DescribeCluster', controls: ['iam/public-endpoint'] })
  expect(iamPolicy.Statement.flatMap(({ Action }) => Action)).toContain('eks:DescribeCluster')
  expect(ran.code).toBe(3)
})

it('says so when the API server is gone', async () => {
  await lab.killApiServer()
  const ran = await run(['scan', '--no-aws'], { KUBECONFIG: lab.kubeconfig() })
  expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/nothing listens there/) })
  await lab.startApiServer()
})
