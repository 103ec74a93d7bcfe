/** What the program writes by Amazon GuardDuty's SDK. */
export {
  CreateDetectorCommand as CreateDetector,
  UpdateDetectorCommand as UpdateDetector,
  UpdateMalwareScanSettingsCommand as UpdateMalwareScanSettings,
} from '@aws-sdk/client-guardduty'
