/** What the program writes by Amazon ECR's SDK. */
export {
  PutImageScanningConfigurationCommand as PutImageScanningConfiguration,
  PutImageTagMutabilityCommand as PutImageTagMutability,
  PutRegistryScanningConfigurationCommand as PutRegistryScanningConfiguration,
} from '@aws-sdk/client-ecr'
