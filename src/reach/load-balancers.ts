/** Load balancers: which one stands before a Service or an Ingress, whom it lets in, what its listeners speak. */
import type { Listener, LoadBalancer } from '../model/aws.ts'
import { addTo } from '../model/groups.ts'
import type { Ingress, Service } from '../model/kubernetes.ts'
import { joinPath } from '../model/path.ts'
import type { Ref } from '../model/ref.ts'
import type { World } from '../model/world.ts'
import { derive } from '../world/derive.ts'
import { isWorld } from './cidrs.ts'
import { listOf, objectsIn } from './lists.ts'
import { openings } from './security-groups.ts'

/** Annotations of Services and Ingresses, without their long prefixes. */
export const nlbKey = (name: string): string => `service.beta.kubernetes.io/aws-load-balancer-${name}`
export const albKey = (name: string): string => `alb.ingress.kubernetes.io/${name}`
export const annotationOf = (object: Service | Ingress, key: string): string | undefined => {
  const value = object.metadata.annotations?.[key]
  return typeof value === 'string' ? value : undefined
}
/** Where an annotation stands, or would stand. */
export const annotationPath = (key: string): string => joinPath('metadata.annotations', key)
export const wordsIn = (list: string | undefined): string[] => (list ?? '').split(',').flatMap((word) => word.trim() || [])

function byName(world: World<'loadBalancers'>): ReadonlyMap<string, LoadBalancer> {
  return new Map(world.seen('loadBalancers').things.flatMap((balancer) => (balancer.DNSName ? [[balancer.DNSName.toLowerCase(), balancer]] : [])))
}

export const hostnamesOf = ({ status }: Service | Ingress): string[] =>
  objectsIn(status?.loadBalancer?.ingress).flatMap(({ hostname }) => (typeof hostname === 'string' ? hostname.toLowerCase().replace(/^dualstack\./, '') : []))

/** The load balancer that was made for the object, as far as AWS was asked. */
export function knownBalancerOf(object: Service | Ingress, world: World<'loadBalancers'>): LoadBalancer | undefined {
  const known = derive(world, byName)
  return hostnamesOf(object).flatMap((name) => known.get(name) ?? [])[0]
}

/**
 * The load balancer that was made for the object: the truth, where controllers ignore annotations. Undefined where none
 * was made yet, and for classic ones, which are in no list. Throws `Unseen` where there is one and AWS was not asked.
 */
export function balancerOf(object: Service | Ingress, world: World<'loadBalancers'>): LoadBalancer | undefined {
  const found = knownBalancerOf(object, world)
  // Exported manifests carry the status of their cluster, but AWS cannot be asked about it: the annotations count.
  if (!found && hostnamesOf(object).length > 0 && world.source.scope === 'cluster') world.all('loadBalancers')
  return found
}

export const refOfBalancer = ({ LoadBalancerName, LoadBalancerArn }: LoadBalancer): Ref => ({
  kind: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  name: LoadBalancerName ?? LoadBalancerArn,
})

/** The listeners of a load balancer. Throws `Unseen` where they may be missing. */
export function listenersOf(balancer: LoadBalancer, world: World<'listeners'>): readonly Listener[] {
  const found = world.seen('listeners').things.filter(({ LoadBalancerArn }) => LoadBalancerArn === balancer.LoadBalancerArn)
  if (found.length === 0) world.all('listeners')
  return found
}

/** Whether the security groups of the load balancer let the internet in; without groups anybody may come. */
function isOpen({ SecurityGroups: groups = [] }: LoadBalancer, world: World<'securityGroupRules'>): boolean {
  if (groups.length === 0) return true
  const rules = world.all('securityGroupRules')
  return groups.some((group) => openings(rules.filter(({ GroupId }) => GroupId === group)).length > 0)
}

/** `internet`: faces the internet; `why` tells by what. */
export interface Facing {
  readonly internet: boolean
  readonly why: string
  readonly at?: string
}

/**
 * Whom the load balancer of a Service faces: what AWS shows, else what the controller in charge makes of its annotations.
 * The AWS Load Balancer Controller keeps to the VPC by default, the older one in Kubernetes faces the internet and knows
 * no scheme annotation. Undefined where the Service has no load balancer of AWS. What its annotations ask for is a fault
 * of its own; that they are well does not say that the load balancer is, so call `balancerOf` before a pass.
 */
export function facingOfService(service: Service, world: World<'loadBalancers'>): Facing | undefined {
  if (service.spec?.type !== 'LoadBalancer') return undefined
  const loadBalancerClass = service.spec.loadBalancerClass
  if (loadBalancerClass !== undefined && !/^(service\.k8s\.aws|eks\.amazonaws\.com)\/nlb$/.test(loadBalancerClass)) return undefined
  const real = knownBalancerOf(service, world)
  if (real?.Scheme !== undefined) return { internet: real.Scheme === 'internet-facing', why: `${real.LoadBalancerName ?? 'it'} is ${real.Scheme}` }
  const scheme = annotationOf(service, nlbKey('scheme'))
  const internal = annotationOf(service, nlbKey('internal')) ?? ''
  const byController = loadBalancerClass !== undefined || /^(external|nlb-ip)$/.test(annotationOf(service, nlbKey('type')) ?? '')
  // In a manifest the class is missing that the controller's webhook will set.
  if (scheme !== undefined && (byController || world.source.collector === 'manifests'))
    return { internet: scheme === 'internet-facing', why: `its scheme is ${scheme}`, at: annotationPath(nlbKey('scheme')) }
  if (internal !== '' && internal !== 'false') return { internet: false, why: 'it is marked internal' }
  if (byController) return { internet: false, why: 'its controller keeps to the VPC by default' }
  // A default is what one gets where nothing else was set up: the load balancer that was made tells.
  balancerOf(service, world)
  return { internet: true, why: 'that is the default without loadBalancerClass', at: 'spec.type' }
}

/** The CIDRs that may call the load balancer of a Service; empty: no limit. */
export function sourceRangesOf(service: Service): readonly string[] {
  const ranges = listOf(service.spec?.loadBalancerSourceRanges).map(String)
  return ranges.length > 0 ? ranges : wordsIn(annotationOf(service, 'service.beta.kubernetes.io/load-balancer-source-ranges'))
}

/** Whether the internet at large may call: ranges that the object names, else the groups of the real load balancer. */
export function isOpenToWorld(ranges: readonly string[], balancer: LoadBalancer | undefined, world: World<'securityGroupRules'>): boolean {
  if (ranges.length > 0 && !isWorld(ranges)) return false
  return balancer === undefined || isOpen(balancer, world)
}

/** An Ingress that the AWS Load Balancer Controller or Auto Mode serves by an Application Load Balancer. */
export function isAlb(ingress: Ingress, world: World<'ingressClasses'>): boolean {
  const name = ingress.spec?.ingressClassName ?? annotationOf(ingress, 'kubernetes.io/ingress.class')
  const known = name === undefined ? undefined : world.seen('ingressClasses').things.find(({ metadata }) => metadata.name === name)
  // A folder of manifests seldom holds the classes; a cluster always does.
  if (name !== undefined && !known && world.source.scope === 'cluster') world.all('ingressClasses')
  const controller = known?.spec?.controller
  if (controller !== undefined) return controller === 'ingress.k8s.aws/alb' || controller === 'eks.amazonaws.com/alb'
  return name === 'alb' || Object.keys(ingress.metadata.annotations ?? {}).some((key) => key.startsWith('alb.ingress.kubernetes.io/'))
}

/** By what Ingresses are known to share a load balancer: their group, and its host name. */
const tiesOf = (ingress: Ingress): string[] => [
  ...hostnamesOf(ingress),
  ...[annotationOf(ingress, albKey('group.name'))].flatMap((group) => (group === undefined ? [] : `group ${group}`)),
]

function byTie(world: World<'ingresses'>): ReadonlyMap<string, readonly Ingress[]> {
  const found = new Map<string, Ingress[]>()
  for (const ingress of world.seen('ingresses').things) for (const tie of tiesOf(ingress)) addTo(found, tie, ingress)
  return found
}

/**
 * All Ingresses that share its load balancer: those of its group, or with the same host name; itself first. Throws
 * `Unseen` where there may be more.
 */
export function groupOf(ingress: Ingress, world: World<'ingresses'>): readonly Ingress[] {
  const ties = tiesOf(ingress)
  if (ties.length > 0) world.all('ingresses')
  return [...new Set([ingress, ...ties.flatMap((tie) => derive(world, byTie).get(tie) ?? [])])]
}

/** Whom the load balancer of an ALB Ingress faces; internal unless it, or another of its group, says otherwise. */
export function facingOfIngress(ingress: Ingress, world: World<'loadBalancers' | 'ingresses'>): Facing {
  const real = balancerOf(ingress, world)
  const at = annotationPath(albKey('scheme'))
  if (real?.Scheme !== undefined) return { internet: real.Scheme === 'internet-facing', why: `${real.LoadBalancerName ?? 'it'} is ${real.Scheme}`, at }
  const scheme = groupOf(ingress, world).flatMap((one) => annotationOf(one, albKey('scheme')) ?? [])[0]
  return { internet: scheme === 'internet-facing', why: `its scheme is ${scheme ?? 'internal by default'}`, at }
}
