/** The key of a cluster: what may take it away, and who may though they should not. */
import type { KmsKey, PolicyDocument } from '../model/aws.ts'
import type { Evidence } from '../model/finding.ts'
import type { World } from '../model/world.ts'
import { coversAction, nameOfArn, type Statement, statementsOf } from './iam.ts'

/** Rights with which a key is lost, or is given to somebody else who may lose it. */
const destroys = ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:PutKeyPolicy', 'kms:DeleteImportedKeyMaterial']
/** Rights of those who work with the key: who has them from the same policy is no administrator of keys alone. */
const uses = ['kms:Decrypt', 'kms:GenerateDataKey']

const refOf = ({ KeyId }: KmsKey) => ({ kind: 'AWS::KMS::Key', name: KeyId })

/** The key is off, or about to go. */
export function stateFaults(key: KmsKey): Evidence[] {
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

/** Statements of its policy that let in everybody, or let those destroy the key who work with it or on the cluster. */
export function policyFaults(key: KmsKey, policy: PolicyDocument, world: World<'accessEntries'>): Evidence[] {
  const allowed = statementsOf(policy).filter(({ effect }) => effect === 'Allow')
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
