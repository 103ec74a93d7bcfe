/** The HTTPS servers of the side: the webhooks of EKS and of the cluster's services, and the kubelets. */
import { readFileSync } from 'node:fs'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer, request, type Server } from 'node:https'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import type { KubeApi } from '../kube-api.ts'
import type { Configz } from '../worlds/world.ts'
import { addIdentity, takeForFargate } from './admit.ts'
import { authenticate } from './authenticate.ts'
import { authorize } from './authorize.ts'
import type { SideSettings } from './settings.ts'

const say = (response: ServerResponse, body: unknown, status = 200): ServerResponse => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json', 'content-length': Buffer.byteLength(text) })
  return response.end(text)
}

// biome-ignore lint/suspicious/noExplicitAny: reviews of three APIs; each branch reads its own
async function bodyOf(message: IncomingMessage): Promise<any> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString())
}

const tls = (run: string, name: string) => ({ cert: readFileSync(join(run, `pki/${name}.crt`)), key: readFileSync(join(run, `pki/${name}.key`)) })

/** Answers a listener's failure with 500, so that one bad call does not end the side. */
const guarded =
  (listener: (asked: IncomingMessage, answer: ServerResponse) => Promise<unknown>): RequestListener =>
  (asked, answer) => {
    listener(asked, answer).catch((error: Error) => {
      console.error(asked.url, error)
      if (!answer.headersSent) say(answer, error.message, 500)
    })
  }

/** What stands behind `https://127.0.0.1:23443` in a cluster of EKS, and behind each webhook or aggregated API of a service here. */
export function makeHooks(settings: SideSettings, api: KubeApi): Server {
  return createServer(
    tls(settings.run, 'side'),
    guarded(async (asked, answer) => {
      const path = asked.url?.split('?')[0] ?? ''
      if (asked.method !== 'POST') return aggregated(path, answer)
      const review = await bodyOf(asked)
      if (path === '/authenticate')
        return say(answer, { apiVersion: review.apiVersion, kind: 'TokenReview', status: await authenticate(settings, api, review.spec.token) })
      if (path === '/authorize')
        return say(answer, { apiVersion: review.apiVersion, kind: 'SubjectAccessReview', status: await authorize(settings, api, review.spec) })
      const { uid, object, namespace } = review.request
      const steps =
        path === '/mutate' ? await addIdentity(settings, api, object, namespace) : path === '/mutate-fargate' ? takeForFargate(settings, object, namespace) : []
      const patch = steps.length > 0 && { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(steps)).toString('base64') }
      // Webhooks of the cluster's own services agree to everything: whether they should is not for the lab to say.
      return say(answer, { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid, allowed: true, ...patch } })
    }),
  )
}

const metrics = '/apis/metrics.k8s.io/v1beta1'
/** The metrics API with nothing measured yet; enough for discovery to be whole. */
function aggregated(path: string, answer: ServerResponse): ServerResponse {
  const resource = (name: string, kind: string, namespaced: boolean) => ({ name, singularName: '', namespaced, kind, verbs: ['get', 'list'] })
  if (path === metrics)
    return say(answer, {
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: 'metrics.k8s.io/v1beta1',
      resources: [resource('nodes', 'NodeMetrics', false), resource('pods', 'PodMetrics', true)],
    })
  if (path.startsWith(`${metrics}/`))
    return say(answer, { kind: path.endsWith('/nodes') ? 'NodeMetricsList' : 'PodMetricsList', apiVersion: 'metrics.k8s.io/v1beta1', metadata: {}, items: [] })
  if (/^\/(healthz|livez|readyz)$/.test(path)) return say(answer, 'ok')
  return say(answer, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 }, 404)
}

/** One kubelet: tells its configuration to whom it may, and hands all else that the API server asks to kwok. */
export function makeKubelet({ run, kwokPort }: SideSettings, api: KubeApi, node: string, configz: Configz): Server {
  const ca = readFileSync(join(run, 'pki/ca.crt'))
  const client = { cert: readFileSync(join(run, 'pki/kubelet-client.crt')), key: readFileSync(join(run, 'pki/kubelet-client.key')) }
  return createServer(
    { ...tls(run, 'side'), ca, requestCert: true, rejectUnauthorized: false },
    guarded(async (asked, answer) => {
      // A certificate of the cluster's authority is the API server's here; people come with tokens.
      const isApiServer = (asked.socket as TLSSocket).authorized
      const isConfigz = asked.method === 'GET' && asked.url?.split('?')[0] === '/configz'
      if (!isApiServer) {
        const user = await whoHas(api, asked.headers.authorization)
        if (!user) return say(answer, 'Unauthorized', 401)
        const wanted = isConfigz ? ['configz', 'proxy'] : ['proxy']
        const may = await mayGet(api, user, node, wanted)
        if (!may) return say(answer, `Forbidden (user=${user.username}, verb=get, resource=nodes, subresource(s)=[${wanted.join(' ')}])`, 403)
      }
      if (isConfigz) return say(answer, configz)
      const onward = request({ host: '127.0.0.1', port: kwokPort, ca, ...client, method: asked.method, path: asked.url, headers: asked.headers }, (far) => {
        answer.writeHead(far.statusCode ?? 502, far.headers)
        far.pipe(answer)
      })
      onward.on('error', () => say(answer, 'the kubelet does not answer', 502))
      return asked.pipe(onward)
    }),
  )
}

interface Reviewed {
  readonly username: string
  readonly uid?: string
  readonly groups?: readonly string[]
  readonly extra?: Readonly<Record<string, readonly string[]>>
}

/** Whose token it is, as a kubelet learns it. */
async function whoHas(api: KubeApi, authorization: string | undefined): Promise<Reviewed | undefined> {
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1]
  if (!token) return undefined
  const { body } = await api.call('POST', '/apis/authentication.k8s.io/v1/tokenreviews', {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenReview',
    spec: { token },
  })
  return body.status?.authenticated ? body.status.user : undefined
}

/** Since 1.33 a kubelet asks for `nodes/configz` first, and for `nodes/proxy` where that is not allowed. */
async function mayGet(api: KubeApi, { username, uid, groups, extra }: Reviewed, node: string, subresources: readonly string[]): Promise<boolean> {
  for (const subresource of subresources) {
    const spec = { user: username, uid, groups, extra, resourceAttributes: { verb: 'get', version: 'v1', resource: 'nodes', subresource, name: node } }
    const { body } = await api.call('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec,
    })
    if (body.status?.allowed) return true
  }
  return false
}
