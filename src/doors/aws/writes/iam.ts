/** What the program writes by AWS IAM's SDK. */
export {
  TagRoleCommand as TagRole,
  UntagRoleCommand as UntagRole,
} from '@aws-sdk/client-iam'
