/** Things by their namespace; those that name none are in `default`, as kubectl puts them. */
export function byNamespace<T extends { readonly metadata: { readonly namespace?: string } }>(things: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>()
  for (const thing of things) {
    const namespace = thing.metadata.namespace ?? 'default'
    const known = found.get(namespace)
    if (known) known.push(thing)
    else found.set(namespace, [thing])
  }
  return found
}
