/** Things by their namespace; those that name none are in `default`, as kubectl puts them. */
import { groupBy } from '../model/groups.ts'

export function byNamespace<T extends { readonly metadata: { readonly namespace?: string } }>(things: readonly T[]): ReadonlyMap<string, readonly T[]> {
  return groupBy(things, ({ metadata }) => metadata.namespace ?? 'default')
}
