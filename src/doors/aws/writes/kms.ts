/** What the program writes by AWS KMS's SDK. */
export {
  DisableKeyRotationCommand as DisableKeyRotation,
  EnableKeyRotationCommand as EnableKeyRotation,
} from '@aws-sdk/client-kms'
