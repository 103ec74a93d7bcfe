/** Globs over short names (control ids, namespaces): `*` is any run of characters, `?` any one. */

const special = /[.+^${}()|[\]\\]/g

/** Whether a name matches any of the globs. */
export function globs(patterns: readonly string[]): (name: string) => boolean {
  const expressions = patterns.map((pattern) => new RegExp(`^${pattern.replace(special, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`))
  return (name) => expressions.some((expression) => expression.test(name))
}
