/** Files of a trail are encrypted with a key that is not the customer's. */
import { isSet, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

export default control({
  title: 'CloudTrail files are encrypted with a customer managed key',
  severity: 'low',
  about: 'trails',
  must: object('KmsKeyId', isSet()),
  why: `
    Without a key of yours, whoever may read the bucket may read the record of every call. With one, a second permission decides,
    and each reading of the record is itself recorded.`,
  fix: 'aws cloudtrail update-trail --name TRAIL --kms-key-id KEY-ARN; the key policy must let cloudtrail.amazonaws.com use it.',
  refs: ['https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html'],
  examples: {
    good: [`cloudtrail:DescribeTrails: {trailList: [{Name: all, KmsKeyId: "arn:aws:kms:us-west-2:111122223333:key/k1"}]}`],
    bad: [
      `cloudtrail:DescribeTrails: {trailList: [{Name: all, IsMultiRegionTrail: true}]}`,
      `cloudtrail:DescribeTrails: {trailList: [{Name: a, KmsKeyId: "arn:aws:kms:us-west-2:111122223333:key/k1"}, {Name: b}]}`,
    ],
  },
})
