/** The default service account gives its token to every pod that does not say otherwise. */
import { is, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

export default control({
  title: 'Default service accounts do not mount their token',
  severity: 'medium',
  about: 'serviceAccounts',
  applies: object('metadata.name', is('default')),
  must: object('automountServiceAccountToken', is(false)),
  why: `
    A pod that names no account gets the token of default, mostly without anybody wanting it. Whoever breaks into the pod
    can then speak to the API server, with whatever right the account has been given since.`,
  fix: 'kubectl patch serviceaccount default -n NAMESPACE -p \'{"automountServiceAccountToken": false}\'',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
  ],
  examples: {
    good: [`{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: shop}, automountServiceAccountToken: false}`],
    bad: [
      `{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: shop}}`,
      `{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: kube-system}, automountServiceAccountToken: true}`,
    ],
  },
})
