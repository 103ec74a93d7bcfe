/** One practice broken on purpose, in a tenant that follows all the others. */
import type { KubeObject } from '../../kube-api.ts'

/** On every object that a fault made or changed: the control that it breaks. */
export const breaksAnnotation = 'lab.ekshield.io/breaks'

/** A tenant of the good world under another name, for a fault to spoil. */
export interface Tenant {
  readonly namespace: string
  readonly objects: KubeObject[]
  /** The object of that kind, and of that name where the tenant has several. */
  get(kind: string, name?: string): KubeObject
  /** Spec of the pods of its one workload. */
  readonly pod: KubeObject['spec']
  /** The one container of that. */
  readonly container: KubeObject['spec']
  remove(kind: string, name?: string): void
}

export interface Fault {
  /** The control that must find it. */
  readonly breaks: string
  /** Further controls that see the same act, with why they must. */
  readonly also?: Readonly<Record<string, string>> | undefined
  /** Where the act shows outside of the tenant: control and `Kind name`. */
  readonly elsewhere?: Readonly<Record<string, string>>
  spoil(tenant: Tenant): void
}

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** A namespace's worth of objects under another name; labels that name the namespace follow it. */
export function renameNamespace(objects: readonly KubeObject[], from: string, to: string): KubeObject[] {
  return copy(objects).map((object) => {
    if (object.kind === 'Namespace' && object.metadata.name === from) object.metadata.name = to
    if (object.metadata.namespace === from) object.metadata.namespace = to
    for (const [label, value] of Object.entries(object.metadata['labels'] ?? {})) if (value === from) object.metadata['labels'][label] = to
    return object
  })
}

export const namespaceOf = (control: string): string => `bad-${control.replace('/', '-')}`

/** The tenant with the fault in it, each object that differs annotated. */
export function plant({ breaks, spoil }: Fault, good: readonly KubeObject[], from: string): KubeObject[] {
  const namespace = namespaceOf(breaks)
  const objects = renameNamespace(good, from, namespace)
  const before = new Set(objects.map((object) => JSON.stringify(object)))
  const get = (kind: string, name?: string): KubeObject => {
    const found = objects.find((object) => object.kind === kind && (name === undefined || object.metadata.name === name))
    if (!found) throw new Error(`the good tenant has no ${kind} ${name ?? ''}`)
    return found
  }
  const pod = get('Deployment')['spec'].template.spec
  spoil({ namespace, objects, get, pod, container: pod.containers[0], remove: (kind, name) => void objects.splice(objects.indexOf(get(kind, name)), 1) })
  for (const object of objects)
    if (!before.has(JSON.stringify(object))) object.metadata['annotations'] = { ...object.metadata['annotations'], [breaksAnnotation]: breaks }
  return objects
}
