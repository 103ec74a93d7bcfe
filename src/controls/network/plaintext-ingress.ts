/** An Ingress serves a host over HTTP. */
import { control } from '../../model/control.ts'
import { albKey, annotationOf, annotationPath, isAlb } from '../../reach/load-balancers.ts'
import { albFault, bareHosts } from '../../reach/load-balancer-tls.ts'

const alb = (annotations: string, name = 'web') =>
  `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: ${name}, namespace: shop, annotations: {${annotations}}}, spec: {ingressClassName: alb, rules: [{host: shop.example.com}]}}`
const nginx = (
  spec: string,
  annotations = '',
) => `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web, namespace: shop, annotations: {${annotations}}}, spec: {ingressClassName: nginx, rules: [{host: shop.example.com}]${spec}}}
---
{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx}, spec: {controller: nginx.org/ingress-controller}}`
const cert = "alb.ingress.kubernetes.io/certificate-arn: 'arn:aws:acm:us-west-2:111122223333:certificate/1'"
const both = `alb.ingress.kubernetes.io/listen-ports: '[{"HTTP": 80}, {"HTTPS": 443}]'`
const real = (
  listeners: string,
) => `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web, namespace: shop, annotations: {${cert}}}, spec: {ingressClassName: alb}, status: {loadBalancer: {ingress: [{hostname: web-1.us-west-2.elb.amazonaws.com}]}}}
---
elasticloadbalancingv2:DescribeLoadBalancers: {LoadBalancers: [{LoadBalancerArn: 'arn:web', LoadBalancerName: web, DNSName: web-1.us-west-2.elb.amazonaws.com}]}
---
elasticloadbalancingv2:DescribeListeners.web: {Listeners: [${listeners}]}`
const redirect = "DefaultActions: [{Type: redirect, RedirectConfig: {Protocol: HTTPS, Port: '443'}}]"

export default control({
  title: 'Ingresses serve their hosts over HTTPS and redirect HTTP',
  severity: 'high',
  about: 'ingresses',
  needs: ['ingressClasses', 'loadBalancers', 'listeners'],
  why: `
    Over HTTP everybody on the way reads the session cookie and may change the page. A host that answers on both ports
    without a redirect leaves it to the caller to be safe.`,
  fix: `For an ALB: annotations listen-ports '[{"HTTP": 80}, {"HTTPS": 443}]', ssl-redirect "443" and certificate-arn. Else: spec.tls with a Secret for every host.`,
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/alb-ingress.html', 'https://kubernetes.io/docs/concepts/services-networking/ingress/'],
  examples: {
    good: [
      alb(cert),
      alb(`${both}, alb.ingress.kubernetes.io/ssl-redirect: '443'`),
      // Settings of the group stand on another Ingress.
      `${alb('alb.ingress.kubernetes.io/group.name: shop')}
---
${alb(`alb.ingress.kubernetes.io/group.name: shop, ${both}, alb.ingress.kubernetes.io/ssl-redirect: '443'`, 'main')}`,
      real(
        `{ListenerArn: 'arn:1', LoadBalancerArn: 'arn:web', Port: 80, Protocol: HTTP, ${redirect}}, {ListenerArn: 'arn:2', LoadBalancerArn: 'arn:web', Port: 443, Protocol: HTTPS}`,
      ),
      nginx(', tls: [{hosts: [shop.example.com], secretName: shop-tls}]'),
      nginx(", tls: [{hosts: ['*.example.com'], secretName: wildcard-tls}]"),
    ],
    bad: [
      alb(''),
      alb(`${cert}, ${both}`),
      real("{ListenerArn: 'arn:1', LoadBalancerArn: 'arn:web', Port: 80, Protocol: HTTP, DefaultActions: [{Type: forward}]}"),
      nginx(''),
      nginx(', tls: [{hosts: [other.example.com], secretName: shop-tls}]'),
      nginx(', tls: [{hosts: [shop.example.com], secretName: shop-tls}]', "nginx.ingress.kubernetes.io/ssl-redirect: 'false'"),
    ],
  },
  judge(ingress, world) {
    if (isAlb(ingress, world)) {
      const fault = albFault(ingress, world)
      return fault && { says: fault.says, at: annotationPath(albKey(fault.key)), wanted: 'an HTTPS listener, and HTTP that redirects to it' }
    }
    const [bare, ...more] = bareHosts(ingress)
    if (bare !== undefined) {
      const host = bare === '*' ? 'it' : `host ${bare}${more.length > 0 ? ` and ${more.length} more` : ''}`
      return { says: `${host} has no certificate in spec.tls`, at: 'spec.tls', wanted: 'an entry with a Secret for every host' }
    }
    const off = ['nginx.ingress.kubernetes.io/ssl-redirect', 'ingress.kubernetes.io/ssl-redirect', 'nginx.org/ssl-redirect'].find(
      (key) => annotationOf(ingress, key) === 'false',
    )
    const forced = annotationOf(ingress, 'nginx.ingress.kubernetes.io/force-ssl-redirect') === 'true'
    return off !== undefined && !forced
      ? { says: `${off} is "false": HTTP is served without a redirect`, at: annotationPath(off), actual: 'false', wanted: 'true' }
      : undefined
  },
})
