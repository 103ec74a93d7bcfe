/** Nothing reads the audit log. */
import { control } from '../../model/control.ts'
import { logGroupOf } from '../../reach/control-plane-logs.ts'
import { deadBecause } from '../../reach/dead-filters.ts'
import { enabledFeature, workingDetector } from '../../reach/guardduty.ts'

export default control({
  title: 'Something reads the audit log as it is written',
  severity: 'medium',
  about: 'clusters',
  needs: ['detectors', 'subscriptionFilters', 'metricFilters'],
  why: `
    A log that is only kept helps to explain an incident, never to notice one. GuardDuty, a filter with an alarm or a subscription
    to your SIEM each read it at once.`,
  fix: 'Let GuardDuty analyse EKS audit logs, or send the log on: aws logs put-subscription-filter --log-group-name /aws/eks/CLUSTER/cluster --filter-name siem --filter-pattern "" --destination-arn ARN',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/auditing-and-logging.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED, Features: [{Name: EKS_AUDIT_LOGS, Status: ENABLED}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: [{filterName: siem, filterPattern: '', destinationArn: "arn:aws:firehose:us-west-2:111122223333:deliverystream/siem"}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: denied, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.responseStatus.code = 403 }'}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: DISABLED, Features: [{Name: EKS_AUDIT_LOGS, Status: ENABLED}]}
logs:DescribeSubscriptionFilters./aws/eks/shop/cluster: {subscriptionFilters: []}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
logs:DescribeMetricFilters: {metricFilters: [{filterName: secret, logGroupName: /aws/eks/shop/cluster, filterPattern: '{ $.objectRef.resource = "secret" }'}, {filterName: denied, logGroupName: /aws/eks/other/cluster, filterPattern: '{ $.responseStatus.code = 403 }'}]}`,
    ],
  },
  judge(cluster, world) {
    const group = logGroupOf(cluster)
    const analysed = world.seen('detectors').things.some((detector) => detector.Status === 'ENABLED' && enabledFeature(detector, 'EKS_AUDIT_LOGS'))
    const sent = world
      .seen('subscriptionFilters')
      .things.some(({ logGroupName, subscriptionFilters }) => logGroupName === group && (subscriptionFilters ?? []).length > 0)
    const counted = world.seen('metricFilters').things.some(({ logGroupName, filterPattern }) => logGroupName === group && !deadBecause(filterPattern))
    if (analysed || sent || counted) return undefined
    workingDetector(world)
    world.find('subscriptionFilters', group)
    world.all('metricFilters')
    return {
      says: `GuardDuty does not analyse it, and ${group} has no subscription and no metric filter that can match`,
      wanted: 'GuardDuty, a subscription filter or a metric filter',
    }
  },
})
