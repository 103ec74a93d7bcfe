/** What of AWS IAM's SDK the program uses; bundled without the rest of it. */
export {
  IAMClient as Client,
  GetOpenIDConnectProviderCommand as GetOpenIDConnectProvider,
  GetPolicyCommand as GetPolicy,
  GetPolicyVersionCommand as GetPolicyVersion,
  GetRoleCommand as GetRole,
  GetRolePolicyCommand as GetRolePolicy,
  ListAttachedRolePoliciesCommand as ListAttachedRolePolicies,
  ListOpenIDConnectProvidersCommand as ListOpenIDConnectProviders,
  ListRolePoliciesCommand as ListRolePolicies,
  ListRolesCommand as ListRoles,
  SimulatePrincipalPolicyCommand as SimulatePrincipalPolicy,
} from '@aws-sdk/client-iam'
