/** What of AWS STS's SDK the program uses; bundled without the rest of it. */
export {
  STSClient as Client,
  GetCallerIdentityCommand as GetCallerIdentity,
} from '@aws-sdk/client-sts'
