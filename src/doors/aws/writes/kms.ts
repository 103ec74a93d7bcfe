/** What the program writes by AWS KMS's SDK. */
export {
  CancelKeyDeletionCommand as CancelKeyDeletion,
  DisableKeyCommand as DisableKey,
  DisableKeyRotationCommand as DisableKeyRotation,
  EnableKeyCommand as EnableKey,
  EnableKeyRotationCommand as EnableKeyRotation,
} from '@aws-sdk/client-kms'
