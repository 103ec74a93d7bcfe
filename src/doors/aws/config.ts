/** What of AWS Config's SDK the program uses; bundled without the rest of it. */
export {
  ConfigServiceClient as Client,
  DescribeConfigurationRecorderStatusCommand as DescribeConfigurationRecorderStatus,
  DescribeConfigurationRecordersCommand as DescribeConfigurationRecorders,
} from '@aws-sdk/client-config-service'
