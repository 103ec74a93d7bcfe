/** A binding names a group or user that no sign-in produces, and waits for somebody to take the name. */
import { control } from '../../model/control.ts'
import { isAwsAuth, isAwsAuthRead, readAwsAuth } from '../../reach/aws-auth.ts'
import { holdersOf, isRoleAlone, roleOf, showSubjects } from '../../reach/rbac.ts'

export default control({
  title: 'Bindings name people and groups that can sign in',
  severity: 'low',
  about: 'grants',
  needs: ['accessEntries', 'configMaps', 'clusters', 'identityProviders'],
  why: `
    Kubernetes keeps no list of users. A binding for a group that nobody is in works from the day on which an access entry
    with that group appears, and whoever writes entries need not know what it gives.`,
  fix: 'Remove the subject from the binding, or give the group to the access entry of the role it was meant for.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}}}
eks:DescribeAccessEntry.dev: {accessEntry: {principalArn: 'arn:aws:iam::111122223333:role/dev', username: dev, kubernetesGroups: ['shop:dev']}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: dev}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:dev'}, {kind: User, apiGroup: rbac.authorization.k8s.io, name: dev}]`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: ops}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'shop:ops'}]`,
      // In mode API nobody is who aws-auth says.
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: aws-auth, namespace: kube-system}, data: {mapUsers: '[{userarn: "arn:aws:iam::111122223333:user/bot", username: bot}]'}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: bot, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: bot}]`,
    ],
  },
  applies: (grant, world) =>
    world.source.scope === 'cluster' &&
    !isRoleAlone(grant) &&
    holdersOf(grant).some(({ kind, name }) => kind !== 'ServiceAccount' && !name.startsWith('system:')),
  judge(grant, world) {
    const people = holdersOf(grant).filter(({ kind, name }) => kind !== 'ServiceAccount' && !name.startsWith('system:'))
    const isEntry = (kind: string, name: string) =>
      world.some('accessEntries', ({ username, kubernetesGroups }) => (kind === 'User' ? username === name : kubernetesGroups?.includes(name) === true)) !==
      undefined
    const maps = isAwsAuthRead(world) ? world.all('configMaps').filter(isAwsAuth) : []
    const isMapped = (kind: string, name: string) =>
      maps.some((map) => readAwsAuth(map).mappings.some(({ username, groups }) => (kind === 'User' ? username === name : groups.includes(name))))
    const unknown = people.filter(({ kind, name }) => !isMapped(kind, name) && !isEntry(kind, name))
    const [first] = unknown
    if (!first) return undefined
    // What an OIDC provider puts into its tokens, and who else is in an account that aws-auth lets in whole, stands nowhere.
    const isForeign = world
      .all('identityProviders')
      .some(({ usernamePrefix, groupsPrefix }) => unknown.some(({ kind, name }) => name.startsWith((kind === 'User' ? usernamePrefix : groupsPrefix) ?? '')))
    if (isForeign || (maps.some((map) => readAwsAuth(map).accounts.length > 0) && unknown.some(({ name }) => name.startsWith('arn:')))) {
      return { because: 'not asked', detail: `whether somebody signs in as ${showSubjects(unknown)} only the identity provider knows` }
    }
    const role = roleOf(grant)
    return {
      says: `no access entry gives ${showSubjects(unknown)}, which ${unknown.length === 1 ? 'holds' : 'hold'} ${role.kind} ${role.name}`,
      at: `subjects[${first.index}].name`,
      actual: first.name,
      via: [role],
    }
  },
})
