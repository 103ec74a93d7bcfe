/** A container may open raw sockets. */
import { containersOf, perPod } from '../../demand/pods.ts'
import type { Edit } from '../../model/change.ts'
import { control } from '../../model/control.ts'
import type { Container } from '../../model/kubernetes.ts'
import { concatPath } from '../../model/path.ts'
import { objectRef } from '../../model/ref.ts'

export default control({
  title: 'Containers cannot open raw sockets',
  severity: 'medium',
  about: 'workloads',
  why: `
    NET_RAW belongs to the default set of the container runtime, so a container has it unless it is dropped. With raw sockets an
    intruder forges packets and pretends to be another pod or its DNS server. Hardly any program needs them.`,
  fix: 'Set securityContext.capabilities.drop to [ALL], or at least [NET_RAW], on every container.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - {name: web, image: web:1, securityContext: {capabilities: {drop: [ALL]}}}
    - {name: log, image: web:1, securityContext: {capabilities: {drop: [NET_RAW, MKNOD]}}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, securityContext: {capabilities: {drop: [ALL], add: [NET_RAW]}}}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers: [{name: web, image: web:1, securityContext: {capabilities: {drop: [ALL]}}}]
  initContainers: [{name: init, image: web:1, securityContext: {capabilities: {drop: [CHOWN]}}}]`,
    ],
  },
  applies: perPod(({ os }) => os === 'linux'),
  judge: perPod((pod) =>
    containersOf(pod).flatMap(({ value, at }) => {
      const has = rawOf(value)
      return has === undefined
        ? []
        : [
            {
              says: `container ${value.name} ${has}`,
              at: concatPath(at, `securityContext.capabilities.${has === adds ? 'add' : 'drop'}`),
              wanted: 'ALL or NET_RAW dropped',
            },
          ]
    }),
  ),
  remedy: (workload) => ({
    says: 'Drop NET_RAW, and do not add it',
    risk: 'restart',
    steps: [
      {
        do: 'patch',
        on: objectRef(workload),
        edits: containersOf(workload).flatMap(({ value, at }) => withoutRaw(value, `${at}.securityContext.capabilities`)),
      },
    ],
  }),
})

function withoutRaw(container: Container, at: string): Edit[] {
  const { add, drop } = container.securityContext?.capabilities ?? {}
  const has = rawOf(container)
  if (has === undefined) return []
  if (has === adds) return [{ path: `${at}.add`, value: (add ?? []).filter((name) => !/^(CAP_)?(NET_RAW|ALL)$/i.test(String(name))) }]
  return [{ path: `${at}.drop`, value: [...(Array.isArray(drop) ? drop : []), 'NET_RAW'] }]
}

const adds = 'adds NET_RAW'

/** Names count in any case, as they do for the container runtime; added ones with the prefix CAP_ too. */
function rawOf({ securityContext }: Container): string | undefined {
  const names = (list: unknown): string[] => (Array.isArray(list) ? list.map((name) => String(name).toUpperCase()) : [])
  const added = names(securityContext?.capabilities?.add).map((name) => name.replace(/^CAP_/, ''))
  const dropped = names(securityContext?.capabilities?.drop)
  if (added.includes('NET_RAW') || added.includes('ALL')) return adds
  return dropped.includes('ALL') || dropped.includes('NET_RAW') ? undefined : 'does not drop NET_RAW'
}
