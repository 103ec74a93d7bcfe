/** A listener of a Gateway takes traffic in clear. */
import { control } from '../../model/control.ts'
import type { Gateway, HttpRoute } from '../../model/kubernetes.ts'
import { objectRef } from '../../model/ref.ts'

type Listener = NonNullable<NonNullable<Gateway['spec']>['listeners']>[number]

const gateway = (listeners: string, gatewayClass = 'istio') =>
  `{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: edge, namespace: shop}, spec: {gatewayClassName: ${gatewayClass}, listeners: [${listeners}]}}`
const route = (rules: string) => `---
{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: web, namespace: shop}, spec: {parentRefs: [{name: edge}], rules: [${rules}]}}`

export default control({
  title: 'Gateways take traffic over TLS and use HTTP to redirect alone',
  severity: 'high',
  about: 'gateways',
  needs: ['httpRoutes'],
  why: `
    A Gateway is the door of many teams: one listener in clear, and every route that attaches to it serves its callers in
    clear as well.`,
  fix: 'Give the listener protocol HTTPS with tls.certificateRefs, and attach to HTTP listeners only routes with a RequestRedirect filter (scheme: https).',
  refs: ['https://kubernetes.io/docs/concepts/services-networking/gateway/', 'https://gateway-api.sigs.k8s.io/guides/tls/'],
  examples: {
    good: [
      gateway('{name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: shop-tls}]}}'),
      `${gateway('{name: http, port: 80, protocol: HTTP}, {name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: shop-tls}]}}')}
${route('{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]}').replace('[{name: edge}]', '[{name: edge, sectionName: http}]')}`,
      // Its certificates are in the LoadBalancerConfiguration, or found by host name.
      gateway('{name: https, port: 443, protocol: HTTPS}', 'aws-alb'),
      gateway('{name: tls, port: 443, protocol: TLS, tls: {mode: Passthrough}}'),
    ],
    bad: [
      `${gateway('{name: http, port: 80, protocol: HTTP}')}\n${route('{}')}`,
      gateway('{name: https, port: 443, protocol: HTTPS, tls: {mode: Terminate}}'),
      gateway('{name: db, port: 5432, protocol: TCP}'),
    ],
  },
  judge(gateway, world) {
    return (gateway.spec?.listeners ?? []).flatMap((listener, i) => {
      const { name = '', port, protocol, tls } = listener
      const at = `spec.listeners[${i}]`
      if (protocol === 'HTTP') {
        const plain = world.all('httpRoutes').find((route) => attaches(route, gateway, listener) && !redirects(route))
        return plain
          ? [
              {
                says: `listener ${name} serves HTTPRoute ${plain.metadata.name} over HTTP on port ${port}`,
                at: `${at}.protocol`,
                actual: protocol,
                wanted: 'HTTPS, or routes that redirect to it',
                via: [objectRef(plain)],
              },
            ]
          : []
      }
      if (protocol === 'TCP') return [{ says: `listener ${name} takes TCP in clear on port ${port}`, at: `${at}.protocol`, actual: protocol, wanted: 'TLS' }]
      const hasCertificate =
        (tls?.certificateRefs ?? []).length > 0 ||
        Object.keys(tls?.options ?? {}).length > 0 ||
        /alb|nlb|aws|lattice/.test(gateway.spec?.gatewayClassName ?? '')
      if ((protocol === 'HTTPS' || protocol === 'TLS') && tls?.mode !== 'Passthrough' && !hasCertificate)
        return [{ says: `listener ${name} has no certificate`, at: `${at}.tls`, wanted: 'tls.certificateRefs' }]
      return []
    })
  },
})

function attaches({ metadata, spec }: HttpRoute, gateway: Gateway, listener: Listener): boolean {
  return (spec?.parentRefs ?? []).some(
    (parent) =>
      (parent.kind ?? 'Gateway') === 'Gateway' &&
      parent.name === gateway.metadata.name &&
      (parent.namespace ?? metadata.namespace) === gateway.metadata.namespace &&
      (parent.sectionName === undefined || parent.sectionName === listener.name) &&
      (parent.port === undefined || parent.port === listener.port),
  )
}

/** Every rule sends the caller to HTTPS; a route without rules serves. */
function redirects({ spec }: HttpRoute): boolean {
  const rules = spec?.rules ?? []
  return (
    rules.length > 0 &&
    rules.every(({ filters }) => (filters ?? []).some(({ type, requestRedirect }) => type === 'RequestRedirect' && requestRedirect?.scheme === 'https'))
  )
}
