/** What of AWS KMS's SDK the program uses; bundled without the rest of it. */
export {
  KMSClient as Client,
  DescribeKeyCommand as DescribeKey,
  GetKeyPolicyCommand as GetKeyPolicy,
  GetKeyRotationStatusCommand as GetKeyRotationStatus,
} from '@aws-sdk/client-kms'
