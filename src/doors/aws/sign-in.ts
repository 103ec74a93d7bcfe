/** Signing in to AWS: Region and credentials, as the AWS CLI finds them, and what to say when there are none. */
import { UsageError } from '../../model/usage-error.ts'
import { wayTo } from './way.ts'

export interface AwsOptions {
  readonly region?: string | undefined
  /** A profile of `~/.aws/config`; else what `AWS_PROFILE` and the rest of the environment say. */
  readonly profile?: string | undefined
  /** A role to assume with the credentials that were found. */
  readonly roleArn?: string | undefined
}

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

export interface SignedIn {
  readonly region: string
  /** For clients: throws what the SDK throws. */
  readonly provider: () => Promise<Credentials>
  /** For people: throws `UsageError`. */
  readonly credentials: () => Promise<Credentials>
}

/** Milliseconds before their end in which credentials count as spent. */
const margin = 5 * 60_000

const silent = () => undefined
/** The SDK's own remarks are not for our users. */
const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent }

/** Throws `UsageError` where no Region is set, the profile is unknown, or `roleArn` is no role. */
export async function signIn({ region: wanted, profile, roleArn }: AwsOptions): Promise<SignedIn> {
  if (roleArn !== undefined && !/^arn:aws[a-z-]*:iam::\d{12}:role\/./.test(roleArn))
    throw new UsageError(`--role-arn ${roleArn}: a role's ARN looks like arn:aws:iam::111122223333:role/NAME`)
  // The SDK says on stderr, once a process, that it will leave this Node in time; users of ekshield can do nothing about it.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'
  const { loadConfig, memoize, NODE_REGION_CONFIG_FILE_OPTIONS, NODE_REGION_CONFIG_OPTIONS, parseKnownFiles } = await import('@smithy/core/config')
  if (profile !== undefined) {
    const names = Object.keys(await parseKnownFiles({}))
    if (!names.includes(profile)) {
      const others = names.length > 0 ? `; there are ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' and more' : ''}` : ''
      throw new UsageError(`there is no AWS profile ${profile}${others}`)
    }
  }
  const inFiles = loadConfig(NODE_REGION_CONFIG_OPTIONS, { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...(profile !== undefined && { profile }) })
  const region = wanted ?? (process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'] || (await inFiles().catch(() => undefined)))
  if (!region) throw new UsageError('no AWS Region is set: name one by --region, AWS_REGION or in the profile')
  if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) throw new UsageError(`${region} is no AWS Region; one looks like us-west-2`)

  const { fromNodeProviderChain, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers')
  const clientConfig = { region, requestHandler: await wayTo(`https://sts.${region}.amazonaws.com`) }
  const own = fromNodeProviderChain({ logger, clientConfig, ...(profile !== undefined && { profile }) })
  const assumed =
    roleArn === undefined ? own : fromTemporaryCredentials({ masterCredentials: own, params: { RoleArn: roleArn, RoleSessionName: 'ekshield' }, clientConfig })
  const isSpent = ({ expiration }: Credentials) => expiration !== undefined && expiration.getTime() - Date.now() < margin
  const provider = memoize(assumed as () => Promise<Credentials>, isSpent, ({ expiration }) => expiration !== undefined)
  return {
    region,
    provider,
    credentials: () =>
      provider().catch((error: unknown) => {
        throw new UsageError(signInFault(error, { profile, roleArn }) ?? `nobody can be signed in to AWS: ${error instanceof Error ? error.message : error}`)
      }),
  }
}

/** What keeps the caller out, and what to do about it; undefined where the error is about something else than who is calling. */
export function signInFault(error: unknown, { profile, roleArn }: AwsOptions = {}): string | undefined {
  const { name = '', message = '' } = error as { name?: string; message?: string }
  const renew = profile === undefined ? 'renew them, for instance by aws sso login' : `renew them, for instance by aws sso login --profile ${profile}`
  if (
    /^Expired|^TokenRefreshRequired|^RequestExpired/.test(name) ||
    /\b(expired|invalid|refresh)\b.*\b(sso|session|token)\b|\b(sso|session|token)\b.*\bexpired\b/i.test(message)
  )
    return `the AWS credentials have expired: ${renew}`
  if (name === 'RequestTimeTooSkewed' || /Signature (expired|not yet current)/.test(message))
    return 'the clock of this machine is wrong, and AWS refuses what it signs: set the clock'
  if (/^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|AuthFailure|InvalidSignatureException)$/.test(name))
    return 'AWS does not know these credentials: check which ones are set by aws sts get-caller-identity'
  if (name === 'AccessDenied' && roleArn !== undefined) return `the role ${roleArn} cannot be assumed: ${message}`
  if (/^(CredentialsProviderError|TokenProviderError|ProviderError)$/.test(name))
    return `no AWS credentials were found${profile === undefined ? '' : ` by profile ${profile}`}: sign in by aws sso login or aws configure, or leave the account out by --no-aws`
  return undefined
}
