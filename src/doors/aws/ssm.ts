/** What of AWS Systems Manager's SDK the program uses; bundled without the rest of it. */
export {
  SSMClient as Client,
  DescribeInstanceInformationCommand as DescribeInstanceInformation,
} from '@aws-sdk/client-ssm'
