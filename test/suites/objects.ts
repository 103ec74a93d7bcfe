/** The objects of the shared cases that an API server could be given: those of the Pod Security, Kyverno and Gatekeeper suites. */
import type { KubeObject } from '../../src/model/kubernetes.ts'
import { readSuites } from './cases.ts'

export interface SharedObject {
  /** The kind that controls judge it as. */
  readonly about: 'workloads' | 'services' | 'serviceAccounts'
  readonly object: KubeObject
}

/** None where no folders are named. Each object once: several cases hold the same. */
export function sharedObjects(folders: readonly string[]): readonly SharedObject[] {
  const suites = readSuites(folders)
  const pods = (suites.get('psa') ?? []).map(({ input }, at): SharedObject => {
    const { metadata, spec } = input['object']
    return {
      about: 'workloads',
      object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: `case-${at}`, annotations: metadata.annotations ?? {} }, spec } as unknown as KubeObject,
    }
  })
  const others = new Map<string, SharedObject>()
  for (const { input } of ['kyverno', 'gatekeeper'].flatMap((suite) => suites.get(suite) ?? []))
    for (const object of (input['objects'] ?? []) as KubeObject[])
      others.set(JSON.stringify(object), {
        about: object.kind === 'Service' ? 'services' : object.kind === 'ServiceAccount' ? 'serviceAccounts' : 'workloads',
        object: { ...object, metadata: { ...object.metadata, name: object.metadata.name ?? 'case' } },
      })
  return [...pods, ...others.values()]
}
