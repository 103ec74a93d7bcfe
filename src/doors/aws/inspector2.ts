/** What of Amazon Inspector's SDK the program uses; bundled without the rest of it. */
export {
  Inspector2Client as Client,
  BatchGetAccountStatusCommand as BatchGetAccountStatus,
  ListCoverageCommand as ListCoverage,
  ListFindingsCommand as ListFindings,
} from '@aws-sdk/client-inspector2'
