/** The calls that change what the account holds. */
import type { Context } from '../context.ts'
import type { Body } from '../store.ts'
import * as access from './access.ts'
import * as addons from './addons.ts'
import * as clusters from './clusters.ts'
import * as settings from './settings.ts'

type Write = (context: Context, input: Body) => Body

export const writes: Readonly<Record<string, Write>> = {
  'eks:UpdateClusterConfig': clusters.updateClusterConfig,
  'eks:UpdateClusterVersion': clusters.updateClusterVersion,
  'eks:AssociateEncryptionConfig': clusters.associateEncryptionConfig,
  'eks:UpdateNodegroupConfig': clusters.updateNodegroupConfig,
  'eks:CreateAccessEntry': access.createAccessEntry,
  'eks:UpdateAccessEntry': access.updateAccessEntry,
  'eks:DeleteAccessEntry': access.deleteAccessEntry,
  'eks:AssociateAccessPolicy': access.associateAccessPolicy,
  'eks:DisassociateAccessPolicy': access.disassociateAccessPolicy,
  'eks:CreatePodIdentityAssociation': access.createPodIdentityAssociation,
  'eks:UpdatePodIdentityAssociation': access.updatePodIdentityAssociation,
  'eks:DeletePodIdentityAssociation': access.deletePodIdentityAssociation,
  'eks:CreateAddon': addons.createAddon,
  'eks:UpdateAddon': addons.updateAddon,
  'eks:DeleteAddon': addons.deleteAddon,
  'logs:PutRetentionPolicy': settings.putRetentionPolicy,
  'config:StartConfigurationRecorder': settings.startConfigurationRecorder,
  'config:StopConfigurationRecorder': settings.stopConfigurationRecorder,
  'logs:PutLogGroupDeletionProtection': settings.putLogGroupDeletionProtection,
  'logs:DeleteRetentionPolicy': settings.deleteRetentionPolicy,
  'ecr:PutImageScanningConfiguration': settings.putImageScanningConfiguration,
  'ecr:PutImageTagMutability': settings.putImageTagMutability,
  'ecr:PutRegistryScanningConfiguration': settings.putRegistryScanningConfiguration,
  'kms:CancelKeyDeletion': settings.cancelKeyDeletion,
  'kms:EnableKey': settings.enableKey,
  'kms:DisableKey': settings.disableKey,
  'kms:DisableKeyRotation': settings.disableKeyRotation,
  'kms:EnableKeyRotation': settings.enableKeyRotation,
  'ec2:ModifyInstanceMetadataOptions': settings.modifyInstanceMetadataOptions,
  'ec2:ModifyInstanceMetadataDefaults': settings.modifyInstanceMetadataDefaults,
  'ec2:EnableEbsEncryptionByDefault': settings.enableEbsEncryptionByDefault,
  'ec2:DisableEbsEncryptionByDefault': settings.disableEbsEncryptionByDefault,
  'ec2:ModifySubnetAttribute': settings.modifySubnetAttribute,
  'guardduty:UpdateDetector': settings.updateDetector,
  'guardduty:UpdateMalwareScanSettings': settings.updateMalwareScanSettings,
  'guardduty:CreateDetector': settings.createDetector,
  'inspector2:Enable': settings.enableInspector,
  'inspector2:Disable': settings.disableInspector,
  'iam:TagRole': settings.tagRole,
  'iam:UntagRole': settings.untagRole,
  'iam:UpdateAssumeRolePolicy': settings.updateAssumeRolePolicy,
}
