/** Every namespace may read all that a ClusterSecretStore can. */
import { control } from '../../model/control.ts'

const store = (more: string) =>
  `{apiVersion: external-secrets.io/v1, kind: ClusterSecretStore, metadata: {name: aws}, spec: {provider: {aws: {service: SecretsManager}}${more}}}`

export default control({
  title: 'ClusterSecretStores name the namespaces that may use them',
  severity: 'medium',
  about: 'secretStores',
  why: `
    Whoever may create an ExternalSecret in any namespace asks the store for any secret it can read, and gets it as a
    Secret of theirs. The rights of the controller become the rights of all.`,
  fix: 'List the namespaces in spec.conditions (namespaces or namespaceSelector), or give each team a SecretStore with a role of its own.',
  refs: ['https://external-secrets.io/latest/api/clustersecretstore/'],
  examples: {
    good: [
      store(', conditions: [{namespaces: [payments]}]'),
      '{apiVersion: external-secrets.io/v1, kind: ClusterSecretStore, metadata: {name: aws}, spec: {conditions: [{namespaceSelector: {matchLabels: {team: pay}}}]}}',
    ],
    bad: [store(''), store(', conditions: []')],
  },
  applies: ({ kind }) => kind === 'ClusterSecretStore',
  judge: ({ spec }) =>
    (spec?.conditions ?? []).length > 0
      ? undefined
      : { says: 'any namespace may use it: spec.conditions is empty', at: 'spec.conditions', wanted: 'the namespaces that need it' },
})
