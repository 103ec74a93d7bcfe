/** What the program writes by Amazon EKS's SDK. */
export {
  UpdateClusterConfigCommand as UpdateClusterConfig,
  UpdateNodegroupConfigCommand as UpdateNodegroupConfig,
} from '@aws-sdk/client-eks'
