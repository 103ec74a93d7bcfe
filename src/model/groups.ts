/** Lists by a key, in the order in which their things came. */

export function addTo<K, T>(groups: Map<K, T[]>, key: K, thing: T): void {
  const group = groups.get(key)
  if (group) group.push(thing)
  else groups.set(key, [thing])
}

/** As Map.groupBy of later versions of Node. */
export function groupBy<K, T>(things: Iterable<T>, keyOf: (thing: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const thing of things) addTo(groups, keyOf(thing), thing)
  return groups
}
