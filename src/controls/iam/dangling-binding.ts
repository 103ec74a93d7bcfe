/** A binding names a role or an account that does not exist, and waits for somebody to create it. */
import { control } from '../../model/control.ts'
import { holdersOf, isHeld, roleOf, showSubjects } from '../../reach/rbac.ts'
import { builtInRules } from '../../reach/rbac-defaults.ts'

export default control({
  title: 'Bindings name roles and accounts that exist',
  severity: 'low',
  about: 'grants',
  needs: ['roles', 'serviceAccounts'],
  why: `
    A binding outlives what it names. Whoever may create the missing service account, or the missing role, gets or gives
    rights that nobody granted to him.`,
  fix: 'kubectl delete the binding, or take the missing subject out of it.',
  refs: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  examples: {
    good: [
      `{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: shop}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: web}]`,
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: support, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
subjects: [{kind: ServiceAccount, name: support-bot}]`,
      `{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: shop}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: gone}
subjects: [{kind: ServiceAccount, name: web}]`,
    ],
  },
  // Beside a file the rest may well be elsewhere.
  applies: (grant, world) => world.source.scope === 'cluster' && isHeld(grant) && grant.roleRef !== undefined,
  judge(grant, world) {
    const role = roleOf(grant)
    if (!grant.gives && !builtInRules(role.kind, role.name) && !world.find('roles', role.name, role.namespace)) {
      return { says: `${role.kind} ${role.name} does not exist`, at: 'roleRef.name', actual: role.name }
    }
    const missing = holdersOf(grant).filter(({ kind, namespace, name }) => kind === 'ServiceAccount' && !world.find('serviceAccounts', name, namespace))
    const [first] = missing
    return first && { says: `${showSubjects(missing)} does not exist, but holds ${role.kind} ${role.name}`, at: `subjects[${first.index}].name`, via: [role] }
  },
})
