/** Keys of an account: its own, rotated every year, and the one that AWS keeps for volumes. */
import type { Body } from '../store.ts'
import { account, arn, daysBefore, iamArn, region, uuid } from './names.ts'
import { policy } from './policies.ts'

export const keyArn = (name: string): string => arn('kms', `key/${uuid(`key/${name}`)}`)

/** Customer managed keys, rotated every year. */
export function keys(names: readonly string[], now: Date): Record<string, Body> {
  const answers: Record<string, Body> = {
    'kms:ListAliases': {
      Aliases: names.map((name) => ({
        AliasName: `alias/${name}`,
        AliasArn: arn('kms', `alias/${name}`),
        TargetKeyId: uuid(`key/${name}`),
        CreationDate: daysBefore(now, 90),
      })),
    },
  }
  for (const name of names) {
    const KeyId = uuid(`key/${name}`)
    answers[`kms:DescribeKey.${KeyId}`] = {
      KeyMetadata: {
        AWSAccountId: account,
        KeyId,
        Arn: keyArn(name),
        CreationDate: daysBefore(now, 90),
        Enabled: true,
        Description: name,
        KeyUsage: 'ENCRYPT_DECRYPT',
        KeyState: 'Enabled',
        Origin: 'AWS_KMS',
        KeyManager: 'CUSTOMER',
        KeySpec: 'SYMMETRIC_DEFAULT',
        EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
        MultiRegion: false,
      },
    }
    const root = { Sid: 'Root', Effect: 'Allow', Principal: { AWS: iamArn('root') }, Action: 'kms:*', Resource: '*' }
    answers[`kms:GetKeyPolicy.${KeyId}`] = { PolicyName: 'default', Policy: JSON.stringify(policy(root)) }
    answers[`kms:GetKeyRotationStatus.${KeyId}`] = { KeyRotationEnabled: true, KeyId, RotationPeriodInDays: 365, NextRotationDate: daysBefore(now, -275) }
  }
  return answers
}

/** The key that AWS keeps for volumes whose owner chose none. */
export const awsKey = uuid('aws/ebs')
export const awsKeys = (now: Date): Record<string, Body> => ({
  'kms:ListAliases': {
    Aliases: [{ AliasName: 'alias/aws/ebs', AliasArn: arn('kms', 'alias/aws/ebs'), TargetKeyId: awsKey, CreationDate: daysBefore(now, 90) }],
  },
  [`kms:DescribeKey.${awsKey}`]: {
    KeyMetadata: {
      AWSAccountId: account,
      KeyId: awsKey,
      Arn: arn('kms', `key/${awsKey}`),
      CreationDate: daysBefore(now, 90),
      Enabled: true,
      Description: 'Default key that protects my EBS volumes when no other key is defined',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'Enabled',
      Origin: 'AWS_KMS',
      KeyManager: 'AWS',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      MultiRegion: false,
    },
  },
  [`kms:GetKeyPolicy.${awsKey}`]: {
    PolicyName: 'default',
    Policy: JSON.stringify(
      policy(
        {
          Sid: 'Allow access through EBS for all principals in the account that are authorized to use EBS',
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:CreateGrant', 'kms:DescribeKey'],
          Resource: '*',
          Condition: { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `ec2.${region}.amazonaws.com` } },
        },
        {
          Sid: 'Allow direct access to key metadata to the account',
          Effect: 'Allow',
          Principal: { AWS: iamArn('root') },
          Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
          Resource: '*',
        },
      ),
    ),
  },
  [`kms:GetKeyRotationStatus.${awsKey}`]: { KeyRotationEnabled: true, KeyId: awsKey },
})
