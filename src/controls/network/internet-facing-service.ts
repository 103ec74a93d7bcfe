/** A Service has a load balancer that takes traffic from the whole internet. */
import { control } from '../../model/control.ts'
import { annotationOf, balancerOf, facingOfService, isOpenToWorld, knownBalancerOf, nlbKey, refOfBalancer, sourceRangesOf } from '../../reach/load-balancers.ts'

const service = (annotations: string, spec: string) =>
  `{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop, annotations: ${annotations}}, spec: {type: LoadBalancer, ports: [{port: 443}]${spec}}}`
const real = (
  scheme: string,
  groups = '',
) => `{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop, annotations: {service.beta.kubernetes.io/aws-load-balancer-scheme: internal}}, spec: {type: LoadBalancer, ports: [{port: 443}]}, status: {loadBalancer: {ingress: [{hostname: web-1.elb.us-west-2.amazonaws.com}]}}}
---
elasticloadbalancingv2:DescribeLoadBalancers: {LoadBalancers: [{LoadBalancerArn: 'arn:web', LoadBalancerName: web, DNSName: web-1.elb.us-west-2.amazonaws.com, Scheme: ${scheme}${groups}}]}`

export default control({
  title: 'Load balancers of Services do not face the whole internet',
  severity: 'high',
  about: 'services',
  needs: ['loadBalancers', 'securityGroupRules'],
  why: `
    Without loadBalancerClass the older controller makes a load balancer that faces the internet, wanted or not. Each one
    is a door for everybody, and many are left over from a test.`,
  fix: 'Make it internal (loadBalancerClass: service.k8s.aws/nlb, annotation service.beta.kubernetes.io/aws-load-balancer-scheme: internal), or name the callers in spec.loadBalancerSourceRanges. Waive those that are meant for everybody.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html',
  ],
  examples: {
    good: [
      service('{}', ', loadBalancerClass: service.k8s.aws/nlb'),
      service('{service.beta.kubernetes.io/aws-load-balancer-internal: "true"}', ''),
      service(
        '{service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing}',
        ', loadBalancerClass: service.k8s.aws/nlb, loadBalancerSourceRanges: [203.0.113.0/24]',
      ),
      real('internal'),
      `${real('internet-facing', ', SecurityGroups: [sg-1]')}
---
ec2:DescribeSecurityGroupRules: {SecurityGroupRules: [{SecurityGroupRuleId: sgr-1, GroupId: sg-1, IsEgress: false, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIpv4: 203.0.113.0/24}]}`,
    ],
    bad: [
      service('{}', ''),
      // The older controller knows no scheme.
      service('{service.beta.kubernetes.io/aws-load-balancer-scheme: internal}', ''),
      service(
        '{service.beta.kubernetes.io/aws-load-balancer-type: external, service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing}',
        ', loadBalancerSourceRanges: [0.0.0.0/1, 128.0.0.0/1]',
      ),
      real('internet-facing'),
    ],
  },
  applies: (service, world) => facingOfService(service, world) !== undefined,
  judge(service, world) {
    const facing = facingOfService(service, world)
    // Groups of its own may narrow it; and what its annotations ask for need not be what was made.
    const isNarrow = annotationOf(service, nlbKey('security-groups')) !== undefined
    const balancer = facing?.internet && !isNarrow ? knownBalancerOf(service, world) : balancerOf(service, world)
    if (!facing?.internet || !isOpenToWorld(sourceRangesOf(service), balancer, world)) return undefined
    if (isNarrow && !balancer) return { because: 'out of scope', detail: 'which callers its own security groups admit is seen in AWS alone' }
    return {
      says: `its load balancer takes traffic from the whole internet: ${facing.why}`,
      at: facing.at ?? 'spec.type',
      wanted: 'an internal load balancer, or source ranges',
      ...(balancer && { via: [refOfBalancer(balancer)] }),
    }
  },
})
