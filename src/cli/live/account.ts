/** Joins the command line to the door to AWS: credentials for tokens, and the account behind a cluster. */
import type { Answers } from '../../collect/aws/answers.ts'
import type { AwsKind } from '../../collect/aws/calls.ts'
import type { Calls } from '../../collect/aws/clusters.ts'
import type { AwsCredentials, AwsIdentity } from '../../doors/eks-token.ts'

export interface Aws extends Calls {
  credentials(): Promise<AwsCredentials>
}

export interface AccountDoor {
  openAws(identity: AwsIdentity): Promise<Aws>
  /** Asks for what the kinds need, and for no more. */
  collectAccount(aws: Aws, cluster: string | undefined, kinds: ReadonlySet<AwsKind>, note: (phase: string) => void, signal: AbortSignal): Promise<Answers>
}

/** Loads the weight of the AWS SDK. Undefined where this build has no way to ask AWS. */
export const loadAccount: (() => Promise<AccountDoor>) | undefined = undefined as (() => Promise<AccountDoor>) | undefined

/** What `doctor` wants to know of IAM. */
export interface IamHalf {
  /** The least policy document for the kinds. */
  iamPolicy(kinds: ReadonlySet<AwsKind>): object
  /** The actions of a policy. */
  actions(policy: object): readonly string[]
  terraform(policy: object): string
}

export const loadIam: (() => Promise<IamHalf>) | undefined = undefined as (() => Promise<IamHalf>) | undefined

/** The credentials of an identity, by the chain that the AWS CLI and the SDKs follow. */
export async function credentialsOf({ region, profile, roleArn }: AwsIdentity): Promise<AwsCredentials> {
  if (loadAccount) {
    const { openAws } = await loadAccount()
    const aws = await openAws({ ...(region !== undefined && { region }), ...(profile !== undefined && { profile }), ...(roleArn !== undefined && { roleArn }) })
    return aws.credentials()
  }
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  const { fromNodeProviderChain, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers')
  const chain = fromNodeProviderChain({ ...(profile !== undefined && { profile }), ...(region !== undefined && { clientConfig: { region } }) })
  if (roleArn === undefined) return chain()
  return fromTemporaryCredentials({
    masterCredentials: chain,
    params: { RoleArn: roleArn, RoleSessionName: 'ekshield' },
    ...(region !== undefined && { clientConfig: { region } }),
  })()
}
