/** What the program writes by AWS Config's SDK. */
export {
  StartConfigurationRecorderCommand as StartConfigurationRecorder,
  StopConfigurationRecorderCommand as StopConfigurationRecorder,
} from '@aws-sdk/client-config-service'
