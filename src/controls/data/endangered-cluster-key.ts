/** The key of the cluster is about to go, or may be taken away by those who should not. */
import type { Cluster, KmsKey } from '../../model/aws.ts'
import { control } from '../../model/control.ts'
import type { Evidence } from '../../model/finding.ts'
import type { World } from '../../model/world.ts'
import { coversAction, nameOfArn, type Statement, statementsOf } from '../../reach/iam.ts'

/** Rights with which a key is lost, or is given to somebody else who may lose it. */
const destroys = ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:PutKeyPolicy', 'kms:DeleteImportedKeyMaterial']
/** Rights of those who work with the key: who has them from the same policy is no administrator of keys alone. */
const uses = ['kms:Decrypt', 'kms:GenerateDataKey']

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
    return [...stateOf(key), ...policyOf(key, world)]
  },
})

const keyOf = (config: Cluster['encryptionConfig']): string | undefined =>
  config
    ?.find(({ provider }) => provider?.keyArn !== undefined)
    ?.provider?.keyArn?.split('/')
    .at(-1)
const refOf = ({ KeyId }: KmsKey) => ({ kind: 'AWS::KMS::Key', name: KeyId })

function stateOf(key: KmsKey): Evidence[] {
  const { KeyState, DeletionDate, KeyId } = key
  if (KeyState === 'Enabled' || KeyState === undefined) return []
  return [
    {
      says: `key ${KeyId} is ${KeyState}${DeletionDate ? ` and gone on ${String(DeletionDate).slice(0, 10)}` : ''}`,
      actual: KeyState,
      wanted: 'Enabled',
      via: [refOf(key)],
    },
  ]
}

function policyOf(key: KmsKey, world: World<'kmsKeyPolicies' | 'accessEntries'>): Evidence[] {
  const allowed = statementsOf(world.find('kmsKeyPolicies', key.KeyId)?.policy).filter(({ effect }) => effect === 'Allow')
  const found: Evidence[] = []
  const open = allowed.find(({ principals, conditions }) => conditions.length === 0 && principals.some(({ type, id }) => type === 'AWS' && id === '*'))
  if (open)
    found.push({
      says: `the key policy allows ${open.actions.slice(0, 3).join(', ')} to everybody`,
      wanted: 'principals by name, or a condition',
      via: [refOf(key)],
    })
  for (const statement of allowed) {
    const rights = destroys.filter((action) => coversAction(statement, action))
    if (rights.length === 0) continue
    for (const arn of statement.principals.flatMap(({ type, id }) => (type === 'AWS' ? [id] : []))) {
      // The account itself may: its IAM policies decide, and somebody must keep the key manageable.
      if (!arn.startsWith('arn:') || arn.endsWith(':root')) continue
      const double = doubleRole(arn, allowed, world)
      if (double)
        found.push({
          says: `${arn.split(':').slice(5).join(':')}, which also ${double}, may ${rights.slice(0, 3).join(', ')}`,
          wanted: 'administrators of keys alone',
          via: [refOf(key), { kind: 'AWS::IAM::Role', name: nameOfArn(arn) }],
        })
    }
  }
  return found
}

/** What else the principal does, so that it is no administrator of keys alone. */
function doubleRole(arn: string, allowed: readonly Statement[], world: World<'accessEntries'>): string | undefined {
  if (allowed.some((statement) => statement.principals.some(({ id }) => id === arn) && uses.some((action) => coversAction(statement, action))))
    return 'uses the key'
  return world.some('accessEntries', ({ principalArn }) => principalArn === arn) ? 'works on the cluster' : undefined
}
