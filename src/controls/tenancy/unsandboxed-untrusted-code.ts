/** Code that is not trusted shares the kernel of its node with others. */
import { podSpecPath } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'

const sandbox = /(^|[-_.])(runsc|gvisor|kata|firecracker)/i

/** `trust: untrusted`, `example.com/trust-level: untrusted`, `untrusted: "true"`. */
function isUntrusted(labels: Readonly<Record<string, string>> = {}): boolean {
  return Object.entries(labels).some(
    ([key, value]) => (/(^|[/.-])trust([-_]?level)?$/.test(key) && value === 'untrusted') || (/(^|\/)untrusted$/.test(key) && value === 'true'),
  )
}

export default control({
  title: 'Untrusted code runs on Fargate or in a sandbox',
  severity: 'high',
  about: 'workloads',
  needs: ['namespaces', 'runtimeClasses'],
  responsible: { fargate: 'aws' },
  why: `
    Containers of one node share its kernel, and a flaw in the kernel is a way from any of them to all. Where strangers bring
    the code, a virtual machine of its own or a sandbox must stand between.`,
  fix: 'Make a Fargate profile for the namespace, or set runtimeClassName to a RuntimeClass whose handler is gVisor (runsc) or Kata.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html', 'https://kubernetes.io/docs/concepts/containers/runtime-class/'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: guests, labels: {trust: untrusted}}}
---
{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: safe}, handler: runsc}
---
{apiVersion: v1, kind: Pod, metadata: {name: job, namespace: guests}, spec: {runtimeClassName: safe, containers: [{name: job, image: job:1}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: far, namespace: guests, labels: {eks.amazonaws.com/fargate-profile: guests}}, spec: {containers: [{name: job, image: job:1}]}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: guests, labels: {trust: untrusted}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: job, namespace: guests}, spec: {containers: [{name: job, image: job:1}]}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: guests, labels: {example.com/trust-level: untrusted}}}
---
{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: gvisor}, handler: runc}
---
{apiVersion: v1, kind: Pod, metadata: {name: job, namespace: guests}, spec: {runtimeClassName: gvisor, containers: [{name: job, image: job:1}]}}`,
    ],
  },
  applies: ({ metadata }, world) => isUntrusted(world.find('namespaces', metadata.namespace ?? 'default')?.metadata.labels),
  judge(workload, world) {
    if (workload.computes.length > 0 && workload.computes.every((compute) => compute === 'fargate')) return undefined
    const name = workload.pod.spec?.runtimeClassName
    const at = podSpecPath(workload, 'runtimeClassName')
    if (name === undefined) return { says: 'is not trusted, but runs on a kernel it shares', at, wanted: 'a sandbox, or Fargate' }
    const handler = world.find('runtimeClasses', name)?.handler
    if (handler !== undefined && sandbox.test(handler)) return undefined
    return {
      says: `is not trusted, but its RuntimeClass ${name} ${handler === undefined ? 'does not exist' : `is handled by ${handler}, which is no sandbox`}`,
      at,
      actual: name,
      wanted: 'runsc or kata',
    }
  },
})
