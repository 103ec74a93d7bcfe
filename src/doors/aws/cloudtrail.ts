/** What of AWS CloudTrail's SDK the program uses; bundled without the rest of it. */
export {
  CloudTrailClient as Client,
  DescribeTrailsCommand as DescribeTrails,
  GetEventSelectorsCommand as GetEventSelectors,
  GetTrailStatusCommand as GetTrailStatus,
} from '@aws-sdk/client-cloudtrail'
