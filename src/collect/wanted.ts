/** Which kinds to collect so that others can be collected: what Kubernetes names is what AWS is asked about. */
import type { StoredKind } from '../model/facts.ts'
import { kinds } from '../model/kinds.ts'
import { sourcesOf } from '../world/view.ts'

/** AWS calls whose arguments Kubernetes names, and the kinds that name them. */
const namedBy: readonly (readonly [RegExp, readonly StoredKind[]])[] = [
  [/^iam:\w*Role/, ['serviceAccounts', 'configMaps']],
  [/^s3:/, ['persistentVolumes']],
  [/^ecr:DescribeImage/, sourcesOf.workloads],
]

/** The kinds that controls read, and those that name what is asked of AWS for them. */
export function withNaming(read: ReadonlySet<StoredKind>): ReadonlySet<StoredKind> {
  const wanted = new Set(read)
  for (const kind of read) {
    const info = kinds[kind]
    if (info.plane !== 'aws') continue
    for (const call of info.calls) for (const [calls, naming] of namedBy) if (calls.test(call)) for (const each of naming) wanted.add(each)
  }
  return wanted
}
