/** Different workloads share a service account that has rights. */
import { podSpecPath } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { hasOwnRole } from '../../reach/identity.ts'
import { accountOf, grantsTo, sharersOf } from '../../reach/service-accounts.ts'

export default control({
  title: 'Workloads share no service account that has rights',
  severity: 'medium',
  about: 'workloads',
  needs: ['grants', 'serviceAccounts', 'podIdentityAssociations'],
  why: `
    Each workload of a shared account has what any of them needs: its roles, its IAM role. When one is broken into, the log
    shows the account, and nobody can say which workload it was.`,
  fix: 'Give each workload an account of its own with the bindings it needs, and name it in serviceAccountName.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html'],
  examples: {
    good: [
      // Two parts of one application, and two that share an account without rights.
      `{apiVersion: v1, kind: Pod, metadata: {name: web-0, namespace: shop, labels: {app.kubernetes.io/name: web}}, spec: {serviceAccountName: web, containers: [{name: web, image: web:1}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web-1, namespace: shop, labels: {app.kubernetes.io/name: web}}, spec: {serviceAccountName: web, containers: [{name: web, image: web:1}]}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: shop, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/web'}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, spec: {serviceAccountName: plain, containers: [{name: a, image: a:1}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: b, namespace: shop}, spec: {serviceAccountName: plain, containers: [{name: b, image: b:1}]}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: front, namespace: shop}, spec: {serviceAccountName: shared, containers: [{name: front, image: front:1}]}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: shop}
spec: {jobTemplate: {spec: {template: {spec: {serviceAccountName: shared, containers: [{name: report, image: report:1}]}}}}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: shared, namespace: shop, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/web'}}}`,
      `{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, spec: {serviceAccountName: shared, containers: [{name: a, image: a:1}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: b, namespace: shop}, spec: {serviceAccountName: shared, containers: [{name: b, image: b:1}]}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: shared}]`,
    ],
  },
  // The default account is told by controls of its own.
  applies: (workload) => accountOf(workload).name !== 'default',
  judge(workload, world) {
    const account = accountOf(workload)
    const others = sharersOf(workload, world)
    if (others.length === 0) return undefined
    // Beside a file its bindings may be elsewhere: there sharing itself is told.
    if (world.source.scope !== 'files' && grantsTo(account, world).length === 0 && !hasOwnRole(account.namespace, account.name, world)) return undefined
    const names = others.slice(0, 3).map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    return {
      says: `shares service account ${account.name} with ${names.join(', ')}${others.length > 3 ? ` and ${others.length - 3} more` : ''}`,
      at: podSpecPath(workload, 'serviceAccountName'),
      actual: account.name,
      wanted: 'an account of its own',
    }
  },
})
