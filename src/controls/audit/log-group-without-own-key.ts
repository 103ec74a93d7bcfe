/** Logs of the cluster are encrypted with a key that is not the customer's. */
import { isSet, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

const ofCluster = /^\/aws\/(?:eks|containerinsights)\/([^/]+)\/(?:cluster|application|host|dataplane)$/

export default control({
  title: 'Log groups of the cluster are encrypted with a customer managed key',
  // CloudWatch Logs encrypts everything anyway; the key only says who can take the logs away from readers.
  severity: 'low',
  about: 'logGroups',
  needs: ['clusters'],
  must: object('kmsKeyId', isSet()),
  why: `
    CloudWatch Logs encrypts with a key of its own that everyone with logs:GetLogEvents may use unasked. With a key of yours, a
    second permission decides who reads the logs, each use of it is recorded, and it can be withdrawn.`,
  fix: 'aws logs associate-kms-key --log-group-name GROUP --kms-key-id KEY-ARN; the key policy must let logs.REGION.amazonaws.com use it.',
  refs: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeLogGroups: {logGroups: [{logGroupName: /aws/eks/shop/cluster, kmsKeyId: "arn:aws:kms:us-west-2:111122223333:key/k1"}, {logGroupName: /aws/lambda/other}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeLogGroups: {logGroups: [{logGroupName: /aws/eks/shop/cluster}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeLogGroups: {logGroups: [{logGroupName: /aws/containerinsights/shop/application, retentionInDays: 90}]}`,
    ],
  },
  applies({ logGroupName }, world) {
    const cluster = ofCluster.exec(logGroupName)?.[1]
    return cluster !== undefined && world.find('clusters', cluster) !== undefined
  },
})
