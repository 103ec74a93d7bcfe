/** Changes of clusters and node groups, merged as EKS merges them. */
import ipaddr from 'ipaddr.js'
import type { Context } from '../context.ts'
import { Refusal } from '../refusal.ts'
import type { Body } from '../store.ts'
import { begin, clusterOf, type Param, requireIdle } from './updates.ts'

const invalid = (message: string) => new Refusal('InvalidParameterException', message)
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

interface Plan {
  readonly type: string
  readonly params: readonly Param[]
  readonly changes: boolean
  apply(): void
}

/** Members of the request that are left out stay as they are. */
function endpointPlan(cluster: Body, wish: Body): Plan {
  const vpc = cluster.resourcesVpcConfig
  const next = {
    endpointPublicAccess: wish.endpointPublicAccess ?? vpc.endpointPublicAccess,
    endpointPrivateAccess: wish.endpointPrivateAccess ?? vpc.endpointPrivateAccess,
    publicAccessCidrs: wish.publicAccessCidrs ?? vpc.publicAccessCidrs ?? [],
  }
  if (!next.endpointPublicAccess && !next.endpointPrivateAccess) throw invalid('Private and public endpoint access cannot both be disabled.')
  const wrong = next.publicAccessCidrs.find((cidr: string) => !ipaddr.isValidCIDR(cidr))
  if (wrong !== undefined) throw invalid(`The following CIDRs are invalid: [${wrong}]`)
  // Whoever opens the endpoint without saying to whom opens it to all.
  if (next.endpointPublicAccess && next.publicAccessCidrs.length === 0) next.publicAccessCidrs = ['0.0.0.0/0']
  return {
    type: 'EndpointAccessUpdate',
    params: [
      { type: 'EndpointPublicAccess', value: String(next.endpointPublicAccess) },
      { type: 'EndpointPrivateAccess', value: String(next.endpointPrivateAccess) },
      { type: 'PublicAccessCidrs', value: JSON.stringify(next.publicAccessCidrs) },
    ],
    changes: !same({ ...vpc, ...next }, vpc),
    apply: () => Object.assign(vpc, next),
  }
}

function subnetPlan(cluster: Body, wish: Body): Plan {
  const vpc = cluster.resourcesVpcConfig
  const next = { subnetIds: wish.subnetIds ?? vpc.subnetIds, securityGroupIds: wish.securityGroupIds ?? vpc.securityGroupIds }
  return {
    type: 'VpcConfigUpdate',
    params: [
      { type: 'SubnetIds', value: JSON.stringify(next.subnetIds) },
      { type: 'SecurityGroupIds', value: JSON.stringify(next.securityGroupIds) },
    ],
    changes: !same({ ...vpc, ...next }, vpc),
    apply: () => Object.assign(vpc, next),
  }
}

function loggingPlan(cluster: Body, wish: Body): Plan {
  const setups: Body[] = cluster.logging?.clusterLogging ?? []
  const on = new Set<string>(setups.filter(({ enabled }) => enabled).flatMap(({ types }) => types ?? []))
  const all = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler']
  const before = all.filter((type) => on.has(type))
  for (const { types = [], enabled } of wish.clusterLogging ?? []) for (const type of types) enabled ? on.add(type) : on.delete(type)
  const after = all.filter((type) => on.has(type))
  const off = all.filter((type) => !on.has(type))
  const clusterLogging = [...(after.length > 0 ? [{ types: after, enabled: true }] : []), ...(off.length > 0 ? [{ types: off, enabled: false }] : [])]
  return {
    type: 'LoggingUpdate',
    params: [{ type: 'ClusterLogging', value: JSON.stringify({ clusterLogging }) }],
    changes: !same(before, after),
    apply: () => {
      cluster.logging = { clusterLogging }
    },
  }
}

function accessPlan(cluster: Body, { authenticationMode }: Body): Plan {
  const modes = ['CONFIG_MAP', 'API_AND_CONFIG_MAP', 'API']
  const now = cluster.accessConfig?.authenticationMode ?? 'CONFIG_MAP'
  if (modes.indexOf(authenticationMode) < modes.indexOf(now)) throw invalid(`Unsupported authentication mode update from ${now} to ${authenticationMode}`)
  return {
    type: 'AccessConfigUpdate',
    params: [{ type: 'AuthenticationMode', value: JSON.stringify(authenticationMode) }],
    changes: authenticationMode !== now,
    apply: () => {
      cluster.accessConfig = { ...cluster.accessConfig, authenticationMode }
    },
  }
}

/** A member of the cluster that the wish is merged into as a whole. */
const mergePlan =
  (member: string, type: string, param: string) =>
  (cluster: Body, wish: Body): Plan => {
    const next = typeof wish === 'object' ? { ...cluster[member], ...wish } : wish
    return {
      type,
      params: [{ type: param, value: JSON.stringify(wish) }],
      changes: !same(next, cluster[member]),
      apply: () => {
        cluster[member] = next
      },
    }
  }

const plans: Readonly<Record<string, (cluster: Body, wish: Body) => Plan>> = {
  resourcesVpcConfig: (cluster, wish) => {
    const subnets = wish.subnetIds !== undefined || wish.securityGroupIds !== undefined
    const endpoint = wish.endpointPublicAccess !== undefined || wish.endpointPrivateAccess !== undefined || wish.publicAccessCidrs !== undefined
    if (subnets && endpoint) throw invalid('Only one type of update can be allowed: subnets and security groups, or endpoint access.')
    return subnets ? subnetPlan(cluster, wish) : endpointPlan(cluster, wish)
  },
  logging: loggingPlan,
  accessConfig: accessPlan,
  upgradePolicy: mergePlan('upgradePolicy', 'UpgradePolicyUpdate', 'UpgradePolicy'),
  zonalShiftConfig: mergePlan('zonalShiftConfig', 'ZonalShiftConfigUpdate', 'ZonalShiftConfig'),
  deletionProtection: mergePlan('deletionProtection', 'DeletionProtectionUpdate', 'DeletionProtection'),
}

export function updateClusterConfig(context: Context, input: Body): Body {
  const cluster = clusterOf(context, input.name)
  const wishes = Object.keys(input).filter((member) => member !== 'name' && member !== 'clientRequestToken')
  const [wish] = wishes
  if (wish === undefined) throw invalid('No changes needed for the cluster config.')
  if (wishes.length > 1) throw invalid('Only one type of update can be allowed.')
  const makePlan = plans[wish]
  if (!makePlan) throw new Refusal('NotImplemented', `The stand-in does not change ${wish}.`, 501)
  requireIdle(cluster, `Cluster ${input.name}`)
  const plan = makePlan(cluster, input[wish])
  if (!plan.changes)
    throw invalid(`Cluster is already at the desired configuration with ${plan.params.map(({ type, value }) => `${type}: ${value}`).join(', ')}`)
  return begin(context, cluster, `Cluster ${input.name}`, input.name, plan.type, plan.params, () => plan.apply())
}

export function updateClusterVersion(context: Context, { name, version }: Body): Body {
  const cluster = clusterOf(context, name)
  const minor = (text: string): number => Number(text.split('.')[1])
  if (minor(version) !== minor(cluster.version) + 1) throw invalid(`Unsupported Kubernetes minor version update from ${cluster.version} to ${version}`)
  const params = [{ type: 'Version', value: version }]
  return begin(context, cluster, `Cluster ${name}`, name, 'VersionUpdate', params, () => {
    cluster.version = version
  })
}

export function associateEncryptionConfig(context: Context, { clusterName, encryptionConfig }: Body): Body {
  const cluster = clusterOf(context, clusterName)
  if ((cluster.encryptionConfig ?? []).length > 0) throw invalid('Encryption is already enabled for this cluster.')
  const params = [{ type: 'EncryptionConfig', value: JSON.stringify(encryptionConfig) }]
  return begin(context, cluster, `Cluster ${clusterName}`, clusterName, 'AssociateEncryptionConfig', params, () => {
    cluster.encryptionConfig = encryptionConfig
  })
}

export function updateNodegroupConfig(context: Context, input: Body): Body {
  clusterOf(context, input.clusterName)
  const group = context.store.find('eks:DescribeNodegroup', input.nodegroupName, (body) => body.nodegroup.clusterName === input.clusterName)?.nodegroup
  if (!group) throw new Refusal('ResourceNotFoundException', `No node group found for name: ${input.nodegroupName}.`)
  const { scalingConfig, updateConfig, labels, taints } = input
  if (taints !== undefined) throw new Refusal('NotImplemented', 'The stand-in does not change taints.', 501)
  const params = Object.entries({ scalingConfig, updateConfig, labels }).flatMap(([type, value]) =>
    value === undefined ? [] : [{ type: paramNames[type] as string, value: JSON.stringify(value) }],
  )
  return begin(context, group, `Nodegroup ${input.nodegroupName}`, input.clusterName, 'ConfigUpdate', params, () => {
    if (scalingConfig) group.scalingConfig = { ...group.scalingConfig, ...scalingConfig }
    // The two ways of bounding an update exclude each other.
    if (updateConfig) group.updateConfig = updateConfig
    for (const name of labels?.removeLabels ?? []) delete group.labels?.[name]
    if (labels?.addOrUpdateLabels) group.labels = { ...group.labels, ...labels.addOrUpdateLabels }
  })
}
const paramNames: Readonly<Record<string, string>> = { scalingConfig: 'MinSize', updateConfig: 'MaxUnavailable', labels: 'LabelsToAdd' }
