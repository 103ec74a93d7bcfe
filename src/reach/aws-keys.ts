/** Ways in which a pod is given AWS access keys: variables, arguments, whole Secrets, a mounted profile. */
import { containersOf, perPod, volumesOf } from '../demand/pods.ts'
import type { Workload } from '../model/facts.ts'
import type { Evidence } from '../model/finding.ts'
import { redactedSort } from '../model/redacted.ts'
import type { World } from '../model/world.ts'

const variable = /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/
const fileVariable = /^AWS_SHARED_CREDENTIALS_FILE$/
/** Key names under which Secrets and maps hold AWS keys, as variables, profiles and Terraform spell them. */
export const isAwsKeyName = (key: string): boolean =>
  /^aws[._-]?(access[._-]?key[._-]?id|access[._-]?key|secret[._-]?access[._-]?key|secret[._-]?key|session[._-]?token)$/i.test(key)

const awsSort = (text: unknown): string | undefined => {
  const sort = typeof text === 'string' ? redactedSort(text) : undefined
  return sort?.startsWith('AWS') ? sort : undefined
}

/** Keys in variables and arguments; of a set of them in one container the first is told. */
export const faultsOfContainer: (workload: Workload) => readonly Evidence[] = perPod((pod) => {
  return containersOf(pod).flatMap(({ value, at }): Evidence[] => {
    const env = Array.isArray(value.env) ? value.env : []
    const set = env.flatMap((one, i) => {
      const name = String(one?.name ?? '')
      const sort = awsSort(one?.value)
      if (sort !== undefined) return [{ i, words: `${name} holds an ${sort}` }]
      if (!variable.test(name) && !fileVariable.test(name)) return []
      const from = one?.valueFrom?.secretKeyRef?.name ?? one?.valueFrom?.configMapKeyRef?.name
      if (from !== undefined) return [{ i, words: `${name} comes from ${one?.valueFrom?.secretKeyRef ? 'Secret' : 'ConfigMap'} ${from}` }]
      return typeof one?.value === 'string' && one.value !== '' ? [{ i, words: `${name} is set` }] : []
    })
    const [first] = set
    if (first)
      return [
        {
          says: `container ${value.name}: ${first.words}${set.length > 1 ? `, and ${set.length - 1} more of its kind` : ''}`,
          at: `${at}.env[${first.i}]`,
          wanted: 'no AWS keys; a role for the service account',
        },
      ]
    const texts = [...(Array.isArray(value.command) ? value.command : []), ...(Array.isArray(value.args) ? value.args : [])]
    const inText = texts.map(awsSort).find((sort) => sort !== undefined)
    return inText === undefined
      ? []
      : [{ says: `container ${value.name}: an ${inText} stands in its command`, at, wanted: 'no AWS keys; a role for the service account' }]
  })
})

/** A Secret or ConfigMap mounted where the SDK looks for a profile. */
export const faultsOfVolumes: (workload: Workload) => readonly Evidence[] = perPod((pod) => {
  const sources = new Map(volumesOf(pod).map(({ value }) => [value.name, value.secret?.secretName ?? value.configMap?.name]))
  return containersOf(pod).flatMap(({ value, at }) =>
    (Array.isArray(value.volumeMounts) ? value.volumeMounts : []).flatMap((mount, i) => {
      const source = sources.get(mount?.name)
      if (source === undefined || !/(^|\/)\.aws(\/|$)/.test(mount?.mountPath ?? '')) return []
      return [
        {
          says: `container ${value.name}: ${source} is mounted at ${mount.mountPath}, where AWS profiles lie`,
          at: `${at}.volumeMounts[${i}].mountPath`,
          actual: mount.mountPath,
        },
      ]
    }),
  )
})

/** Keys in Secrets and ConfigMaps taken whole by `envFrom`. Throws `Unseen` where one of those may hold some. */
export function secretsTaken(workload: Workload, world: World<'secrets' | 'configMaps'>): Evidence[] {
  const namespace = workload.metadata.namespace
  return containersOf(workload).flatMap(({ value, at }) =>
    (Array.isArray(value.envFrom) ? value.envFrom : []).flatMap((source, i) => {
      const { secretRef, configMapRef } = source ?? {}
      const keys =
        secretRef?.name !== undefined
          ? world.find('secrets', secretRef.name, namespace)?.keys
          : configMapRef?.name !== undefined
            ? world.find('configMaps', configMapRef.name, namespace)?.keys
            : undefined
      const key = keys?.find(isAwsKeyName)
      return key === undefined
        ? []
        : [
            {
              says: `container ${value.name}: takes ${key} from ${secretRef ? 'Secret' : 'ConfigMap'} ${secretRef?.name ?? configMapRef?.name}`,
              at: `${at}.envFrom[${i}]`,
            },
          ]
    }),
  )
}
