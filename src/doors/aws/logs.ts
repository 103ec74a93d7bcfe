/** What of Amazon CloudWatch Logs's SDK the program uses; bundled without the rest of it. */
export {
  CloudWatchLogsClient as Client,
  DescribeLogGroupsCommand as DescribeLogGroups,
  DescribeLogStreamsCommand as DescribeLogStreams,
  DescribeMetricFiltersCommand as DescribeMetricFilters,
  DescribeSubscriptionFiltersCommand as DescribeSubscriptionFilters,
} from '@aws-sdk/client-cloudwatch-logs'
