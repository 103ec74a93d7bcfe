/** Control plane logs are deleted too soon. */
import { control } from '../../model/control.ts'
import { matchesPattern } from '../../reach/log-patterns.ts'

const days = 90
const groupName = /^\/aws\/eks\/(.+)\/cluster$/

export default control({
  title: 'Control plane logs are kept for at least 90 days',
  severity: 'medium',
  about: 'logGroups',
  needs: ['clusters', 'subscriptionFilters'],
  why: `
    Break-ins are often found months later, by somebody else. What the audit log held of the first day is then needed, and a log
    that was deleted after a week leaves only guesses.`,
  fix: 'aws logs put-retention-policy --log-group-name /aws/eks/CLUSTER/cluster --retention-in-days 365; or send the log to storage that keeps it for a year with a subscription filter.',
  refs: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeLogGroups: {logGroups: [{logGroupName: /aws/eks/shop/cluster, retentionInDays: 90}, {logGroupName: /aws/eks/gone/cluster, retentionInDays: 1}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeLogGroups: {logGroups: [{logGroupName: /aws/eks/shop/cluster}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeLogGroups: {logGroups: [{logGroupName: /aws/eks/shop/cluster, retentionInDays: 30}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeLogGroups: {logGroups: [{logGroupName: /aws/eks/shop/cluster, retentionInDays: 7}]}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: [{filterName: denials, filterPattern: '{ $.responseStatus.code = 403 }', destinationArn: "arn:aws:lambda:us-west-2:111122223333:function:page"}]}`,
    ],
  },
  applies({ logGroupName }, world) {
    const cluster = groupName.exec(logGroupName)?.[1]
    return cluster !== undefined && world.find('clusters', cluster) !== undefined
  },
  judge({ logGroupName, retentionInDays }, world) {
    if (retentionInDays === undefined || retentionInDays === null || retentionInDays >= days) return undefined
    // A subscription that takes everything may feed an archive that keeps it for longer; its end is out of sight.
    const archive = (world.find('subscriptionFilters', logGroupName)?.subscriptionFilters ?? []).find(
      ({ filterPattern }) => matchesPattern(filterPattern, {}) === true,
    )
    if (archive)
      return {
        because: 'not asked',
        detail: `how long the destination of subscription filter ${archive.filterName} keeps what ${logGroupName} drops after ${retentionInDays} days is not known`,
      }
    return { says: `the log is deleted after ${retentionInDays} days`, at: 'retentionInDays', actual: retentionInDays, wanted: `at least ${days}, or no limit` }
  },
  remedy: ({ logGroupName }) => ({
    says: 'Keep the log for a year',
    risk: 'none',
    steps: [{ do: 'aws', call: 'logs:PutRetentionPolicy', input: { logGroupName, retentionInDays: 365 } }],
  }),
})
