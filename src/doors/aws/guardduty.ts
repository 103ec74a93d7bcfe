/** What of Amazon GuardDuty's SDK the program uses; bundled without the rest of it. */
export {
  GuardDutyClient as Client,
  GetDetectorCommand as GetDetector,
  GetFindingsCommand as GetFindings,
  GetMalwareScanSettingsCommand as GetMalwareScanSettings,
  ListCoverageCommand as ListCoverage,
  ListDetectorsCommand as ListDetectors,
  ListFindingsCommand as ListFindings,
} from '@aws-sdk/client-guardduty'
