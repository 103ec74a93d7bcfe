/** The key of the cluster is about to go, or may be taken away by those who should not. */
import type { Cluster } from '../../model/aws.ts'
import { control } from '../../model/control.ts'
import { policyFaults, stateFaults } from '../../reach/cluster-key.ts'

const key = (
  state: string,
  statements: string,
  more = '',
) => `eks:DescribeCluster: {cluster: {name: shop, encryptionConfig: [{resources: [secrets], provider: {keyArn: 'arn:aws:kms:us-west-2:111122223333:key/k1'}}]}}
---
kms:DescribeKey.k1: {KeyMetadata: {KeyId: k1, Arn: 'arn:aws:kms:us-west-2:111122223333:key/k1', KeyManager: CUSTOMER, ${state}}}
---
kms:GetKeyPolicy.k1: {Policy: '{"Statement": [${statements}]}'}
${more}`
const root = '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}'
const enabled = 'KeyState: Enabled'
const admin =
  '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/keys"}, "Action": ["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"], "Resource": "*"}'

export default control({
  title: 'The key of the cluster cannot be deleted or misused',
  severity: 'high',
  about: 'clusters',
  needs: ['kmsKeys', 'kmsKeyPolicies', 'accessEntries'],
  why: `
    Without its key the API server can read nothing within minutes, and after the deletion nobody can, ever: the cluster is
    lost. So few may switch the key off or delete it, and they are not those who run the cluster.`,
  fix: 'aws kms cancel-key-deletion (or enable-key) --key-id KEY; in the key policy leave kms:ScheduleKeyDeletion, kms:DisableKey and kms:PutKeyPolicy to administrators of keys alone.',
  refs: ['https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html', 'https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html'],
  examples: {
    good: [
      key(enabled, root),
      key(enabled, `${root}, ${admin}`),
      key(
        enabled,
        '{"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:CallerAccount": "111122223333"}}}',
      ),
    ],
    bad: [
      key('KeyState: PendingDeletion, DeletionDate: 2026-12-01T00:00:00Z', root),
      key('KeyState: Disabled', root),
      key(enabled, '{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:Decrypt", "Resource": "*"}'),
      key(
        enabled,
        `${root}, {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/deploy"}, "Action": ["kms:DisableKey", "kms:Decrypt"], "Resource": "*"}`,
      ),
      key(
        enabled,
        `${root}, ${admin}`,
        `---
eks:ListAccessEntries: {accessEntries: ['arn:aws:iam::111122223333:role/keys']}
---
eks:DescribeAccessEntry.keys: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:role/keys'}}`,
      ),
    ],
  },
  applies: ({ encryptionConfig }) => keyOf(encryptionConfig) !== undefined,
  judge({ encryptionConfig }, world) {
    const id = keyOf(encryptionConfig) ?? ''
    const key = world.find('kmsKeys', id)
    if (!key) return { because: 'untold', detail: `key ${id} of the cluster is not among the keys that were described`, lacks: 'kms:DescribeKey' }
    const policy = world.find('kmsKeyPolicies', id)?.policy
    if (!policy) return { because: 'untold', detail: `the policy of key ${id} is not among the answers`, lacks: 'kms:GetKeyPolicy' }
    return [...stateFaults(key), ...policyFaults(key, policy, world)]
  },
  remedy({ encryptionConfig }, world) {
    const KeyId = keyOf(encryptionConfig) ?? ''
    const state = world.find('kmsKeys', KeyId)?.KeyState
    const enable = { do: 'aws', call: 'kms:EnableKey', input: { KeyId } } as const
    if (state === 'PendingDeletion')
      return { says: 'Keep the key, and enable it', risk: 'none', steps: [{ do: 'aws', call: 'kms:CancelKeyDeletion', input: { KeyId } }, enable] }
    if (state === 'Disabled') return { says: 'Enable the key', risk: 'none', steps: [enable] }
    return {
      says: 'Leave the end of the key to administrators of keys alone',
      risk: 'none',
      steps: [{ do: 'tell', text: `aws kms put-key-policy --key-id ${KeyId} --policy file://policy.json, without the principals that the finding names` }],
    }
  },
})

const keyOf = (config: Cluster['encryptionConfig']): string | undefined =>
  config
    ?.find(({ provider }) => provider?.keyArn !== undefined)
    ?.provider?.keyArn?.split('/')
    .at(-1)
