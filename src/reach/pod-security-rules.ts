/** The rules of the Pod Security Standards that no demand can state: annotations, and the type of a volume. */
import { containersOf, type Podded, volumesOf } from '../demand/pods.ts'
import type { Volume } from '../model/kubernetes.ts'
import type { Evidence } from '../model/finding.ts'
import { concatPath, joinPath } from '../model/path.ts'

const none: readonly Evidence[] = []

/** A forbidden annotation of the pod. A value of null counts as empty, as it does for the API server. */
function annotation(subject: Podded, key: string, value: unknown, wanted: string): Evidence {
  return {
    says: `annotation ${key} is ${value === '' || value == null ? '""' : String(value)}; wanted: ${wanted}`,
    at: joinPath(concatPath(subject.podPath, 'metadata.annotations'), key),
    actual: value,
    wanted,
  }
}

function annotationsOf({ pod }: Podded): Readonly<Record<string, unknown>> | undefined {
  const annotations: unknown = pod.metadata?.annotations
  return typeof annotations === 'object' && annotations !== null ? (annotations as Record<string, unknown>) : undefined
}

const appArmorKey = 'container.apparmor.security.beta.kubernetes.io/'

/** The AppArmor annotations of old: keys of containers that do not exist are judged too, and empty means unset. */
export function appArmorAnnotations(subject: Podded): readonly Evidence[] {
  const annotations = annotationsOf(subject)
  const faults: Evidence[] = []
  for (const key in annotations) {
    if (!key.startsWith(appArmorKey)) continue
    const value = String(annotations[key] ?? '')
    if (value === '' || value === 'runtime/default' || value.startsWith('localhost/')) continue
    faults.push(annotation(subject, key, annotations[key], 'runtime/default or localhost/...'))
  }
  return faults
}

const seccompProfiles = (value: string): boolean => value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/')

/** Seccomp before its field came (v1.19): one annotation for the pod, one for each container that exists; empty is bad. */
export function seccompAnnotations(subject: Podded): readonly Evidence[] {
  const annotations = annotationsOf(subject)
  if (!annotations) return none
  const keys = [
    'seccomp.security.alpha.kubernetes.io/pod',
    ...containersOf(subject).map(({ value }) => `container.seccomp.security.alpha.kubernetes.io/${value.name}`),
  ]
  return keys
    .filter((key) => Object.hasOwn(annotations, key) && !seccompProfiles(String(annotations[key] ?? '')))
    .map((key) => annotation(subject, key, annotations[key], 'runtime/default, docker/default or localhost/...'))
}

const harmless = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret']
const harmlessTypes = new Set(harmless)

/** The type of a volume at fault, or undefined. A harmless one wins over others; no type at all means emptyDir. */
function forbiddenType(volume: Volume): string | undefined {
  let forbidden: string | undefined
  for (const key in volume) {
    if (key === 'name' || volume[key] === null || volume[key] === undefined) continue
    if (harmlessTypes.has(key)) return undefined
    forbidden ??= key
  }
  return forbidden
}

/** Volumes of a type that reaches into the node or belongs to a vendor. */
export function volumeTypes(subject: Podded): readonly Evidence[] {
  return volumesOf(subject).flatMap(({ value, at }) => {
    const type = forbiddenType(value)
    if (type === undefined) return []
    return [
      { says: `volume ${value.name ?? 'without a name'} is of type ${type}; wanted: one of ${harmless.join(', ')}`, at: joinPath(at, type), wanted: harmless },
    ]
  })
}
