/** A Secret lies readable among the manifests. */
import { control } from '../../model/control.ts'
import { joinPath } from '../../model/path.ts'

const secret = (rest: string) => `files: true
---
{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop}, ${rest}}`

export default control({
  title: 'No readable Secret lies in source control',
  severity: 'high',
  about: 'secrets',
  why: `
    Base64 hides nothing. Who may read the repository, its clones, its history and its build logs, has the value, and the
    next commit does not take it back.`,
  fix: 'Replace it by an ExternalSecret, a SealedSecret or a SOPS-encrypted file; rotate the value; rewrite the history or take the repository for public.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/data-encryption-and-secrets-management.html',
    'https://kubernetes.io/docs/concepts/configuration/secret/',
  ],
  examples: {
    good: [
      secret(`stringData: {password: '\${DB_PASSWORD}'}`),
      secret("data: {password: 'ENC[AES256_GCM,data:abc=,type:str]'}, sops: {version: 3.9.0}"),
      secret('type: Opaque'),
    ],
    bad: [secret('data: {password: aHVudGVyMg==}'), secret('stringData: {username: shop, password: hunter2}')],
  },
  // In a cluster a Secret is where it belongs.
  applies: (_, world) => world.source.collector === 'manifests',
  judge({ keys = [], placeholders = [] }) {
    const plain = keys.filter((key) => !placeholders.includes(key))
    if (plain.length === 0) return undefined
    return {
      says: `the ${plain.length === 1 ? 'value' : 'values'} of ${plain.slice(0, 4).join(', ')}${plain.length > 4 ? ' ...' : ''} can be read in the file`,
      at: joinPath('data', plain[0] ?? ''),
      wanted: 'an external or sealed secret',
    }
  },
})
