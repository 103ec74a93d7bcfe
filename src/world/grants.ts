/** Who may do what: every binding joined with its role; aggregation was resolved by the API server. */
import type { Grant } from '../model/facts.ts'
import type { Role } from '../model/kubernetes.ts'
import type { Origin, Shelf } from '../model/snapshot.ts'
import type { World } from '../model/world.ts'

const key = (kind: string | undefined, namespace: string | undefined, name: string | undefined): string => `${kind}/${namespace ?? ''}/${name}`

/** A Role is looked up in the namespace of its binding, a ClusterRole anywhere. */
export function grantsOf(world: World<'roleBindings' | 'roles'>): Shelf<Grant> {
  const roles = world.seen('roles').things
  const known = new Map(roles.map((role) => [key(role.kind, role.metadata.namespace, role.metadata.name), role]))
  const bindings = world.seen('roleBindings')
  const bound = new Set<Role>()
  const things: Grant[] = []
  const from: (Origin | undefined)[] = []
  for (const binding of bindings.things) {
    const { kind, name } = binding.roleRef ?? {}
    const role = known.get(key(kind, kind === 'Role' ? binding.metadata.namespace : undefined, name))
    if (role) bound.add(role)
    things.push({ ...binding, ...(role && { gives: rulesOf(role) }) })
    from.push(world.origin(binding))
  }
  // In a cluster a role without a binding gives nothing; beside a file there may be a binding elsewhere.
  for (const role of world.source.scope === 'files' ? roles : []) {
    if (bound.has(role)) continue
    things.push({ ...role, rules: rulesOf(role), gives: rulesOf(role) })
    from.push(world.origin(role))
  }
  return { things, from: from as Origin[], ...(bindings.gap && { gap: bindings.gap }) }
}

const rulesOf = ({ rules }: Role) => (Array.isArray(rules) ? rules.filter((rule) => typeof rule === 'object' && rule !== null) : [])
