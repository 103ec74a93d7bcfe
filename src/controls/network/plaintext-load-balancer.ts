/** A Service's load balancer takes traffic in clear. */
import { control } from '../../model/control.ts'
import { objectRef, showRef } from '../../model/ref.ts'
import { annotationOf, balancerOf, facingOfService, knownBalancerOf, listenersOf, nlbKey, refOfBalancer } from '../../reach/load-balancers.ts'
import { speechOf } from '../../reach/load-balancer-tls.ts'

const service = (annotations: string, ports: string) =>
  `{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop, annotations: {${annotations}}}, spec: {type: LoadBalancer, ports: [${ports}]}}`
const cert = "service.beta.kubernetes.io/aws-load-balancer-ssl-cert: 'arn:aws:acm:us-west-2:111122223333:certificate/1'"
const real = (
  protocol: string,
) => `{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop, annotations: {${cert}}}, spec: {type: LoadBalancer, ports: [{port: 443, targetPort: 80}]}, status: {loadBalancer: {ingress: [{hostname: web-1.elb.us-west-2.amazonaws.com}]}}}
---
elasticloadbalancingv2:DescribeLoadBalancers: {LoadBalancers: [{LoadBalancerArn: 'arn:web', LoadBalancerName: web, DNSName: web-1.elb.us-west-2.amazonaws.com}]}
---
elasticloadbalancingv2:DescribeListeners.web: {Listeners: [{ListenerArn: 'arn:listener', LoadBalancerArn: 'arn:web', Port: 443, Protocol: ${protocol}}]}`

export default control({
  title: 'Load balancers of Services take traffic over TLS',
  severity: 'high',
  about: 'services',
  needs: ['loadBalancers', 'listeners'],
  why: `
    Between the caller and the load balancer lies the internet, or at least a network that others share. What crosses it in
    clear, sessions and passwords among it, can be read and changed on the way.`,
  fix: 'Annotate service.beta.kubernetes.io/aws-load-balancer-ssl-cert with an ACM certificate (and aws-load-balancer-ssl-ports where only some ports have TLS), or let the pods speak TLS and name the port https.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
  ],
  examples: {
    good: [
      service(cert, '{port: 443, targetPort: 80}'),
      service(`${cert}, service.beta.kubernetes.io/aws-load-balancer-ssl-ports: 'https'`, '{name: https, port: 443, targetPort: 8080}'),
      service('', '{name: https, port: 443, targetPort: 8443}'),
      service('', '{port: 5353, protocol: UDP}'),
      real('TLS'),
    ],
    bad: [
      service('', '{port: 80, targetPort: 8080}'),
      service('', '{port: 443, targetPort: 80}'),
      service(
        `${cert}, service.beta.kubernetes.io/aws-load-balancer-ssl-ports: '443'`,
        '{name: https, port: 443, targetPort: 80}, {name: http, port: 80, targetPort: 80}',
      ),
      // The controller in charge did not heed the annotation.
      real('TCP'),
    ],
  },
  applies: (service, world) => facingOfService(service, world) !== undefined && (service.spec?.ports ?? []).length > 0,
  judge(service, world) {
    const ports = (service.spec?.ports ?? []).map((port, i) => ({ ...port, at: `spec.ports[${i}].port`, speech: speechOf(service, port, world) }))
    const tls = ports.filter(({ speech }) => speech === 'tls')
    const known = knownBalancerOf(service, world)
    const via = known && { via: [refOfBalancer(known)] }
    // A port 80 beside TLS may be there to redirect; one that leads to the same container port is not.
    const redirects = (port: (typeof ports)[number]) => port.port === 80 && tls.length > 0 && !tls.some(({ targetPort }) => targetPort === port.targetPort)
    const clear = ports.filter((port) => port.speech === 'clear' && !redirects(port))
    if (clear.length > 0) {
      const why = annotationOf(service, nlbKey('ssl-cert')) === undefined ? 'without a certificate' : 'although a certificate is named'
      return clear.map(({ port, at }) => ({
        says: `port ${port} takes traffic in clear, ${why}`,
        at,
        actual: port,
        wanted: 'TLS at the load balancer or in the pod',
        ...via,
      }))
    }
    // The annotations are well; only AWS knows whether the controller heeded them.
    const balancer = balancerOf(service, world)
    if (balancer) listenersOf(balancer, world)
    const doubt = ports.find((port) => port.speech === 'maybe' || port.speech === 'clear')
    if (!doubt) return undefined
    const what = doubt.speech === 'clear' ? 'only redirects to TLS' : 'ends in a pod that speaks TLS'
    return {
      because: 'untold',
      detail: `whether port ${doubt.port} of ${showRef(objectRef(service))} ${what} cannot be told from outside; name the port https if it does`,
    }
  },
})
