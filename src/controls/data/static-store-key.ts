/** A secret store signs in to AWS with keys that never expire. */
import { control } from '../../model/control.ts'

const store = (auth: string, kind = 'SecretStore') =>
  `{apiVersion: external-secrets.io/v1, kind: ${kind}, metadata: {name: aws${kind === 'SecretStore' ? ', namespace: shop' : ''}}, spec: {provider: {aws: {service: SecretsManager, region: us-west-2${auth}}}}}`

export default control({
  title: 'Secret stores sign in to AWS by a role, not by static keys',
  severity: 'medium',
  about: 'secretStores',
  why: `
    The key to all other secrets lies in one of them, never expires, and works from anywhere. A role that the service
    account takes on has nothing to steal that lasts.`,
  fix: 'Remove spec.provider.aws.auth.secretRef; associate a role with the service account (Pod Identity, or jwt.serviceAccountRef with IRSA) that reads the secrets of this team alone, and delete the keys.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html', 'https://external-secrets.io/latest/provider/aws-access/'],
  examples: {
    good: [store(', auth: {jwt: {serviceAccountRef: {name: reader}}}'), store('')],
    bad: [
      store(', auth: {secretRef: {accessKeyIDSecretRef: {name: keys, key: id}}}'),
      store(', auth: {secretRef: {accessKeyIDSecretRef: {name: keys, key: id}}}', 'ClusterSecretStore'),
    ],
  },
  applies: ({ spec }) => spec?.provider?.aws !== undefined,
  judge: ({ spec }) =>
    spec?.provider?.aws?.auth?.secretRef
      ? { says: 'it signs in with access keys from a Secret', at: 'spec.provider.aws.auth.secretRef', wanted: 'a role of the service account' }
      : undefined,
})
