/** What of Amazon EC2 Auto Scaling's SDK the program uses; bundled without the rest of it. */
export {
  AutoScalingClient as Client,
  DescribeAutoScalingGroupsCommand as DescribeAutoScalingGroups,
} from '@aws-sdk/client-auto-scaling'
