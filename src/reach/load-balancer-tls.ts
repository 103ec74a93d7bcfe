/** TLS at the edge: whether a port of a Service, or an Ingress, is served encrypted, in clear, or so that it cannot be told. */
import type { Listener } from '../model/aws.ts'
import type { Ingress, Service } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'
import { albKey, annotationOf, balancerOf, groupOf, knownBalancerOf, listenersOf, nlbKey, wordsIn } from './load-balancers.ts'

type Port = NonNullable<NonNullable<Service['spec']>['ports']>[number]

/** `maybe`: TLS may be spoken by the pod, which nobody sees from outside. */
export type Speech = 'tls' | 'clear' | 'maybe' | 'exempt'

const tlsName = /(^|[-_.])(https|tls|ssl|grpcs|wss|ldaps|amqps|mqtts)($|[-_.\d])/i
const clearName = /(^|[-_.])(http|h2c|grpc|ws|web)($|[-_.\d])/i
/** Ports that carry TLS by custom, and those of databases that may turn it on. */
const tlsPorts = new Set([443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 5061, 5671, 6443, 8443, 8883, 9443])
const databasePorts = new Set([1433, 1521, 3306, 5432, 6379, 9042, 9092, 9094, 27017])
const clearTargets = new Set([80, 8080])

/** What TCP that is handed through ends in: the names of the port tell, else its number gives an idea. */
function speechBehind({ name, appProtocol, port = 0, targetPort }: Port): Speech {
  const names = [appProtocol, name, typeof targetPort === 'string' ? targetPort : undefined].filter((text) => text !== undefined)
  if (typeof targetPort === 'number' && clearTargets.has(targetPort)) return 'clear'
  if (names.some((text) => tlsName.test(text))) return 'tls'
  if (names.some((text) => clearName.test(text))) return 'clear'
  return tlsPorts.has(port) || databasePorts.has(port) ? 'maybe' : 'clear'
}

const isRedirect = ({ DefaultActions: actions = [] }: Listener): boolean =>
  actions.length > 0 && actions.every(({ Type, RedirectConfig }) => Type === 'redirect' && RedirectConfig?.Protocol !== 'HTTP')

/** TLS ends at the load balancer: a certificate, on the ports that are listed or on all. */
function endsTls(service: Service, { port, name }: Port): boolean {
  if ((annotationOf(service, nlbKey('ssl-cert')) ?? '') === '') return false
  const ports = wordsIn(annotationOf(service, nlbKey('ssl-ports')))
  return ports.length === 0 || ports.includes('*') || ports.includes(String(port)) || (name !== undefined && ports.includes(name))
}

/** How callers reach one port of a Service with a load balancer: by its listener, if that was seen, else by what its annotations ask for. */
export function speechOf(service: Service, port: Port, world: World<'loadBalancers' | 'listeners'>): Speech {
  if (/^(UDP|SCTP)$/.test(port.protocol ?? 'TCP')) return 'exempt'
  const real = knownBalancerOf(service, world)
  const listener = real && world.seen('listeners').things.find((one) => one.LoadBalancerArn === real.LoadBalancerArn && one.Port === port.port)
  if (listener) {
    if (/^(TLS|HTTPS)$/.test(listener.Protocol ?? '')) return 'tls'
    if (/UDP|QUIC/.test(listener.Protocol ?? '')) return 'exempt'
    if (listener.Protocol === 'HTTP') return isRedirect(listener) ? 'exempt' : 'clear'
    return speechBehind(port)
  }
  return endsTls(service, port) ? 'tls' : speechBehind(port)
}

/** Ports and protocols of `[{"HTTP": 80}, {"HTTPS": 443}]`; undefined where it is no such list. */
function listenPorts(text: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.flatMap((entry) => Object.keys(entry ?? {})) : undefined
  } catch {
    return undefined
  }
}

export interface Fault {
  readonly says: string
  readonly key: string
}

/** What is wrong with the listeners of an ALB Ingress, by what AWS shows, else by the annotations of its group. */
export function albFault(ingress: Ingress, world: World<'ingresses' | 'loadBalancers' | 'listeners'>): Fault | undefined {
  const real = balancerOf(ingress, world)
  if (real) {
    const listeners = listenersOf(real, world)
    const isSecure = listeners.some(({ Protocol }) => Protocol === 'HTTPS')
    const open = listeners.find((listener) => listener.Protocol === 'HTTP' && !isRedirect(listener))
    // Among listeners that were not seen there may be one for HTTPS, or one in clear.
    if (!isSecure || !open) world.all('listeners')
    if (!isSecure) return { says: `${real.LoadBalancerName ?? 'its load balancer'} has no HTTPS listener`, key: 'listen-ports' }
    return open && { says: `port ${open.Port} of ${real.LoadBalancerName ?? 'its load balancer'} serves HTTP without a redirect`, key: 'ssl-redirect' }
  }
  const group = groupOf(ingress, world)
  const values = (key: string) => group.flatMap((one) => annotationOf(one, albKey(key)) ?? [])
  const spoken = values('listen-ports').flatMap((text) => listenPorts(text) ?? [])
  // Without listen-ports there is one listener: HTTPS where a certificate is named, else HTTP.
  const protocols = spoken.length > 0 ? spoken : [values('certificate-arn').length > 0 ? 'HTTPS' : 'HTTP']
  if (!protocols.includes('HTTPS')) return { says: 'it listens for HTTP alone', key: 'listen-ports' }
  const redirects =
    values('ssl-redirect').length > 0 ||
    group.some(({ metadata }) =>
      Object.entries(metadata.annotations ?? {}).some(([key, value]) => key.startsWith(albKey('actions.')) && /"protocol"\s*:\s*"HTTPS"/i.test(String(value))),
    )
  return protocols.includes('HTTP') && !redirects ? { says: 'it serves HTTP beside HTTPS without a redirect', key: 'ssl-redirect' } : undefined
}

const covers = (pattern: string, host: string): boolean =>
  pattern === host || (pattern.startsWith('*.') && host.slice(host.indexOf('.') + 1) === pattern.slice(2))

/** Hosts of an Ingress that no entry of spec.tls covers; '*' stands for rules without a host. */
export function bareHosts({ spec }: Ingress): string[] {
  const tls = (spec?.tls ?? []).filter((entry) => entry !== null)
  const hosts = (spec?.rules ?? []).map((rule) => rule?.host ?? '*')
  const all = hosts.length === 0 ? ['*'] : [...new Set(hosts)]
  if (tls.some((entry) => (entry.hosts ?? []).length === 0)) return []
  return all.filter((host) => (host === '*' ? tls.length === 0 : !tls.some((entry) => (entry.hosts ?? []).some((pattern) => covers(pattern, host)))))
}
