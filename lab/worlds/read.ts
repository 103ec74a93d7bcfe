/** Reads worlds that are kept as files: manifests in YAML, a dump of a cluster, answers of the EKS API. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'
import type { KubeObject } from '../kube-api.ts'
import { root } from '../paths.ts'
import type { AccessEntry, Configz, FargateProfile, PodIdentityAssociation } from './world.ts'

/** Every object of the YAML files in a folder below the root. */
export function readManifests(folder: string): KubeObject[] {
  const path = join(root, folder)
  return readdirSync(path)
    .sort()
    .flatMap((file) => loadAll(readFileSync(join(path, file), 'utf8')) as KubeObject[])
    .filter(Boolean)
}

// biome-ignore lint/suspicious/noExplicitAny: files of a dump, of every shape
const json = (file: string): any => JSON.parse(readFileSync(file, 'utf8'))

/** Every object of a folder of `kubectl get -o json` lists. */
export function readDump(folder: string): KubeObject[] {
  const path = join(root, folder)
  return readdirSync(path)
    .sort()
    .flatMap((file) => {
      const { apiVersion, kind, items = [] } = json(join(path, file)) as { apiVersion: string; kind: string; items?: KubeObject[] }
      if (file === 'secrets.json') return items.map(remakeSecret)
      return items.map((item) => ({ ...item, apiVersion: item.apiVersion ?? apiVersion, kind: item.kind ?? kind.replace(/List$/, '') }))
    })
}

interface ManagedFields {
  readonly fieldsV1?: Readonly<Record<'f:data' | 'f:stringData', Readonly<Record<string, unknown>> | undefined>>
}

/** Of a Secret a dump keeps metadata alone. Who manages which field tells the names of its keys; the values are anything. */
function remakeSecret({ metadata }: KubeObject): KubeObject {
  const managed = (metadata['managedFields'] ?? []) as ManagedFields[]
  const keysOf = (part: 'f:data' | 'f:stringData') =>
    managed.flatMap(({ fieldsV1 }) => Object.keys(fieldsV1?.[part] ?? {})).flatMap((field) => (field.startsWith('f:') ? [field.slice(2)] : []))
  const type = typeOfSecret(metadata, keysOf('f:data'))
  // A token is the controller's to make.
  if (type === 'kubernetes.io/service-account-token') return { apiVersion: 'v1', kind: 'Secret', metadata, type }
  const every = (keys: readonly string[], value: string) => Object.fromEntries(keys.map((key) => [key, value]))
  return { apiVersion: 'v1', kind: 'Secret', metadata, type, data: every(keysOf('f:data'), 'bGFi'), stringData: every(keysOf('f:stringData'), 'lab') }
}

function typeOfSecret({ name, annotations }: KubeObject['metadata'], keys: readonly string[]): string {
  if (annotations?.['kubernetes.io/service-account.name']) return 'kubernetes.io/service-account-token'
  if (name.startsWith('sh.helm.release.v1.')) return 'helm.sh/release.v1'
  return keys.includes('tls.crt') && keys.includes('tls.key') ? 'kubernetes.io/tls' : 'Opaque'
}

/** `<node>.configz.json` of a folder, by node. */
export function readKubelets(folder: string): Record<string, Configz> {
  const path = join(root, folder)
  const ending = '.configz.json'
  const files = readdirSync(path).filter((file) => file.endsWith(ending))
  return Object.fromEntries(files.map((file) => [file.slice(0, -ending.length), json(join(path, file)) as Configz]))
}

export interface ClusterAccess {
  readonly access: readonly AccessEntry[]
  readonly podIdentity: readonly PodIdentityAssociation[]
  readonly fargateProfiles: readonly FargateProfile[]
}

/** What answers of the EKS API say of who comes in, and of which pods get a role. @param answers all that one operation gives */
// biome-ignore lint/suspicious/noExplicitAny: answers of four operations
export function accessOf(answers: (operation: string) => readonly any[]): ClusterAccess {
  const policies = new Map(answers('ListAssociatedAccessPolicies').map((answer) => [answer.principalArn, answer.associatedAccessPolicies]))
  return {
    access: answers('DescribeAccessEntry').map(({ accessEntry }) => ({ ...accessEntry, policies: policies.get(accessEntry.principalArn) ?? [] })),
    podIdentity: answers('DescribePodIdentityAssociation').map(({ association }) => association),
    fargateProfiles: answers('DescribeFargateProfile').map(({ fargateProfile }) => fargateProfile),
  }
}

/** The same from a folder of such answers. */
export function readAccess(folder: string): ClusterAccess {
  const path = join(root, folder)
  const files = existsSync(path) ? readdirSync(path).sort() : []
  return accessOf((operation) => files.filter((file) => file.startsWith(`eks:${operation}.`)).map((file) => json(join(path, file))))
}
