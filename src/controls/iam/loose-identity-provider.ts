/** The OIDC provider of the cluster may name its users as it likes. */
import type { IdentityProviderConfig } from '../../model/aws.ts'
import { control } from '../../model/control.ts'
import type { Evidence } from '../../model/finding.ts'

export default control({
  title: 'The OIDC provider names users and groups under a prefix',
  severity: 'high',
  about: 'identityProviders',
  why: `
    Whoever runs the provider decides which groups stand in a token. Without a prefix of its own such a group is the same as
    one of yours, or of the system; without required claims every application of the provider signs in.`,
  fix: 'Associate the provider anew with --oidc usernamePrefix=oidc:,groupsPrefix=oidc:,requiredClaims={...}, and put the prefix into the bindings.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/authenticate-oidc-identity-provider.html'],
  examples: {
    good: [
      `eks:DescribeIdentityProviderConfig.corp: {identityProviderConfig: {oidc: {identityProviderConfigName: corp, issuerUrl: 'https://id.example.com', clientId: eks, usernameClaim: email, usernamePrefix: 'corp:', groupsClaim: groups, groupsPrefix: 'corp:', requiredClaims: {tenant: shop}}}}`,
    ],
    bad: [
      `eks:DescribeIdentityProviderConfig.corp: {identityProviderConfig: {oidc: {identityProviderConfigName: corp, issuerUrl: 'https://id.example.com', clientId: eks, usernameClaim: email, usernamePrefix: '-', groupsClaim: groups, groupsPrefix: 'corp:', requiredClaims: {tenant: shop}}}}`,
      `eks:DescribeIdentityProviderConfig.corp: {identityProviderConfig: {oidc: {identityProviderConfigName: corp, issuerUrl: 'https://id.example.com', clientId: eks, usernamePrefix: 'corp:', groupsClaim: groups, requiredClaims: {tenant: shop}}}}`,
      `eks:DescribeIdentityProviderConfig.corp: {identityProviderConfig: {oidc: {identityProviderConfigName: corp, issuerUrl: 'https://id.example.com', clientId: eks, usernamePrefix: 'corp:', groupsClaim: groups, groupsPrefix: 'system:'}}}`,
    ],
  },
  judge: (config) => {
    const faults: Evidence[] = [...faultsOf(config, 'usernamePrefix'), ...(config.groupsClaim === undefined ? [] : faultsOf(config, 'groupsPrefix'))]
    if (config.issuerUrl !== undefined && !config.issuerUrl.startsWith('https://'))
      faults.push({ says: `issuerUrl is ${config.issuerUrl}`, at: 'issuerUrl', actual: config.issuerUrl, wanted: 'an https address' })
    if (Object.keys(config.requiredClaims ?? {}).length === 0)
      faults.push({ says: 'requiredClaims is empty: every token of the client is taken', at: 'requiredClaims' })
    return faults
  },
})

function faultsOf(config: IdentityProviderConfig, field: 'usernamePrefix' | 'groupsPrefix'): Evidence[] {
  const prefix = config[field]
  // For user names EKS puts the issuer in front where no prefix is given; "-" switches that off.
  const isMissing = prefix === undefined || prefix === ''
  if (isMissing && field === 'usernamePrefix' && config.usernameClaim !== 'email') return []
  if (!isMissing && prefix !== '-' && !prefix.startsWith('system:')) return []
  return [
    {
      says: `${field} is ${isMissing ? 'not set' : prefix}`,
      at: field,
      ...(prefix !== undefined && { actual: prefix }),
      wanted: 'a prefix of its own, such as oidc:',
    },
  ]
}
