/** What the program writes by Amazon EC2's SDK. */
export {
  DisableEbsEncryptionByDefaultCommand as DisableEbsEncryptionByDefault,
  EnableEbsEncryptionByDefaultCommand as EnableEbsEncryptionByDefault,
  ModifyInstanceMetadataDefaultsCommand as ModifyInstanceMetadataDefaults,
  ModifyInstanceMetadataOptionsCommand as ModifyInstanceMetadataOptions,
  ModifySubnetAttributeCommand as ModifySubnetAttribute,
} from '@aws-sdk/client-ec2'
