/** A Secret was written into the cluster by hand or by a chart, and comes from no secret store. */
import { control } from '../../model/control.ts'
import { objectRef, showRef } from '../../model/ref.ts'
import type { Secret } from '../../model/kubernetes.ts'

const secret = (metadata: string, rest = 'data: {password: eA==}') =>
  `{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop${metadata}}, ${rest}}`

export default control({
  title: 'Secrets of applications come from an external secret store',
  severity: 'low',
  about: 'secrets',
  why: `
    A Secret made by hand has no owner, no date and no rotation, and its value lies on the disk of whoever typed it. One
    that comes from a store is renewed there, and the store tells who read it.`,
  fix: 'Keep the value in AWS Secrets Manager or Parameter Store and bring it in by the Secrets Store CSI driver with the AWS provider, or by External Secrets.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/manage-secrets.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/data-encryption-and-secrets-management.html',
  ],
  examples: {
    good: [
      secret(', ownerReferences: [{apiVersion: external-secrets.io/v1, kind: ExternalSecret, name: db, controller: true}]'),
      secret(', labels: {secrets-store.csi.k8s.io/managed: "true"}'),
    ],
    bad: [secret(''), secret(', labels: {app.kubernetes.io/managed-by: Helm}', 'type: Opaque')],
  },
  applies: (secret, world) => world.source.collector !== 'manifests' && !/^kube-/.test(secret.metadata.namespace ?? '') && !isOtherSort(secret),
  judge(secret) {
    if (isFromStore(secret)) return undefined
    if (secret.type === undefined && secret.keys === undefined) {
      return {
        because: 'untold',
        detail: `what sort of ${showRef(objectRef(secret))} is cannot be told: neither its type nor its keys were shown`,
      }
    }
    return { says: 'no secret store stands behind it', wanted: 'an ExternalSecret, or a SecretProviderClass' }
  },
})

/** Certificates, registry logins, tokens and release records are made by machines for other ends. */
function isOtherSort({ type, keys = [], metadata }: Secret): boolean {
  if (type !== undefined) return type !== 'Opaque'
  if (metadata.annotations?.['kubernetes.io/service-account.name'] !== undefined || metadata.name.startsWith('sh.helm.release.v')) return true
  return keys.includes('tls.crt') || keys.includes('.dockerconfigjson') || keys.includes('.dockercfg') || (keys.includes('token') && keys.includes('ca.crt'))
}

const stores =
  /^(ExternalSecret|ClusterExternalSecret|PushSecret|SecretProviderClassPodStatus|VaultStaticSecret|VaultDynamicSecret|VaultPKISecret|Certificate)$/

function isFromStore({ metadata }: Secret): boolean {
  if ((metadata.ownerReferences ?? []).some(({ kind }) => stores.test(kind))) return true
  return Object.keys({ ...metadata.labels, ...metadata.annotations }).some((key) =>
    /^(secrets-store\.csi\.k8s\.io|reconcile\.external-secrets\.io|vault\.security\.banzaicloud\.io)\//.test(key),
  )
}
