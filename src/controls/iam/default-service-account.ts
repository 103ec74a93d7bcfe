/** A workload runs under the default service account of its namespace. */
import { perPod, podSpecPath } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { accountNameOf } from '../../reach/service-accounts.ts'

export default control({
  title: 'Every workload names a service account of its own',
  severity: 'medium',
  about: 'workloads',
  why: `
    Pods that name no account share default, so a right or an IAM role that one of them needs is given to all, and the audit
    log cannot tell them apart.`,
  fix: 'kubectl create serviceaccount NAME -n NAMESPACE, and set serviceAccountName: NAME in the pod template.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://kubernetes.io/docs/concepts/security/service-accounts/',
  ],
  examples: {
    good: [`{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {serviceAccountName: web, containers: [{name: web, image: web:1}]}}`],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
      `apiVersion: batch/v1
kind: CronJob
metadata: {name: web, namespace: shop}
spec: {jobTemplate: {spec: {template: {spec: {serviceAccountName: default, containers: [{name: web, image: web:1}]}}}}}`,
    ],
  },
  judge: perPod((workload) => {
    const { spec } = workload.pod
    if (accountNameOf(spec) !== 'default') return undefined
    const named = spec?.serviceAccountName
    return {
      says: 'runs under the default service account of its namespace',
      at: podSpecPath(workload, 'serviceAccountName'),
      ...(named === 'default' && { actual: named }),
      wanted: 'an account of its own',
    }
  }),
})
