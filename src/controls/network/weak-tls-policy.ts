/** A load balancer of the cluster negotiates TLS 1.0 or 1.1. */
import type { Listener } from '../../model/aws.ts'
import { control } from '../../model/control.ts'
import { hostnamesOf } from '../../reach/load-balancers.ts'

/** Predefined policies that stop at TLS 1.2, as Elastic Load Balancing documents them. */
const modern = /^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)(-|$)/
const weak = /^ELBSecurityPolicy-(20\d\d-\d\d|FS-2018-06|FS-1-1-|TLS-1-[01]-|TLS13-1-[01]-)/

const listener = (
  policy: string,
  protocol = 'HTTPS',
  hostname = 'web-1.us-west-2.elb.amazonaws.com',
) => `elasticloadbalancingv2:DescribeLoadBalancers: {LoadBalancers: [{LoadBalancerArn: 'arn:web', LoadBalancerName: web, DNSName: web-1.us-west-2.elb.amazonaws.com}]}
---
elasticloadbalancingv2:DescribeListeners.web: {Listeners: [{ListenerArn: 'arn:listener', LoadBalancerArn: 'arn:web', Port: 443, Protocol: ${protocol}, SslPolicy: ${policy}}]}
---
{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web, namespace: shop}, status: {loadBalancer: {ingress: [{hostname: ${hostname}}]}}}`

export default control({
  title: 'Load balancers of the cluster negotiate TLS 1.2 or newer',
  severity: 'medium',
  about: 'listeners',
  needs: ['loadBalancers', 'services', 'ingresses'],
  why: `
    TLS 1.0 and 1.1 were retired in 2021 for flaws that let a listener on the way weaken the connection. Without an
    annotation the controller takes a policy from 2016, which still speaks both.`,
  fix: 'Annotate the Ingress with alb.ingress.kubernetes.io/ssl-policy: ELBSecurityPolicy-TLS13-1-2-Res-2021-06 (the Service with service.beta.kubernetes.io/aws-load-balancer-ssl-negotiation-policy).',
  refs: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
  ],
  examples: {
    good: [listener('ELBSecurityPolicy-TLS13-1-2-2021-06'), listener('ELBSecurityPolicy-FS-1-2-Res-2020-10', 'TLS')],
    bad: [listener('ELBSecurityPolicy-2016-08'), listener('ELBSecurityPolicy-TLS13-1-0-2021-06'), listener('ELBSecurityPolicy-TLS-1-1-2017-01')],
  },
  applies({ LoadBalancerArn, Protocol, SslPolicy }, world) {
    if (!/^(HTTPS|TLS)$/.test(Protocol ?? '') && SslPolicy === undefined) return false
    const name = world
      .all('loadBalancers')
      .find((balancer) => balancer.LoadBalancerArn === LoadBalancerArn)
      ?.DNSName?.toLowerCase()
    if (name === undefined) return false
    // Load balancers that the cluster did not ask for are not its own.
    return (
      world.some('ingresses', (ingress) => hostnamesOf(ingress).includes(name)) !== undefined ||
      world.some('services', (service) => hostnamesOf(service).includes(name)) !== undefined
    )
  },
  judge({ SslPolicy: policy, Port: port, LoadBalancerArn }: Listener) {
    if (policy !== undefined && modern.test(policy)) return undefined
    const balancer = LoadBalancerArn?.split('/').at(-2) ?? LoadBalancerArn
    if (policy === undefined || weak.test(policy))
      return {
        says: `port ${port} of ${balancer} negotiates TLS 1.0 or 1.1: ${policy ?? 'no policy is set'}`,
        at: 'SslPolicy',
        ...(policy !== undefined && { actual: policy }),
        wanted: 'a policy of TLS 1.2 and 1.3',
      }
    return { because: 'untold', detail: `which TLS versions ${policy} allows is not known` }
  },
})
