/** RBAC as the API server reads it, in cases that a careless reading gets wrong. */
import { expect, it } from 'vitest'
import { exampleWorld } from '../../test/kit/example-world.ts'
import { view } from '../world/view.ts'
import { addedTo } from './default-roles.ts'
import { createPods, proxyNodes, readSecrets } from './powers.ts'
import { accuse, allows, holdersOf, isHeld } from './rbac.ts'

const rule = (apiGroups: string[], resources: string[], verbs: string[], resourceNames?: string[]) => ({
  apiGroups,
  resources,
  verbs,
  ...(resourceNames && { resourceNames }),
})

it.each([
  [rule([''], ['pods'], ['get']), 'get', '', 'pods', true],
  [rule([''], ['pods'], ['GET']), 'get', '', 'pods', false],
  [rule([''], ['pods'], ['get']), 'get', '', 'pods/exec', false],
  [rule([''], ['pods/*'], ['get']), 'get', '', 'pods/exec', false],
  [rule([''], ['*/exec'], ['get']), 'get', '', 'pods/exec', true],
  [rule([''], ['*'], ['*']), 'escalate', 'rbac.authorization.k8s.io', 'roles', false],
  [rule(['*'], ['*'], ['*']), 'escalate', 'rbac.authorization.k8s.io', 'roles', true],
  [{ verbs: ['get'] }, 'get', '', 'pods', false],
] as const)('%j: %s %s %s is %s', (one, verb, group, resource, allowed) => {
  expect(allows(one as never, verb, group, resource)).toBe(allowed)
})

const binding = (kind: string, role: string, subjects: string, rules: string, name = 'b') => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: ${role}}
rules: ${rules}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: {name: '${name}'${kind === 'RoleBinding' ? ', namespace: shop' : ''}}
roleRef: {kind: ClusterRole, name: ${role}}
subjects: ${subjects}`

const grantOf = (yaml: string) => {
  const { world } = exampleWorld(yaml)
  return { world, grant: world.all('grants')[0]! }
}

it('a RoleBinding gives nothing that has no namespace', () => {
  const rules = "[{apiGroups: [''], resources: [nodes/proxy, secrets], verbs: ['*']}]"
  const { world, grant } = grantOf(binding('RoleBinding', 'agent', '[{kind: User, name: jane}]', rules))
  expect(accuse(grant, proxyNodes, world)).toBeUndefined()
  expect(accuse(grant, readSecrets, world)?.says).toBe('User jane may get, list, watch secrets in namespace shop, by ClusterRole agent')
})

it('users of the control plane are no holders, whatever their bindings are called; others are, whatever theirs are called', () => {
  const rules = "[{apiGroups: [''], resources: [pods], verbs: [create]}]"
  expect(isHeld(grantOf(binding('ClusterRoleBinding', 'x', "[{kind: User, name: 'eks:addon-manager'}]", rules)).grant)).toBe(false)
  expect(isHeld(grantOf(binding('ClusterRoleBinding', 'x', '[{kind: User, name: jane}]', rules, 'eks:addon-manager')).grant)).toBe(true)
  expect(isHeld(grantOf(binding('ClusterRoleBinding', 'x', "[{kind: User, name: 'system:node:ip-10-0-0-1'}]", rules)).grant)).toBe(true)
})

it('a default binding holds what it was made with; what was added counts', () => {
  const subjects = "[{kind: Group, name: 'system:masters'}, {kind: ServiceAccount, namespace: ci, name: runner}]"
  const { grant } = grantOf(binding('ClusterRoleBinding', 'cluster-admin', subjects, '[]', 'cluster-admin'))
  expect(holdersOf(grant).map(({ name }) => name)).toEqual(['runner'])
})

it('an account may be written as a user, and without its namespace', () => {
  const { grant } = grantOf(binding('RoleBinding', 'x', "[{kind: User, name: 'system:serviceaccount:ci:bot'}, {kind: ServiceAccount, name: web}]", '[]'))
  expect(holdersOf(grant)).toEqual([
    { kind: 'ServiceAccount', namespace: 'ci', name: 'bot', index: 0 },
    { kind: 'ServiceAccount', namespace: 'shop', name: 'web', index: 1 },
  ])
})

it('a role of files without a binding is judged by itself; one of a cluster is not', () => {
  const yaml =
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: deployer}\nrules: [{apiGroups: [apps], resources: [deployments], verbs: [patch]}]'
  const { snapshot, world } = exampleWorld(yaml)
  expect(world.all('grants')).toEqual([])
  const files = view({ ...snapshot, source: { ...snapshot.source, scope: 'files' } })
  const [grant] = files.all('grants')
  expect(accuse(grant!, createPods, files)).toEqual({
    says: 'whoever is bound to ClusterRole deployer may patch deployments in the whole cluster',
    at: 'rules[0]',
  })
})

it('built-in roles are known where they were not seen', () => {
  const { snapshot } = exampleWorld(binding('ClusterRoleBinding', 'x', '[{kind: User, name: jane}]', '[]').replaceAll('name: x}', 'name: edit}'))
  const gap = { because: 'denied', detail: 'list clusterroles', lacks: 'list clusterroles' } as const
  const blind = view({ ...snapshot, facts: { ...snapshot.facts, roles: { things: [], gap } } })
  expect(accuse(blind.all('grants')[0]!, createPods, blind)?.says).toMatch(/^User jane may create, update, patch pods/)
})

it('tells what was added to a default role', () => {
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'system:node-proxier' },
    rules: [rule([''], ['services', 'secrets'], ['list'])],
  }
  expect(addedTo(role)).toEqual(['read Secrets'])
  expect(addedTo({ ...role, metadata: { name: 'system:node' } })).toEqual([])
})
