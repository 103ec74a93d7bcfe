/** A cluster as the EKS API describes it: the control plane, its node groups, who may enter, its add-ons. */
import type { Body } from '../store.ts'
import { type Machine, scalingGroupOf } from './machines.ts'
import { account, arn, daysBefore, hex, iamArn, issuerOf, uuid } from './names.ts'
import { clusterGroup, privateSubnets, vpcOf } from './network.ts'

export interface Entry {
  /** Name of the role. */
  readonly role: string
  readonly type?: string
  readonly groups?: readonly string[]
  /** Names of EKS's access policies, with the namespaces in which they count; all where there are none. */
  readonly policies?: Readonly<Record<string, readonly string[]>>
}
export interface Association {
  readonly namespace: string
  readonly serviceAccount: string
  readonly role: string
}
export interface Addon {
  readonly name: string
  readonly version: string
  readonly configuration?: string
  /** Role for its service account, by IRSA. */
  readonly role?: string
}

export interface ClusterPlan {
  readonly cluster: string
  readonly now: Date
  /** Days since it was made. */
  readonly age: number
  /** What the owner chose otherwise than EKS does by itself. */
  readonly chosen?: Body
  readonly machines: readonly Machine[]
  readonly entries: readonly Entry[]
  readonly associations?: readonly Association[]
  readonly addons?: readonly Addon[]
  readonly fargate?: readonly { readonly name: string; readonly role: string; readonly namespaces: readonly string[] }[]
  readonly nodeRole: string
}

/** What EKS says of a new cluster whose maker left all to the defaults of the API. */
function describe({ cluster, now, age, chosen = {} }: ClusterPlan): Body {
  return {
    name: cluster,
    arn: arn('eks', `cluster/${cluster}`),
    createdAt: daysBefore(now, age),
    version: '1.36',
    endpoint: `https://${issuerOf(cluster).split('/').at(-1)}.gr7.us-west-2.eks.amazonaws.com`,
    roleArn: iamArn('role/cluster'),
    kubernetesNetworkConfig: { serviceIpv4Cidr: '172.20.0.0/16', ipFamily: 'ipv4', elasticLoadBalancing: { enabled: false } },
    logging: { clusterLogging: [{ types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'], enabled: false }] },
    identity: { oidc: { issuer: `https://${issuerOf(cluster)}` } },
    status: 'ACTIVE',
    certificateAuthority: { data: Buffer.from('-----BEGIN CERTIFICATE-----\n').toString('base64') },
    platformVersion: 'eks.7',
    tags: {},
    health: { issues: [] },
    accessConfig: { bootstrapClusterCreatorAdminPermissions: true, authenticationMode: 'API_AND_CONFIG_MAP' },
    upgradePolicy: { supportType: 'EXTENDED' },
    zonalShiftConfig: { enabled: false },
    storageConfig: { blockStorage: { enabled: false } },
    computeConfig: { enabled: false, nodePools: [] },
    deletionProtection: false,
    ...chosen,
    resourcesVpcConfig: {
      subnetIds: privateSubnets(cluster),
      securityGroupIds: [],
      clusterSecurityGroupId: clusterGroup(cluster).GroupId,
      vpcId: vpcOf(cluster),
      endpointPublicAccess: true,
      endpointPrivateAccess: false,
      publicAccessCidrs: ['0.0.0.0/0'],
      ...chosen.resourcesVpcConfig,
    },
  }
}

const amiTypes: Readonly<Record<string, string>> = {
  managed: 'AL2023_x86_64_STANDARD',
  bottlerocket: 'BOTTLEROCKET_x86_64',
  windows: 'WINDOWS_CORE_2022_x86_64',
}

function nodegroups({ cluster, now, age, machines, nodeRole }: ClusterPlan): Body[] {
  const names = new Set(machines.flatMap(({ sort, nodegroup = 'default' }) => (sort in amiTypes ? [nodegroup] : [])))
  return [...names].map((name) => {
    const members = machines.filter(({ sort, nodegroup = 'default' }) => sort in amiTypes && nodegroup === name)
    const [first] = members as [Machine]
    return {
      nodegroupName: name,
      nodegroupArn: arn('eks', `nodegroup/${cluster}/${name}/${uuid(`nodegroup/${cluster}/${name}`)}`),
      clusterName: cluster,
      version: '1.36',
      releaseVersion: `1.36.2-${daysBefore(now, 12).slice(0, 10).replaceAll('-', '')}`,
      createdAt: daysBefore(now, age),
      modifiedAt: daysBefore(now, Math.min(age, 2)),
      status: 'ACTIVE',
      capacityType: 'ON_DEMAND',
      scalingConfig: { minSize: members.length, maxSize: members.length + 2, desiredSize: members.length },
      instanceTypes: [first.instanceType ?? 'm6i.large'],
      subnets: privateSubnets(cluster),
      amiType: first.arch === 'arm64' ? 'AL2023_ARM_64_STANDARD' : amiTypes[first.sort],
      nodeRole: iamArn(`role/${nodeRole}`),
      diskSize: 20,
      resources: { autoScalingGroups: [{ name: scalingGroupOf(cluster, first) }] },
      health: { issues: [] },
      updateConfig: { maxUnavailable: 1 },
      tags: {},
    }
  })
}

function entryOf({ cluster, now, age }: ClusterPlan, { role, type = 'STANDARD', groups = [] }: Entry): Body {
  const username = type === 'STANDARD' ? `arn:aws:sts::${account}:assumed-role/${role}/{{SessionName}}` : 'system:node:{{EC2PrivateDNSName}}'
  return {
    clusterName: cluster,
    principalArn: iamArn(`role/${role}`),
    kubernetesGroups: type === 'STANDARD' ? groups : ['system:nodes'],
    accessEntryArn: arn('eks', `access-entry/${cluster}/role/${account}/${role}/${uuid(`entry/${cluster}/${role}`)}`),
    createdAt: daysBefore(now, age),
    modifiedAt: daysBefore(now, age),
    tags: {},
    username,
    type,
  }
}

const insight = (cluster: string, now: Date, name: string, reason: string): Body => ({
  id: uuid(`insight/${cluster}/${name}`),
  name,
  category: 'UPGRADE_READINESS',
  kubernetesVersion: '1.37',
  lastRefreshTime: daysBefore(now, 0.3),
  lastTransitionTime: daysBefore(now, 0.3),
  description: name,
  insightStatus: { status: 'PASSING', reason },
})

export const associationId = (cluster: string, { namespace, serviceAccount }: Association): string =>
  `a-${hex(`${cluster}/${namespace}/${serviceAccount}`, 17)}`

export function cluster(plan: ClusterPlan): Record<string, Body> {
  const { cluster: name, now, age, entries, associations = [], addons = [], fargate = [] } = plan
  const created = daysBefore(now, age)
  const groups = nodegroups(plan)
  const described = associations.map((one) => ({
    clusterName: name,
    namespace: one.namespace,
    serviceAccount: one.serviceAccount,
    roleArn: iamArn(`role/${one.role}`),
    associationArn: arn('eks', `podidentityassociation/${name}/${associationId(name, one)}`),
    associationId: associationId(name, one),
    tags: {},
    createdAt: created,
    modifiedAt: created,
  }))
  const answers: Record<string, Body> = {
    'eks:ListClusters': { clusters: [name] },
    [`eks:DescribeCluster.${name}`]: { cluster: describe(plan) },
    [`eks:ListNodegroups.${name}`]: { nodegroups: groups.map(({ nodegroupName }) => nodegroupName) },
    [`eks:ListAddons.${name}`]: { addons: addons.map((addon) => addon.name) },
    [`eks:ListFargateProfiles.${name}`]: { fargateProfileNames: fargate.map((profile) => profile.name) },
    [`eks:ListAccessEntries.${name}`]: { accessEntries: entries.map(({ role }) => iamArn(`role/${role}`)) },
    [`eks:ListPodIdentityAssociations.${name}`]: {
      associations: described.map(({ roleArn: _, tags: __, createdAt: ___, modifiedAt: ____, ...summary }) => summary),
    },
    [`eks:ListIdentityProviderConfigs.${name}`]: { identityProviderConfigs: [] },
    [`eks:ListUpdates.${name}`]: { updateIds: [] },
    [`eks:ListInsights.${name}`]: {
      insights: [
        insight(name, now, 'Kubelet version skew', 'Node kubelet versions match the cluster control plane version.'),
        insight(name, now, 'kube-proxy version skew', 'kube-proxy versions match the cluster control plane version.'),
        insight(name, now, 'EKS add-on version compatibility', 'All installed EKS add-on versions are compatible with next Kubernetes version.'),
        insight(name, now, 'Cluster health issues', 'No cluster health issues detected.'),
      ],
    },
    'eks:DescribeClusterVersions': { clusterVersions: versions(now) },
  }
  for (const group of groups) answers[`eks:DescribeNodegroup.${group.nodegroupName}`] = { nodegroup: group }
  for (const association of described) answers[`eks:DescribePodIdentityAssociation.${association.associationId}`] = { association }
  for (const entry of entries) {
    answers[`eks:DescribeAccessEntry.${entry.role}`] = { accessEntry: entryOf(plan, entry) }
    answers[`eks:ListAssociatedAccessPolicies.${entry.role}`] = {
      clusterName: name,
      principalArn: iamArn(`role/${entry.role}`),
      associatedAccessPolicies: Object.entries(entry.policies ?? {}).map(([policy, namespaces]) => ({
        policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
        accessScope: { type: namespaces.length > 0 ? 'namespace' : 'cluster', namespaces },
        associatedAt: created,
        modifiedAt: created,
      })),
    }
  }
  for (const { name: addonName, version, configuration, role } of addons)
    answers[`eks:DescribeAddon.${addonName}`] = {
      addon: {
        addonName,
        clusterName: name,
        status: 'ACTIVE',
        addonVersion: version,
        health: { issues: [] },
        addonArn: arn('eks', `addon/${name}/${addonName}/${uuid(`addon/${name}/${addonName}`)}`),
        createdAt: created,
        modifiedAt: created,
        tags: {},
        ...(configuration !== undefined && { configurationValues: configuration }),
        ...(role !== undefined && { serviceAccountRoleArn: iamArn(`role/${role}`) }),
      },
    }
  for (const profile of fargate)
    answers[`eks:DescribeFargateProfile.${profile.name}`] = {
      fargateProfile: {
        fargateProfileName: profile.name,
        fargateProfileArn: arn('eks', `fargateprofile/${name}/${profile.name}/${uuid(`fargate/${name}/${profile.name}`)}`),
        clusterName: name,
        createdAt: created,
        podExecutionRoleArn: iamArn(`role/${profile.role}`),
        subnets: privateSubnets(name),
        selectors: profile.namespaces.map((namespace) => ({ namespace, labels: {} })),
        status: 'ACTIVE',
        tags: {},
      },
    }
  return answers
}

/** Versions and their ends, around the day on which the world is brought up: 1.36 has most of its year before it. */
function versions(now: Date): Body[] {
  const version = (clusterVersion: string, released: number, isDefault = false): Body => ({
    clusterVersion,
    clusterType: 'eks',
    defaultPlatformVersion: 'eks.7',
    defaultVersion: isDefault,
    releaseDate: daysBefore(now, released),
    endOfStandardSupportDate: daysBefore(now, released - 426),
    endOfExtendedSupportDate: daysBefore(now, released - 792),
    status: released < 426 ? 'standard-support' : 'extended-support',
    versionStatus: released < 426 ? 'STANDARD_SUPPORT' : 'EXTENDED_SUPPORT',
    kubernetesPatchVersion: `${clusterVersion}.3`,
  })
  return [version('1.36', 160, true), version('1.35', 300), version('1.34', 420), version('1.33', 545)]
}
