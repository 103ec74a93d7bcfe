/** What of Amazon S3's SDK the program uses; bundled without the rest of it. */
export {
  S3Client as Client,
  GetBucketEncryptionCommand as GetBucketEncryption,
  GetPublicAccessBlockCommand as GetPublicAccessBlock,
} from '@aws-sdk/client-s3'
