/** A customer-managed key is never renewed, or seldom. */
import { control } from '../../model/control.ts'

const key = (
  rotation: string,
  metadata = 'Origin: AWS_KMS, KeySpec: SYMMETRIC_DEFAULT, KeyManager: CUSTOMER',
) => `kms:GetKeyRotationStatus.k1: {KeyId: k1, ${rotation}}
---
kms:DescribeKey.k1: {KeyMetadata: {KeyId: k1, ${metadata}}}`

export default control({
  title: 'Customer-managed keys rotate at least once a year',
  severity: 'low',
  about: 'kmsKeyRotations',
  needs: ['kmsKeys'],
  why: `
    Rotation bounds how much data one piece of key material protects, and with it what a leak or a broken cipher would
    cost. KMS does it without touching the data or the key's name.`,
  fix: 'aws kms enable-key-rotation --key-id KEY --rotation-period-in-days 365',
  refs: [
    'https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/data-encryption-and-secrets-management.html',
  ],
  examples: {
    good: [key('KeyRotationEnabled: true, RotationPeriodInDays: 365'), key('KeyRotationEnabled: true')],
    bad: [key('KeyRotationEnabled: false'), key('KeyRotationEnabled: true, RotationPeriodInDays: 2560')],
  },
  applies({ KeyId }, world) {
    const known = world.find('kmsKeys', KeyId)
    // KMS rotates neither imported nor asymmetric material; keys of AWS rotate by themselves.
    return (
      known === undefined ||
      ((known.Origin ?? 'AWS_KMS') === 'AWS_KMS' && (known.KeySpec ?? 'SYMMETRIC_DEFAULT') === 'SYMMETRIC_DEFAULT' && known.KeyManager !== 'AWS')
    )
  },
  judge({ KeyRotationEnabled, RotationPeriodInDays: days }) {
    if (KeyRotationEnabled !== true) return { says: 'automatic rotation is off', at: 'KeyRotationEnabled', actual: KeyRotationEnabled ?? null, wanted: true }
    return days !== undefined && days > 365
      ? { says: `the key rotates every ${days} days`, at: 'RotationPeriodInDays', actual: days, wanted: 'at most 365' }
      : undefined
  },
  remedy: ({ KeyId }) => ({
    says: 'Rotate the key once a year',
    risk: 'none',
    steps: [{ do: 'aws', call: 'kms:EnableKeyRotation', input: { KeyId, RotationPeriodInDays: 365 } }],
  }),
})
