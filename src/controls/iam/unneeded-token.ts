/** A pod carries a token for the API server that it has no right to use. */
import { podSpecPath } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { accountOf, grantsTo, mountsToken, projectsToken } from '../../reach/service-accounts.ts'

export default control({
  title: 'Only pods that call the Kubernetes API get a token for it',
  severity: 'medium',
  about: 'workloads',
  needs: ['serviceAccounts', 'grants'],
  why: `
    A token in a pod is the first thing an intruder reads. It tells him the cluster, lets him ask what it may do, and gains
    every right that the account is given later. IRSA and Pod Identity bring tokens of their own and need none of it.`,
  fix: 'Set automountServiceAccountToken: false in the pod template (or on the service account).',
  refs: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  examples: {
    good: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {serviceAccountName: web, automountServiceAccountToken: false, containers: [{name: web, image: web:1}]}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: shop}, automountServiceAccountToken: true}`,
      // It has rights, so it has a use for the token.
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {serviceAccountName: web, containers: [{name: web, image: web:1}]}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: web}]`,
    ],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
      // The pod's word counts before the account's.
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {serviceAccountName: web, automountServiceAccountToken: true, containers: [{name: web, image: web:1}]}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: shop}, automountServiceAccountToken: false}`,
      // A token that is projected by hand, without an audience, is one for the API server.
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {spec: {automountServiceAccountToken: false, containers: [{name: web, image: web:1}], volumes: [{name: token, projected: {sources: [{serviceAccountToken: {path: token}}]}}]}}}`,
    ],
  },
  judge(workload, world) {
    const projects = projectsToken(workload)
    if (!projects && !mountsToken(workload, world)) return undefined
    const account = accountOf(workload)
    if (grantsTo(account, world).length > 0) return undefined
    const at = podSpecPath(workload, projects ? 'volumes' : 'automountServiceAccountToken')
    const own = workload.pod.spec?.automountServiceAccountToken
    return {
      says: `the token of ${account.namespace}/${account.name} is ${projects ? 'projected' : 'mounted'}, but the account holds no role`,
      at,
      ...(!projects && own === true && { actual: true }),
      wanted: false,
    }
  },
  remedy: (workload) => {
    const { apiVersion, kind, metadata } = workload
    const on = { apiVersion, kind, name: metadata.name, ...(metadata.namespace !== undefined && { namespace: metadata.namespace }) }
    if (projectsToken(workload))
      return {
        says: 'Take the projected token out of the volumes',
        risk: 'restart',
        steps: [{ do: 'tell', text: 'Remove the serviceAccountToken source without an audience from the volumes of the pod template' }],
      }
    return {
      says: 'Do not mount the token',
      risk: 'restart',
      steps: [{ do: 'patch', on, edits: [{ path: podSpecPath(workload, 'automountServiceAccountToken'), value: false }] }],
    }
  },
})
