/** Pods mount an S3 bucket that is not encrypted with a key of the customer. */
import { control } from '../../model/control.ts'

const bucket = (
  rule: string,
) => `{apiVersion: v1, kind: PersistentVolume, metadata: {name: models}, spec: {csi: {driver: s3.csi.aws.com, volumeHandle: models, volumeAttributes: {bucketName: shop-models}}}}
---
s3:GetBucketEncryption.shop-models: {ServerSideEncryptionConfiguration: {Rules: [${rule}]}}`

export default control({
  title: 'S3 buckets that pods mount are encrypted with a key of your own',
  severity: 'medium',
  about: 'persistentVolumes',
  needs: ['bucketEncryption'],
  why: `
    Models and data sets are worth as much as a database and are copied as easily. With a KMS key of your own two rights are
    needed to read them, the bucket's and the key's, and each use of the key is recorded.`,
  fix: 'aws s3api put-bucket-encryption with SSEAlgorithm aws:kms, the ARN of a customer-managed key in KMSMasterKeyID, and BucketKeyEnabled true; grant the key to the roles of the pods.',
  refs: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html', 'https://docs.aws.amazon.com/eks/latest/userguide/s3-csi.html'],
  examples: {
    good: [
      bucket(
        "{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'arn:aws:kms:us-west-2:111122223333:key/k1'}, BucketKeyEnabled: true}",
      ),
    ],
    bad: [
      bucket('{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}'),
      bucket("{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms'}}"),
      bucket("{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', KMSMasterKeyID: alias/aws/s3}}"),
    ],
  },
  applies: ({ spec }) => spec?.csi?.driver === 's3.csi.aws.com' && spec.csi.volumeAttributes?.['bucketName'] !== undefined,
  judge({ spec }, world) {
    const name = spec?.csi?.volumeAttributes?.['bucketName'] ?? ''
    const at = 'spec.csi.volumeAttributes.bucketName'
    const wanted = 'aws:kms with a customer-managed key'
    const via = [{ kind: 'AWS::S3::Bucket', name }]
    const found = world.find('bucketEncryption', name)
    // A bucket of another account may not show it.
    if (!found) return { because: 'untold', detail: `how bucket ${name} is encrypted was not asked`, lacks: 's3:GetBucketEncryption' }
    const rules = (found.ServerSideEncryptionConfiguration?.Rules ?? []).flatMap(({ ApplyServerSideEncryptionByDefault: rule }) => rule ?? [])
    const kms = rules.find(({ SSEAlgorithm }) => SSEAlgorithm?.startsWith('aws:kms'))
    if (!kms) return { says: `bucket ${name} is encrypted with ${rules[0]?.SSEAlgorithm ?? 'keys of S3'}, not with KMS`, at, wanted, via }
    const isOwn = kms.KMSMasterKeyID !== undefined && !/alias\/aws\/s3$/.test(kms.KMSMasterKeyID)
    return isOwn ? undefined : { says: `bucket ${name} is encrypted with the KMS key of AWS`, at, wanted, via }
  },
})
