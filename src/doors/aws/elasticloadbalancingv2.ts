/** What of Elastic Load Balancing v2's SDK the program uses; bundled without the rest of it. */
export {
  ElasticLoadBalancingV2Client as Client,
  DescribeListenersCommand as DescribeListeners,
  DescribeLoadBalancersCommand as DescribeLoadBalancers,
} from '@aws-sdk/client-elastic-load-balancing-v2'
