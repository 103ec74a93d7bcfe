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

/** Every object of a folder of `kubectl get -o json` lists. Of Secrets a dump keeps metadata alone, so they come back without data. */
export function readDump(folder: string): KubeObject[] {
  const path = join(root, folder)
  return readdirSync(path)
    .sort()
    .flatMap((file) => {
      const { apiVersion, kind, items = [] } = json(join(path, file)) as { apiVersion: string; kind: string; items?: KubeObject[] }
      if (file === 'secrets.json') return items.map(({ metadata }) => ({ apiVersion: 'v1', kind: 'Secret', metadata, type: typeOfSecret(metadata.name) }))
      return items.map((item) => ({ ...item, apiVersion: item.apiVersion ?? apiVersion, kind: item.kind ?? kind.replace(/List$/, '') }))
    })
}
const typeOfSecret = (name: string): string => (name.startsWith('sh.helm.release.v1.') ? 'helm.sh/release.v1' : 'Opaque')

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

/** What stored answers of the EKS API say of who comes in, and of which pods get a role. */
export function readAccess(folder: string): ClusterAccess {
  const path = join(root, folder)
  const files = existsSync(path) ? readdirSync(path).sort() : []
  // biome-ignore lint/suspicious/noExplicitAny: answers of three operations
  const answers = (operation: string): any[] => files.filter((file) => file.startsWith(`eks:${operation}.`)).map((file) => json(join(path, file)))
  const policies = new Map(answers('ListAssociatedAccessPolicies').map((answer) => [answer.principalArn, answer.associatedAccessPolicies]))
  return {
    access: answers('DescribeAccessEntry').map(({ accessEntry }) => ({ ...accessEntry, policies: policies.get(accessEntry.principalArn) ?? [] })),
    podIdentity: answers('DescribePodIdentityAssociation').map(({ association }) => association),
    fargateProfiles: answers('DescribeFargateProfile').map(({ fargateProfile }) => fargateProfile),
  }
}
