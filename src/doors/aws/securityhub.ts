/** What of AWS Security Hub's SDK the program uses; bundled without the rest of it. */
export {
  SecurityHubClient as Client,
  GetEnabledStandardsCommand as GetEnabledStandards,
} from '@aws-sdk/client-securityhub'
