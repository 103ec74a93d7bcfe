/** A Secret holds a service account token that never ends. */
import { control } from '../../model/control.ts'

const accountName = 'kubernetes.io/service-account.name'

export default control({
  title: 'No Secret holds a service account token',
  severity: 'high',
  about: 'secrets',
  why: `
    Such a token is valid until somebody deletes the Secret, from any place, for whoever may read Secrets or once could.
    Tokens from the TokenRequest API end by themselves, and die with their pod.`,
  fix: 'Let the client use a projected token, an IAM principal with an access entry, or kubectl create token for one hour; then delete the Secret.',
  refs: [
    'https://kubernetes.io/docs/concepts/security/service-accounts/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  examples: {
    good: [`{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop}, type: Opaque, data: {token: c2VjcmV0}}`],
    bad: [
      `{apiVersion: v1, kind: Secret, metadata: {name: ci, namespace: shop, annotations: {kubernetes.io/service-account.name: ci}}, type: kubernetes.io/service-account-token}`,
      // Asked for metadata only, the API server tells no type.
      `{apiVersion: v1, kind: Secret, metadata: {name: ci, namespace: shop, annotations: {kubernetes.io/service-account.name: ci}}, data: {ca.crt: eA==, namespace: eA==, token: eA==}}`,
    ],
  },
  judge({ type, keys = [], metadata: { annotations = {}, labels = {} } }) {
    const account = annotations[accountName]
    const isToken =
      type === 'kubernetes.io/service-account-token' || (type === undefined && account !== undefined && (keys.length === 0 || keys.includes('token')))
    if (!isToken) return undefined
    const used = labels['kubernetes.io/legacy-token-last-used']
    return {
      says: `holds a lasting token of service account ${account ?? 'unknown'}${used === undefined ? '' : `, last used ${used}`}`,
      at: `metadata.annotations[${accountName}]`,
      ...(account !== undefined && { actual: account }),
    }
  },
  remedy: ({ metadata: { name, namespace } }) => ({
    says: 'Delete the token once nobody uses it',
    risk: 'outage',
    steps: [{ do: 'tell', text: `kubectl delete secret ${name} -n ${namespace}` }],
  }),
})
