/** Which permissions it takes to see the kinds that a control reads. */
import type { DerivedKind, Kind, StoredKind } from '../model/facts.ts'
import { kinds } from '../model/kinds.ts'
import { sourcesOf } from './view.ts'

/** The stored kinds behind what a control is about and what it needs. */
export function kindsRead(control: { readonly about: Kind; readonly needs?: readonly Kind[]; readonly ask?: string }): StoredKind[] {
  if (control.ask !== undefined) return []
  const read = [control.about, ...(control.needs ?? [])].flatMap((kind) => sourcesOf[kind as DerivedKind] ?? [kind as StoredKind])
  return [...new Set(read)]
}

/** RBAC rules as `list pods`, IAM actions as `eks:DescribeCluster`; sorted, each once. */
export function permissionsFor(read: readonly StoredKind[]): string[] {
  const needed = read.flatMap((kind): string[] => {
    const info = kinds[kind]
    if (info.plane === 'kubernetes') return [info.resource, ...('also' in info ? [info.also.resource] : [])].map((resource) => `list ${resource}`)
    if (info.plane === 'aws') return info.calls.map(iamAction)
    if (kind === 'kubelets') return ['get nodes/configz']
    return kind === 'kubeVersions' ? ['get /version'] : []
  })
  return [...new Set(needed)].sort()
}

/** Operations whose IAM action has another name. Source: AWS Service Authorization Reference. */
const otherNames: Readonly<Record<string, string>> = {
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
}

/** The IAM action that allows an operation. */
export function iamAction(operation: string): string {
  return otherNames[operation] ?? operation.replace(/^elasticloadbalancingv2:/, 'elasticloadbalancing:').replace(/^efs:/, 'elasticfilesystem:')
}
