/** A dashboard for administrators is published to the whole internet. */
import { containersOf } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import type { Workload } from '../../model/facts.ts'
import type { Ingress } from '../../model/kubernetes.ts'
import {
  albKey,
  annotationOf,
  balancerOf,
  facingOfIngress,
  facingOfService,
  isAlb,
  isOpenToWorld,
  sourceRangesOf,
  wordsIn,
} from '../../reach/load-balancers.ts'
import { objectRef } from '../../model/ref.ts'
import { labelsOf, workloadsIn } from '../../reach/network.ts'

/** Consoles that run commands, show secrets or know the whole cluster, by the repository of their image. */
const consoles: readonly (readonly [string, RegExp])[] = [
  ['Kubernetes Dashboard', /(^|\/)(kubernetesui\/dashboard|kubernetes-dashboard)/],
  ['Headlamp', /(^|\/)headlamp(-k8s\/headlamp)?(:|@|$)/],
  ['Grafana', /(^|\/)grafana\/grafana(-enterprise|-oss)?(:|@|$)/],
  ['Prometheus', /(^|\/)prometheus\/(prometheus|alertmanager)(:|@|$)/],
  ['Argo CD', /(^|\/)argoproj\/argocd(:|@|$)/],
  ['Argo Workflows', /(^|\/)argoproj\/argo(cli|-server)(:|@|$)/],
  ['Jenkins', /(^|\/)jenkins\/jenkins(:|@|$)/],
  ['Kibana', /(^|\/)kibana(\/kibana)?(:|@|$)/],
  ['OpenSearch Dashboards', /(^|\/)opensearch-dashboards(:|@|$)/],
  ['Kiali', /(^|\/)kiali(\/kiali)?(:|@|$)/],
  ['Jaeger', /(^|\/)jaegertracing\/(jaeger|all-in-one|jaeger-query)(:|@|$)/],
  ['Rancher', /(^|\/)rancher\/rancher(:|@|$)/],
  ['Portainer', /(^|\/)portainer\/portainer/],
  ['Weave Scope', /(^|\/)weaveworks\/scope(:|@|$)/],
  ['Kubecost', /(^|\/)kubecost\/frontend(:|@|$)/],
  ['Hubble UI', /(^|\/)cilium\/hubble-ui(:|@|$)/],
  ['Longhorn UI', /(^|\/)longhornio\/longhorn-ui(:|@|$)/],
  ['a database console', /(^|\/)(phpmyadmin|adminer|pgadmin4|mongo-express|redis-?commander|redisinsight)(:|@|$)/],
  ['a notebook server', /(^|\/)(jupyter\/|jupyterhub\/)/],
  ['Apache Airflow', /(^|\/)apache\/airflow(:|@|$)/],
  ['Ray', /(^|\/)rayproject\/ray(:|@|$)/],
]

const grafana = (service: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: grafana, namespace: monitoring}
spec: {template: {metadata: {labels: {app: grafana}}, spec: {containers: [{name: grafana, image: 'grafana/grafana:13.0.0'}]}}}
---
{apiVersion: v1, kind: Service, metadata: {name: grafana, namespace: monitoring}, spec: {selector: {app: grafana}, ports: [{port: 3000}]${service}}}
---
`
const ingress = (annotations: string) =>
  `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: ui, namespace: monitoring, annotations: {${annotations}}}, spec: {ingressClassName: alb, rules: [{http: {paths: [{path: /, backend: {service: {name: grafana}}}]}}]}}`

export default control({
  title: 'No dashboard for administrators faces the whole internet',
  severity: 'critical',
  about: 'services',
  needs: ['workloads', 'ingresses', 'ingressClasses', 'loadBalancers', 'securityGroupRules'],
  why: `
    These consoles run jobs, read Secrets or show every name and address of the cluster. One default password or one flaw
    in the login, and the internet is inside.`,
  fix: 'Publish it by an internal load balancer, or limit the callers (inbound-cidrs, loadBalancerSourceRanges) and let a VPN or an identity-aware proxy stand before it.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html'],
  examples: {
    good: [
      grafana(''),
      grafana('') + ingress('alb.ingress.kubernetes.io/scheme: internal'),
      grafana('') + ingress('alb.ingress.kubernetes.io/scheme: internet-facing, alb.ingress.kubernetes.io/inbound-cidrs: 203.0.113.0/24'),
      grafana('').replace("'grafana/grafana:13.0.0'", 'shop:1') + ingress('alb.ingress.kubernetes.io/scheme: internet-facing'),
    ],
    bad: [grafana(', type: LoadBalancer'), grafana('') + ingress('alb.ingress.kubernetes.io/scheme: internet-facing')],
  },
  judge(service, world) {
    const selector = Object.entries(service.spec?.selector ?? {})
    if (selector.length === 0) return undefined
    const isServed = (workload: Workload) => labelsOf(workload).some((labels) => selector.every(([key, value]) => labels[key] === value))
    const namespace = service.metadata.namespace ?? 'default'
    const served = workloadsIn(namespace, world).filter(isServed)
    const name = served.map(consoleOf).find((found) => found !== undefined)
    if (name === undefined) {
      // A console may be among the workloads that were not seen.
      world.all('workloads')
      return undefined
    }
    const wanted = 'an internal load balancer, or callers by address'
    if (facingOfService(service, world)?.internet && isOpenToWorld(sourceRangesOf(service), balancerOf(service, world), world))
      return { says: `${name} is open to the whole internet by its own load balancer`, at: 'spec.type', wanted }
    const leads = ({ metadata, spec }: Ingress) => (metadata.namespace ?? 'default') === namespace && backendsOf(spec).includes(service.metadata.name)
    const door = world.some(
      'ingresses',
      (ingress) =>
        leads(ingress) &&
        isAlb(ingress, world) &&
        facingOfIngress(ingress, world).internet &&
        isOpenToWorld(wordsIn(annotationOf(ingress, albKey('inbound-cidrs'))), balancerOf(ingress, world), world),
    )
    return door && { says: `${name} is open to the whole internet by Ingress ${door.metadata.name}`, via: [objectRef(door)], wanted }
  },
})

function consoleOf(workload: Workload): string | undefined {
  const images = containersOf(workload).flatMap(({ value }) => (typeof value.image === 'string' ? [value.image] : []))
  return consoles.find(([, image]) => images.some((one) => image.test(one)))?.[0]
}

function backendsOf(spec: Ingress['spec']): (string | undefined)[] {
  const fallback = (spec?.defaultBackend as { service?: { name?: string } } | undefined)?.service?.name
  return [fallback, ...(spec?.rules ?? []).flatMap((rule) => (rule?.http?.paths ?? []).map((path) => path?.backend?.service?.name))]
}
