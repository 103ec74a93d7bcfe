/** What the program writes by Amazon CloudWatch Logs's SDK. */
export {
  DeleteRetentionPolicyCommand as DeleteRetentionPolicy,
  PutLogGroupDeletionProtectionCommand as PutLogGroupDeletionProtection,
  PutRetentionPolicyCommand as PutRetentionPolicy,
} from '@aws-sdk/client-cloudwatch-logs'
