/** Joins the command line to the door to AWS: credentials for tokens, and the account behind a cluster. */
import type { Answers, Named } from '../../collect/aws/answers.ts'
import type { AwsKind } from '../../collect/aws/calls.ts'
import type { Aws, AwsDoor } from '../../doors/aws.ts'
import type { AwsCredentials, AwsIdentity } from '../../doors/eks-token.ts'

export interface AccountDoor {
  openAws(identity: AwsIdentity): Promise<AwsDoor>
  /** Asks for what the kinds need, and for no more. @param named what Kubernetes names of the account */
  collectAccount(
    aws: Aws,
    cluster: string | undefined,
    kinds: ReadonlySet<AwsKind>,
    note: (phase: string) => void,
    signal: AbortSignal,
    named?: Named,
  ): Promise<Answers>
}

/** Loads what asking AWS takes; the clients of its services load when they are first asked. */
export async function loadAccount(): Promise<AccountDoor> {
  const [{ openAws }, { collectAccount }] = await Promise.all([import('../../doors/aws.ts'), import('../../collect/aws/live.ts')])
  return { openAws, collectAccount }
}

/** The credentials of an identity, by the chain that the AWS CLI and the SDKs follow. */
export async function credentialsOf(identity: AwsIdentity): Promise<AwsCredentials> {
  const { openAws } = await loadAccount()
  const aws = await openAws(identity)
  return aws.credentials()
}
