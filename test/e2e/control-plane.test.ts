/** The lab itself: what people and programs meet who come to its API server. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { KubeApi, type KubeObject } from '../../lab/kube-api.ts'
import { type Lab, startLab } from '../../lab/lab.ts'

let lab: Lab
const ca = () => join(lab.folder, 'pki/ca.crt')
const as = (person: string) => new KubeApi(lab.server, ca(), { token: `lab-token-${person}` })
const nodes = '/api/v1/nodes'

beforeAll(async () => {
  lab = await startLab({ world: 'stock' })
})
afterAll(() => lab?.stop())

/** Lets a group do that, cluster-wide. */
async function allow({ api }: Lab, group: string, rules: unknown): Promise<void> {
  const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: `test-${group}` } }
  await api.apply({ ...rbac, kind: 'ClusterRole', rules })
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: rbac.metadata.name }
  await api.apply({ ...rbac, kind: 'ClusterRoleBinding', roleRef, subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group }] })
}

/** Asks a kubelet itself, as a pod in the cluster can. */
function askKubelet(from: Lab, node: KubeObject, path: string, token: string): Promise<{ status: number; text: string }> {
  const host = node['status'].addresses.find(({ type }: { type: string }) => type === 'InternalIP').address
  return new Promise((resolve, reject) => {
    request(
      {
        host,
        port: node['status'].daemonEndpoints.kubeletEndpoint.Port,
        path,
        ca: readFileSync(join(from.folder, 'pki/ca.crt')),
        headers: { authorization: `Bearer ${token}` },
      },
      (answer) => {
        let text = ''
        answer.on('data', (chunk) => {
          text += chunk
        })
        answer.on('end', () => resolve({ status: answer.statusCode!, text }))
      },
    )
      .on('error', reject)
      .end()
  })
}

describe('the cluster', () => {
  it('has the nodes and the add-ons of a new cluster, and they run', async () => {
    const { items } = await lab.api.get<{ items: KubeObject[] }>('/api/v1/pods')
    expect(items.map(({ metadata }) => metadata['labels']['k8s-app']).sort()).toEqual([
      'aws-node',
      'aws-node',
      'kube-dns',
      'kube-dns',
      'kube-proxy',
      'kube-proxy',
    ])
    expect(new Set(items.map(({ status }) => status.phase))).toEqual(new Set(['Running']))
  })

  it('writes who did what to the audit log as EKS does', async () => {
    await as('admin').get(nodes)
    const events = readFileSync(join(lab.folder, 'audit/kube-apiserver-audit.log'), 'utf8').trim().split('\n')
    const event = events.map((line) => JSON.parse(line)).findLast(({ requestURI, user }) => requestURI === nodes && user.username.endsWith('/alice'))
    expect(event).toMatchObject({
      level: 'Request',
      verb: 'list',
      user: {
        uid: expect.stringMatching(/^aws-iam-authenticator:111122223333:AROA/),
        extra: { canonicalArn: ['arn:aws:iam::111122223333:role/cluster-admin'] },
      },
      annotations: { 'authorization.k8s.io/reason': expect.stringMatching(/^EKS Access Policy: allowed by ClusterRoleBinding/) },
    })
  })

  it('keeps what Pod Security refuses out of a namespace that says so', async () => {
    await lab.api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'strict', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } })
    await lab.api.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'strict' } })
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'strict' },
      spec: { containers: [{ name: 'c', image: 'i', securityContext: { privileged: true } }] },
    }
    await expect(lab.api.apply(pod)).rejects.toThrow(/violates PodSecurity "restricted:latest": privileged/)
  })

  it('gives pods of an account with a role the means to take it', async () => {
    await lab.api.apply({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'mail', namespace: 'default', annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/mail' } },
    })
    const made = await lab.api.apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'mail', namespace: 'default' },
      spec: { serviceAccountName: 'mail', containers: [{ name: 'c', image: 'i' }] },
    })
    expect(made['spec'].containers[0].env).toContainEqual({ name: 'AWS_ROLE_ARN', value: 'arn:aws:iam::111122223333:role/mail' })
    expect(made['spec'].volumes.map(({ name }: { name: string }) => name)).toContain('aws-iam-token')
  })
})

describe('people', () => {
  it('get in by access entry, and do what its policies allow', async () => {
    expect((await as('admin').call('GET', nodes)).status).toBe(200)
    expect((await as('auditor').call('GET', nodes)).status).toBe(403)
    expect((await as('stranger').call('GET', nodes)).status).toBe(401)
  })

  it('who are nobody see the health of the server alone', async () => {
    const nobody = new KubeApi(lab.server, ca(), undefined)
    expect((await nobody.call('GET', '/readyz')).status).toBe(200)
    expect((await nobody.call('GET', '/version')).status).toBe(401)
  })

  it('with a token that was signed too long ago are refused, and so are those whose signature names no cluster', async () => {
    const token = (query: string) => `k8s-aws-v1.${Buffer.from(`https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity&${query}`).toString('base64url')}`
    for (const query of ['X-Amz-Date=20200101T000000Z&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id', 'X-Amz-Date=20991231T000000Z&X-Amz-SignedHeaders=host'])
      expect((await new KubeApi(lab.server, ca(), { token: token(query) }).call('GET', nodes)).status).toBe(401)
  })
})

describe('kubelets', () => {
  it('tell their configuration by way of the API server to whom may use nodes/proxy', async () => {
    const { items } = await lab.api.get<{ items: KubeObject[] }>(nodes)
    const path = `${nodes}/${items[0]!.metadata.name}/proxy/configz`
    expect((await lab.api.get(path))['kubeletconfig'].authentication.anonymous.enabled).toBe(false)
    expect((await as('auditor').call('GET', path)).body.message).toMatch(/cannot get resource "nodes\/proxy"/)
  })

  it('tell it themselves to whom may use nodes/configz, and nothing else', async () => {
    const near = await startLab({ world: 'stock', reachableKubelets: true })
    onTestFinished(() => near.stop())
    const { items } = await near.api.get<{ items: KubeObject[] }>(nodes)
    const token = 'lab-token-auditor'
    expect((await askKubelet(near, items[0]!, '/configz', token)).text).toMatch(/^Forbidden .*subresource\(s\)=\[configz proxy\]/)
    await allow(near, 'auditors', [{ apiGroups: [''], resources: ['nodes/configz'], verbs: ['get'] }])
    expect(JSON.parse((await askKubelet(near, items[0]!, '/configz', token)).text).kubeletconfig.kind).toBe('KubeletConfiguration')
    expect((await askKubelet(near, items[0]!, '/pods', token)).status).toBe(403)
    expect((await askKubelet(near, items[0]!, '/configz', 'nonsense')).status).toBe(401)
  })
})

describe('the end', () => {
  it('of an API server in mid-flight is survived, and it comes back with all it knew', async () => {
    const before = await lab.api.get<{ items: KubeObject[] }>('/api/v1/namespaces')
    await lab.killApiServer()
    await expect(lab.api.call('GET', '/readyz')).rejects.toThrow(/ECONN|hang up/)
    await lab.startApiServer()
    expect((await lab.api.get<{ items: KubeObject[] }>('/api/v1/namespaces')).items.length).toBe(before.items.length)
  })

  it('of the lab leaves nothing behind', async () => {
    await lab.stop()
    expect(existsSync(lab.folder)).toBe(false)
    expect(execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' })).not.toContain(lab.folder)
  })
})
