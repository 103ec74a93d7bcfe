/** An Ingress is open to the whole internet with no web ACL before it. */
import { control } from '../../model/control.ts'
import { albKey, annotationOf, balancerOf, facingOfIngress, groupOf, isAlb, isOpenToWorld, refOfBalancer, wordsIn } from '../../reach/load-balancers.ts'

const ingress = (annotations: string, name = 'web') =>
  `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: ${name}, namespace: shop, annotations: {${annotations}}}, spec: {ingressClassName: alb}}`
const facing = 'alb.ingress.kubernetes.io/scheme: internet-facing'

export default control({
  title: 'Ingresses open to the internet have a web ACL or known callers',
  severity: 'high',
  about: 'ingresses',
  needs: ['ingressClasses', 'loadBalancers', 'securityGroupRules'],
  why: `
    Every scanner of the internet tries an open load balancer within minutes. A web ACL keeps the common attacks and the
    floods from the pods; where the callers are known, nobody else need reach it at all.`,
  fix: 'Annotate alb.ingress.kubernetes.io/wafv2-acl-arn with a web ACL, or inbound-cidrs with the callers, or set scheme: internal. Waive those that are meant for everybody and guarded otherwise.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/alb-ingress.html', 'https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html'],
  examples: {
    good: [
      ingress('alb.ingress.kubernetes.io/scheme: internal'),
      ingress(''),
      ingress(`${facing}, alb.ingress.kubernetes.io/inbound-cidrs: '203.0.113.0/24, 198.51.100.0/24'`),
      ingress(`${facing}, alb.ingress.kubernetes.io/wafv2-acl-arn: 'arn:aws:wafv2:us-west-2:111122223333:regional/webacl/shop/1'`),
      // The web ACL of one Ingress guards the load balancer of the whole group.
      `${ingress(`${facing}, alb.ingress.kubernetes.io/group.name: shop`)}
---
${ingress(`${facing}, alb.ingress.kubernetes.io/group.name: shop, alb.ingress.kubernetes.io/wafv2-acl-arn: 'arn:aws:wafv2:us-west-2:111122223333:regional/webacl/shop/1'`, 'guard')}`,
    ],
    bad: [
      ingress(facing),
      ingress(`${facing}, alb.ingress.kubernetes.io/wafv2-acl-arn: none`),
      ingress(`${facing}, alb.ingress.kubernetes.io/inbound-cidrs: '0.0.0.0/0,::/0'`),
      `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web, namespace: shop}, spec: {ingressClassName: public}, status: {loadBalancer: {ingress: [{hostname: web-1.elb.us-west-2.amazonaws.com}]}}}
---
{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: public}, spec: {controller: eks.amazonaws.com/alb}}
---
elasticloadbalancingv2:DescribeLoadBalancers: {LoadBalancers: [{LoadBalancerArn: 'arn:web', DNSName: web-1.elb.us-west-2.amazonaws.com, Scheme: internet-facing}]}`,
    ],
  },
  applies: (ingress, world) => isAlb(ingress, world),
  judge(ingress, world) {
    const { internet, why, at } = facingOfIngress(ingress, world)
    const balancer = balancerOf(ingress, world)
    if (!internet || !isOpenToWorld(wordsIn(annotationOf(ingress, albKey('inbound-cidrs'))), balancer, world)) return undefined
    const group = groupOf(ingress, world)
    const hasAcl = ['wafv2-acl-arn', 'waf-acl-id', 'web-acl-id'].some((key) => group.some((one) => !/^(|none)$/.test(annotationOf(one, albKey(key)) ?? '')))
    if (hasAcl) return undefined
    return {
      says: `open to the whole internet (${why}) with no web ACL named`,
      ...(at !== undefined && { at }),
      wanted: 'a web ACL, inbound-cidrs, or scheme internal',
      ...(balancer && { via: [refOfBalancer(balancer)] }),
    }
  },
})
