/** A cluster as the EKS API describes it: the control plane, its node groups, who may enter, its add-ons. */
import type { Body } from '../store.ts'
import type { Machine } from './machines.ts'
import { account, arn, daysBefore, hex, iamArn, issuerOf, uuid } from './names.ts'
import { nodegroups } from './nodegroups.ts'
import { insights, versions } from './upgrades.ts'
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

/** Groups that EKS adds for machines of a sort. */
const groupsOf: Readonly<Record<string, readonly string[]>> = { EC2_WINDOWS: ['eks:kube-proxy-windows'], FARGATE_LINUX: ['system:node-proxier'] }

function entryOf({ cluster, now, age }: ClusterPlan, { role, type = 'STANDARD', groups = [] }: Entry): Body {
  const username =
    type === 'STANDARD'
      ? `arn:aws:sts::${account}:assumed-role/${role}/{{SessionName}}`
      : `system:node:{{${type === 'EC2_LINUX' || type === 'EC2_WINDOWS' || type === 'EC2' ? 'EC2PrivateDNSName' : 'SessionName'}}}`
  return {
    clusterName: cluster,
    principalArn: iamArn(`role/${role}`),
    kubernetesGroups: type === 'STANDARD' ? groups : ['system:nodes', ...(groupsOf[type] ?? [])],
    accessEntryArn: arn('eks', `access-entry/${cluster}/role/${account}/${role}/${uuid(`entry/${cluster}/${role}`)}`),
    createdAt: daysBefore(now, age),
    modifiedAt: daysBefore(now, age),
    tags: {},
    username,
    type,
  }
}

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
    [`eks:ListInsights.${name}`]: { insights: insights(name, now) },
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
