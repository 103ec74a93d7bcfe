/** What of Amazon CloudWatch's SDK the program uses; bundled without the rest of it. */
export {
  CloudWatchClient as Client,
  DescribeAlarmsCommand as DescribeAlarms,
} from '@aws-sdk/client-cloudwatch'
