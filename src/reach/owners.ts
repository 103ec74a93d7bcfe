/** Who answers for a thing, as its labels, annotations or tags tell. */

/** `owner`, `team`, `example.com/contact-email`, `app.example.com/owned-by`. */
const key = /(^|[/._:-])(owner|owners|owned-?by|team|squad|contact|contacts|maintainer|maintainers)([._-](email|name|team|slack|channel))?$/i

/** Whether some key that names an owner has a value. */
export function namesOwner(names: Readonly<Record<string, string>> | undefined): boolean {
  return Object.entries(names ?? {}).some(([name, value]) => key.test(name) && typeof value === 'string' && value.trim() !== '')
}
