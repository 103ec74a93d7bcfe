/** Faults of the control plane: its endpoint, its logs, its encryption, who may enter. */
import { associationId } from '../../aws/make/cluster.ts'
import { daysBefore, iamArn } from '../../aws/make/names.ts'
import type { Body } from '../../aws/store.ts'
import { name } from './aws-name.ts'
import type { Answers, Fault } from './aws.ts'

const cluster = (answers: Answers): Body => answers[`eks:DescribeCluster.${name}`].cluster
const set =
  (member: string, value: unknown) =>
  (answers: Answers): void => {
    cluster(answers)[member] = value
  }
const kinds = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler']
const without = (...off: string[]) =>
  set('logging', {
    clusterLogging: [
      { types: kinds.filter((one) => !off.includes(one)), enabled: true },
      { types: off, enabled: false },
    ],
  })
const unwatchedInLog = ['admission-changes', 'anonymous-requests', 'denials', 'interactive-access', 'network-changes', 'rbac-changes', 'secret-reads'].map(
  (one) => `audit/unwatched-${one}`,
)

/** Another entry of the cluster, with these policies. */
export function enter(answers: Answers, principalArn: string, policies: Readonly<Record<string, readonly string[]>>, more: Body = {}): void {
  const entry = principalArn.slice(principalArn.lastIndexOf('/') + 1)
  answers[`eks:ListAccessEntries.${name}`].accessEntries.push(principalArn)
  answers[`eks:DescribeAccessEntry.${entry}`] = {
    accessEntry: {
      clusterName: name,
      principalArn,
      kubernetesGroups: [],
      type: 'STANDARD',
      username: principalArn,
      createdAt: daysBefore(new Date(), 30),
      tags: {},
      ...more,
    },
  }
  answers[`eks:ListAssociatedAccessPolicies.${entry}`] = {
    clusterName: name,
    principalArn,
    associatedAccessPolicies: Object.entries(policies).map(([policy, namespaces]) => ({
      policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
      accessScope: { type: namespaces.length > 0 ? 'namespace' : 'cluster', namespaces },
    })),
  }
}

export const controlPlaneFaults: readonly Fault[] = [
  {
    breaks: 'iam/public-endpoint',
    also: ['iam/internet-facing-endpoint'],
    plant: (answers) => Object.assign(cluster(answers).resourcesVpcConfig, { endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] }),
  },
  {
    breaks: 'iam/internet-facing-endpoint',
    hiddenBy: 'iam/public-endpoint',
    plant: (answers) => Object.assign(cluster(answers).resourcesVpcConfig, { endpointPublicAccess: true, publicAccessCidrs: ['203.0.113.0/24'] }),
  },
  {
    breaks: 'iam/private-endpoint-off',
    also: ['iam/internet-facing-endpoint'],
    plant: (answers) =>
      Object.assign(cluster(answers).resourcesVpcConfig, { endpointPublicAccess: true, endpointPrivateAccess: false, publicAccessCidrs: ['203.0.113.0/24'] }),
    hiddenBy: 'iam/public-endpoint',
  },
  { breaks: 'audit/audit-log-off', also: [...unwatchedInLog], plant: without('audit'), hiddenBy: 'audit/control-plane-log-off' },
  { breaks: 'audit/authenticator-log-off', plant: without('authenticator'), hiddenBy: 'audit/control-plane-log-off' },
  { breaks: 'audit/control-plane-log-off', plant: without('scheduler') },
  {
    breaks: 'data/missing-customer-key',
    plant: (answers) => {
      delete cluster(answers).encryptionConfig
    },
  },
  {
    breaks: 'iam/config-map-authentication',
    plant: (answers) => {
      cluster(answers).accessConfig.authenticationMode = 'API_AND_CONFIG_MAP'
    },
  },
  { breaks: 'response/missing-deletion-protection', plant: set('deletionProtection', false) },
  { breaks: 'compliance/unowned-cluster', plant: set('tags', {}) },
  { breaks: 'host/unsupported-kubernetes-version', plant: set('version', '1.33') },
  {
    breaks: 'iam/creator-admin',
    plant: (answers) => {
      cluster(answers).accessConfig.bootstrapClusterCreatorAdminPermissions = true
    },
  },
  { breaks: 'iam/user-access-entry', plant: (answers) => enter(answers, iamArn('user/old-admin'), {}) },
  { breaks: 'iam/cluster-wide-access-policy', plant: (answers) => enter(answers, iamArn('role/wide'), { AmazonEKSEditPolicy: [] }) },
  { breaks: 'iam/secret-reading-access-policy', plant: (answers) => enter(answers, iamArn('role/curious'), { AmazonEKSAdminViewPolicy: [] }) },
  {
    breaks: 'iam/excess-cluster-admin',
    plant: (answers) => {
      for (const one of ['one', 'two', 'three']) enter(answers, iamArn(`role/admin-${one}`), { AmazonEKSClusterAdminPolicy: [] })
    },
  },
  {
    breaks: 'iam/node-access-entry',
    plant: (answers) => {
      answers['eks:ListAssociatedAccessPolicies.node'].associatedAccessPolicies = [
        { policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy', accessScope: { type: 'namespace', namespaces: ['shop'] } },
      ]
    },
  },
  {
    breaks: 'compliance/failing-upgrade-insight',
    plant: (answers) => {
      answers[`eks:ListInsights.${name}`].insights[0].insightStatus = {
        status: 'ERROR',
        reason: 'Nodes with a kubelet version older than what the cluster supports were found.',
      }
    },
  },
  {
    breaks: 'iam/loose-target-role',
    plant: (answers) => {
      const id = associationId(name, { namespace: 'amazon-cloudwatch', serviceAccount: 'cloudwatch-agent', role: '' })
      answers[`eks:DescribePodIdentityAssociation.${id}`].association.targetRoleArn = iamArn('role/target')
      answers['iam:GetRole.target'] = {
        Role: {
          Path: '/',
          RoleName: 'target',
          RoleId: 'AROATARGETTARGETTARGE',
          Arn: iamArn('role/target'),
          CreateDate: daysBefore(new Date(), 30),
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { AWS: iamArn('role/log-agent') }, Action: 'sts:AssumeRole' }],
          },
        },
      }
      answers['iam:ListRoles'].Roles.push(answers['iam:GetRole.target'].Role)
      answers['iam:ListAttachedRolePolicies.target'] = { AttachedPolicies: [] }
      answers['iam:ListRolePolicies.target'] = { PolicyNames: [] }
    },
  },
  {
    breaks: 'iam/loose-identity-provider',
    // Whoever it names may be anybody, so that no subject of a binding is surely nobody.
    hiddenBy: 'iam/unmapped-subject',
    plant: (answers) => {
      answers[`eks:ListIdentityProviderConfigs.${name}`].identityProviderConfigs.push({ type: 'oidc', name: 'sso' })
      answers['eks:DescribeIdentityProviderConfig.sso'] = {
        identityProviderConfig: {
          oidc: {
            identityProviderConfigName: 'sso',
            clusterName: name,
            issuerUrl: 'https://sso.example.com',
            clientId: 'kubernetes',
            usernameClaim: 'email',
            groupsClaim: 'groups',
            status: 'ACTIVE',
          },
        },
      }
    },
  },
]
