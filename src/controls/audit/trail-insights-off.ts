/** No trail looks for unusual volumes of calls. */
import { control } from '../../model/control.ts'

export default control({
  title: 'CloudTrail Insights looks for unusual call volumes',
  severity: 'low',
  about: 'clusters',
  needs: ['trails'],
  why: `
    A burst of calls, or of refused calls, is how a stolen key sounds. CloudTrail can compare each hour with the usual and say so,
    without a rule for every call.`,
  fix: `aws cloudtrail put-insight-selectors --trail-name TRAIL --insight-selectors '[{"InsightType":"ApiCallRateInsight"},{"InsightType":"ApiErrorRateInsight"}]'`,
  refs: ['https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
cloudtrail:DescribeTrails: {trailList: [{Name: a, HasInsightSelectors: false}, {Name: b, HasInsightSelectors: true}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
cloudtrail:DescribeTrails: {trailList: [{Name: a, HasInsightSelectors: false}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
cloudtrail:DescribeTrails: {trailList: [{Name: a}]}`,
    ],
  },
  // Without any trail there is none to switch this on for; audit/missing-trail says so.
  applies: (_, world) => world.some('trails', () => true) !== undefined,
  judge(_, world) {
    if (world.some('trails', ({ HasInsightSelectors }) => HasInsightSelectors === true)) return undefined
    const trails = world.all('trails')
    return {
      says: `CloudTrail Insights is off on ${trails.map(({ Name }) => Name).join(', ')}`,
      wanted: 'ApiCallRateInsight and ApiErrorRateInsight',
      via: trails.map(({ Name }) => ({ kind: 'AWS::CloudTrail::Trail', name: Name })),
    }
  },
})
