/** `ekshield enforce` as a user runs it. */
import { readdirSync } from 'node:fs'
import { loadAll } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeApi, startFakeApi } from '../doors/fake-api.ts'
import { ekshield, ekshieldBeside, folderOf } from '../kit/cli.ts'

const folder = folderOf({
  'web.yaml': `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {hostPID: true, containers: [{name: web, image: web:1}]}}`,
})

describe('enforce', () => {
  it('shows what would be refused, in 80 columns', () => {
    const shown = (mode: string) => ekshield(['enforce', folder, '--mode', mode, '--only', 'pod/host-*', '--width', '80'])
    const { code, out } = shown('warn')
    expect(code).toBe(0)
    expect(out).toContain('pod/host-pid would warn of 1 today\n  Pod shop/web: hostPID is true')
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(shown('deny').out).toContain('pod/host-pid: Pod shop/web: in use, and would not come back; hostPID is\n')
  })

  it('prints manifests that YAML reads, in pairs', () => {
    const { out } = ekshield(['enforce', folder, '-f', 'yaml', '--exempt', 'old: leaves soon; until 2999-01-01'])
    const documents = loadAll(out) as { kind: string; metadata: { name: string; annotations: Record<string, string> } }[]
    expect(documents.length).toBeGreaterThan(40)
    expect(new Set(documents.map(({ metadata }) => metadata.name)).size).toBe(documents.length / 2)
    expect(documents[1]?.metadata.annotations['exempt.ekshield.io/old']).toBe('leaves soon; until 2999-01-01')
  })

  it.each([
    [['--exempt', 'shop'], 'write "NAMESPACE: reason; until YYYY-MM-DD"'],
    [['--exempt', 'shop: x; until 2001-01-01'], 'it ended on 2001-01-01'],
    [['--mode', 'block'], "option '--mode <mode>' argument 'block' is invalid"],
    [['--only', 'pod/hots-pid'], 'no control is called pod/hots-pid'],
    [['--region', 'eu-west-1'], '--region is for live clusters'],
  ])('refuses %j in one sentence', (args, says) => {
    const { code, err } = ekshield(['enforce', folder, ...args])
    expect(code).toBe(2)
    expect(err).toContain(says)
  })
})

describe('enforce of a live cluster', () => {
  let api: FakeApi
  beforeAll(async () => {
    api = await startFakeApi()
  })
  afterAll(() => api.stop())

  it.each([[['--apply', '--mode', 'audit']], [['--promote', '--apply']], [['--remove', '--apply']], [['status']]])(
    '%j says so where the API server has no ValidatingAdmissionPolicy v1, and writes nothing',
    async (args) => {
      const home = folderOf({})
      const { code, out, err } = await ekshieldBeside(['enforce', ...args, '--no-aws'], {
        env: { KUBECONFIG: api.kubeconfig(), HOME: home, XDG_STATE_HOME: home },
      })
      expect({ code, out, err }).toEqual({
        code: 2,
        out: '',
        err: 'ekshield: shop-prod has no ValidatingAdmissionPolicy v1; that takes Kubernetes 1.30 or newer\n',
      })
      expect(api.calls.filter(({ verb }) => verb !== 'get' && verb !== 'list')).toEqual([])
      expect(readdirSync(home)).toEqual([])
    },
  )
})
