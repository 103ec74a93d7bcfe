/** Secrets that the Secrets Store CSI driver mounts are never read again from their store. */
import { containersOf } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import type { Workload } from '../../model/facts.ts'
import { flagOf } from '../../reach/network-engine.ts'

const driver = (args: string) => `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: csi-secrets-store, namespace: kube-system}
spec: {template: {spec: {containers: [{name: secrets-store, image: 'registry.k8s.io/csi-secrets-store/driver:v1.5.4', args: [${args}]}]}}}`

const image = /(^|\/)csi-secrets-store\/driver(:|@|$)|secrets-store-csi-driver(:|@|$)/

export default control({
  title: 'Mounted external secrets are renewed within the hour',
  severity: 'low',
  about: 'workloads',
  why: `
    Without rotation the driver reads a secret once, when the pod starts. A secret that was rotated because it leaked stays
    in use until somebody restarts the pods, and nobody knows which.`,
  fix: 'Install the driver with enableSecretRotation=true and rotationPollInterval=1h or less (Helm), and let the application read the file again.',
  refs: ['https://secrets-store-csi-driver.sigs.k8s.io/topics/secret-auto-rotation', 'https://docs.aws.amazon.com/eks/latest/userguide/manage-secrets.html'],
  examples: {
    good: [driver('--enable-secret-rotation=true, --rotation-poll-interval=2m'), driver('--enable-secret-rotation=true')],
    bad: [driver('--enable-secret-rotation=false'), driver(''), driver('--enable-secret-rotation=true, --rotation-poll-interval=24h')],
  },
  applies: (workload) => workload.kind === 'DaemonSet' && driverOf(workload) !== undefined,
  judge(workload) {
    const found = driverOf(workload)
    if (!found) return undefined
    if (flagOf(found.value, 'enable-secret-rotation') !== 'true')
      return { says: 'the driver runs without --enable-secret-rotation=true', at: `${found.at}.args`, wanted: '--enable-secret-rotation=true' }
    const interval = flagOf(found.value, 'rotation-poll-interval') ?? '2m'
    return minutes(interval) > 60 ? { says: `the driver renews secrets every ${interval}`, at: `${found.at}.args`, wanted: 'an hour or less' } : undefined
  },
})

const driverOf = (workload: Workload) => containersOf(workload).find(({ value }) => typeof value.image === 'string' && image.test(value.image))

/** A Go duration in minutes: `1h30m` -> 90. */
function minutes(duration: string): number {
  const units: Readonly<Record<string, number>> = { h: 60, m: 1, s: 1 / 60, ms: 1 / 60_000 }
  return [...duration.matchAll(/([\d.]+)(ms|h|m|s)/g)].reduce((sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ''] ?? 0), 0)
}
