/** The door opens with every sort of kubeconfig that people use. */
import { createServer as createPlain } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type CredentialsOf, openKube } from '../../src/doors/kube.ts'
import { isLoopback, placeOfEks, readKubeconfig } from '../../src/doors/kubeconfig.ts'
import { proxyFor } from '../../src/doors/proxies.ts'
import { folderOf } from '../kit/cli.ts'
import { type FakeApi, startFakeApi } from './fake-api.ts'

let api: FakeApi
beforeAll(async () => {
  api = await startFakeApi()
})
afterEach(() => {
  api.calls.length = 0
  api.tokens = undefined
  api.fault = undefined
})
afterAll(() => api.stop())

const none: CredentialsOf = async () => {
  throw new Error('no AWS credentials are wanted here')
}

async function version(file: string, context = 'shop-prod', credentials = none): Promise<unknown> {
  const kube = openKube((await readKubeconfig(file)).place(context), credentials, new AbortController().signal)
  try {
    return (await kube.get('/version'))['gitVersion']
  } finally {
    kube.close()
  }
}

const jwt = (claims: object) => `${['{"alg":"none"}', JSON.stringify(claims)].map((part) => Buffer.from(part).toString('base64url')).join('.')}.sig`

describe('credentials', () => {
  it('are a token', async () => {
    api.tokens = new Set(['t0'])
    expect(await version(api.kubeconfig({ token: 't0' }))).toMatch(/^v1\./)
    await expect(version(api.kubeconfig({ token: 'old' }))).rejects.toMatchObject({ fault: 'unknown caller', message: expect.stringContaining('(401)') })
  })

  it('are a file with a token, read beside the kubeconfig', async () => {
    const file = api.kubeconfig({ tokenFile: 'token' })
    writeFileSync(join(file, '..', 'token'), 't1')
    await version(file)
    expect(api.calls.at(-1)?.authorization).toBe('Bearer t1')
  })

  it('are a name and a password', async () => {
    await version(api.kubeconfig({ username: 'me', password: 'pw' }))
    expect(api.calls.at(-1)?.authorization).toBe(`Basic ${Buffer.from('me:pw').toString('base64')}`)
  })

  it('are a client certificate', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'me' }], { keyType: 'ec', algorithm: 'sha256' } as never)
    const base64 = (text: string) => Buffer.from(text).toString('base64')
    expect(await version(api.kubeconfig({ 'client-certificate-data': base64(cert), 'client-key-data': base64(key) }))).toMatch(/^v1\./)
    expect(api.certificates.at(-1)).toBe('me')
  })

  it('are what a command gives', async () => {
    const folder = folderOf({
      'plugin.mjs': `console.log(JSON.stringify({kind:'ExecCredential',apiVersion:'client.authentication.k8s.io/v1',status:{token:'exec-'+process.env.WHO,expirationTimestamp:'2999-01-01T00:00:00Z'}}))`,
    })
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: [join(folder, 'plugin.mjs')],
      env: [{ name: 'WHO', value: 'me' }],
    }
    await version(api.kubeconfig({ exec }))
    expect(api.calls.at(-1)?.authorization).toBe('Bearer exec-me')
  })

  it('say why, where the command gives none', async () => {
    const exec = (command: string, ...args: string[]) => api.kubeconfig({ exec: { apiVersion: 'client.authentication.k8s.io/v1', command, args } })
    await expect(version(exec('no-such-plugin'))).rejects.toMatchObject({
      fault: 'unknown caller',
      message: expect.stringContaining('no-such-plugin, which is not installed'),
    })
    const failing = exec(process.execPath, '-e', 'console.error("a\\nThe SSO session has expired; run aws sso login");process.exit(1)')
    await expect(version(failing)).rejects.toThrow(/made no credentials: The SSO session has expired/)
  })

  it('are an OpenID Connect token that is still good', async () => {
    const token = jwt({ exp: 4102444800 })
    await version(
      api.kubeconfig({ 'auth-provider': { name: 'oidc', config: { 'client-id': 'x', 'id-token': token, 'idp-issuer-url': 'https://idp.example' } } }),
    )
    expect(api.calls.at(-1)?.authorization).toBe(`Bearer ${token}`)
  })

  it('are an EKS token made in this process where the kubeconfig names the AWS CLI', async () => {
    const asked: unknown[] = []
    const credentials: CredentialsOf = async (identity) => {
      asked.push(identity)
      return { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
    }
    const exec = { command: 'no-aws-cli-here/aws', args: ['eks', 'get-token', '--cluster-name', 'shop-prod', '--region', 'us-west-2', '--profile', 'prod'] }
    await version(api.kubeconfig({ exec }), 'shop-prod', credentials)
    expect(asked).toEqual([{ region: 'us-west-2', profile: 'prod' }])
    const token = String(api.calls.at(-1)?.authorization).replace('Bearer k8s-aws-v1.', '')
    expect(Buffer.from(token, 'base64url').toString()).toContain('Action=GetCallerIdentity')
  })

  it('are an EKS token where there is no kubeconfig at all', async () => {
    const place = await placeOfEks('shop', 'us-west-2', api.url, Buffer.from(api.ca).toString('base64'), {})
    const kube = openKube(place, async () => ({ accessKeyId: 'A', secretAccessKey: 's' }), new AbortController().signal)
    expect(await kube.get('/version')).toHaveProperty('gitVersion')
    kube.close()
  })

  it('are made anew once when they were refused', async () => {
    const folder = folderOf({
      count: '0',
      'plugin.cjs': `const fs=require('fs'),f=__dirname+'/count';const n=+fs.readFileSync(f)+1;fs.writeFileSync(f,''+n);console.log(JSON.stringify({status:{token:'t'+n}}))`,
    })
    api.tokens = new Set(['t2'])
    expect(await version(api.kubeconfig({ exec: { command: process.execPath, args: [join(folder, 'plugin.cjs')] } }))).toMatch(/^v1\./)
  })

  it('play another', async () => {
    await version(api.kubeconfig({ token: 't', as: 'jane', 'as-groups': ['a', 'b'], 'as-uid': '7', 'as-user-extra': { 'x.io/y': ['z'] } }))
    expect(api.calls.at(-1)?.headers).toMatchObject({
      'impersonate-user': 'jane',
      'impersonate-group': 'a, b',
      'impersonate-uid': '7',
      'impersonate-extra-x.io%2fy': 'z',
    })
  })
})

describe('the way there', () => {
  it('is checked by the authority, unless the kubeconfig says not to', async () => {
    const other = await generate([{ name: 'commonName', value: 'other' }], { keyType: 'ec', algorithm: 'sha256' } as never)
    const stranger = { 'certificate-authority-data': Buffer.from(other.cert).toString('base64') }
    await expect(version(api.kubeconfig({ token: 't' }, 'shop-prod', stranger))).rejects.toMatchObject({
      fault: 'unreachable',
      message: expect.stringContaining('not signed by the authority'),
    })
    await version(api.kubeconfig({ token: 't' }, 'shop-prod', { 'certificate-authority-data': undefined, 'insecure-skip-tls-verify': true }))
    await version(api.kubeconfig({ token: 't' }, 'shop-prod', { 'tls-server-name': 'localhost' }))
    await expect(version(api.kubeconfig({ token: 't' }, 'shop-prod', { 'tls-server-name': 'elsewhere' }))).rejects.toThrow(/certificate is for another name/)
  })

  it('leads through a proxy', async () => {
    const through: string[] = []
    const proxy = createPlain()
    proxy.on('connect', (request, socket) => {
      through.push(String(request.url))
      const far = connect(api.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        far.pipe(socket).pipe(far)
      })
      far.on('error', () => socket.destroy())
      socket.on('error', () => far.destroy())
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    await version(api.kubeconfig({ token: 't' }, 'shop-prod', { 'proxy-url': address }))
    expect(through).toEqual([`127.0.0.1:${api.port}`])
    proxy.close()
  })

  it('may be plain on this machine, as `kubectl proxy` serves it, and nowhere else', async () => {
    const plain = createPlain((_, response) => response.end('{"gitVersion":"v1.36.3"}'))
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
    const server = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`
    expect(await version(api.kubeconfig({}, 'shop-prod', { server }))).toBe('v1.36.3')
    plain.close()
    plain.closeAllConnections()
    await expect(version(api.kubeconfig({ token: 't' }, 'shop-prod', { server: 'http://10.0.0.1' }))).rejects.toThrow(/not encrypted/)
    expect(isLoopback('https://127.evil.example')).toBe(false)
  })

  it('is the proxy of the environment, as kubectl reads it', () => {
    const env = { HTTPS_PROXY: 'proxy:3128', NO_PROXY: 'a.example,.b.example, c.example:6443' }
    expect(proxyFor('https://x.example', env)).toBe('http://proxy:3128')
    expect(proxyFor('https://x.example', {})).toBeUndefined()
    for (const server of ['https://a.example', 'https://deep.a.example', 'https://y.b.example', 'https://c.example:6443', 'https://127.0.0.1'])
      expect(proxyFor(server, env)).toBeUndefined()
    expect(proxyFor('https://c.example', env)).toBe('http://proxy:3128')
  })
})

describe('a kubelet', () => {
  const ask = async (user: object, more: object = {}) => {
    const kube = openKube((await readKubeconfig(api.kubeconfig(user, 'shop-prod', more))).place('shop-prod'), none, new AbortController().signal)
    return kube.kubelet('127.0.0.1', api.port, '/configz').finally(() => kube.close())
  }

  it('is asked at its own address, and refuses in plain words', async () => {
    api.fault = ({ path }) => (path === '/configz' ? { body: { kubeletconfig: { authentication: {} } } } : undefined)
    expect(await ask({ token: 't' })).toEqual({ kubeletconfig: { authentication: {} } })
    api.fault = () => ({
      status: 403,
      headers: { 'content-type': 'text/plain' },
      body: 'Forbidden (user=me, verb=get, resource=nodes, subresource(s)=[configz proxy])',
    })
    await expect(ask({ token: 't' })).rejects.toMatchObject({ fault: 'denied', message: expect.stringContaining('subresource(s)=[configz proxy]') })
  })

  it('is shown no credentials where nobody checks who it is', async () => {
    await expect(ask({ token: 't' }, { 'certificate-authority-data': undefined, 'insecure-skip-tls-verify': true })).rejects.toThrow(
      /no stranger may have our credentials/,
    )
    expect(api.calls).toEqual([])
  })
})

describe('several kubeconfigs', () => {
  it('are joined: the first to say a thing wins, and files that are not there do not count', async () => {
    const file = (context: string, server: string, current = context) =>
      join(
        folderOf({
          config: JSON.stringify({
            'current-context': current,
            clusters: [{ name: 'c', cluster: { server } }],
            users: [],
            contexts: [{ name: context, context: { cluster: 'c', user: '' } }],
          }),
        }),
        'config',
      )
    const one = file('one', 'https://1.example')
    const two = file('two', 'https://2.example')
    const joined = await readKubeconfig(undefined, { KUBECONFIG: [one, '/nowhere/config', two].join(':') })
    expect(joined).toMatchObject({ contexts: ['one', 'two'], current: 'one' })
    expect(joined.place('two').server).toBe('https://1.example')
  })

  it.each([
    ['[', /config:\d+: is no kubeconfig/],
    ['just words', /is no kubeconfig/],
    ['{users: [{user: {token: hunter2}}]}', /users\[0\]\.name is missing/],
  ])('are refused in one sentence: %s', async (text, words) => {
    const read = readKubeconfig(join(folderOf({ config: text }), 'config'))
    await expect(read).rejects.toThrow(words)
    await expect(read).rejects.not.toThrow(/hunter2/)
  })
})

it('many requests wait for one signal, and no warning is shown', async () => {
  const warnings: string[] = []
  const warned = ({ message }: Error) => void warnings.push(message)
  process.on('warning', warned)
  onTestFinished(() => void process.off('warning', warned))
  api.fault = (_, times) => (times < 2 ? { status: 503 } : undefined)
  const kube = openKube((await readKubeconfig(api.kubeconfig())).place('shop-prod'), none, new AbortController().signal)
  await Promise.allSettled(Array.from({ length: 30 }, (_, i) => kube.get(`/version?${i}`)))
  kube.close()
  await new Promise((resolve) => setImmediate(resolve))
  expect(warnings).toEqual([])
})
